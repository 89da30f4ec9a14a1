/* Copies of the whole database, and the files and programs they need. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store_priv.h"

/* ─── files ─── */

static err sync_fd(struct ctx *cx, const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool is_good = fd >= 0 && !fsync(fd);
	err e = is_good ? OK : fail_internal(cx, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return e;
}

err file_create(struct ctx *cx, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail_internal(cx, "%s: %s", path, strerror(errno));
	close(fd);
	return OK;
}

err file_sync(struct ctx *cx, const char *path)
{
	return sync_fd(cx, path, O_RDONLY);
}

err file_publish(struct ctx *cx, const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE))
		return fail_internal(cx, "%s: %s", to, strerror(errno));
	return sync_fd(cx, dirname(mem_str(cx->mem, to)), O_RDONLY | O_DIRECTORY);
}

/* ─── programs ─── */

enum { COMPLAINT_MAX = 1000 };

/* What the child wrote, as far as it fits, on one line. */
static char *read_complaint(struct ctx *cx, int fd)
{
	struct buf text = buf_on(cx->mem);
	char part[512];
	text.cap = COMPLAINT_MAX;
	for (ssize_t n; (n = read(fd, part, sizeof part)) > 0 || (n < 0 && errno == EINTR);)
		for (ssize_t i = 0; i < n; i++)
			buf_putc(&text, part[i] == '\n' ? ' ' : part[i]);
	return buf_text(&text);
}

static const char **join(struct ctx *cx, const char *const a[], const char *const b[])
{
	size_t n = 0, n_a = 0, n_b = 0;
	while (a[n_a])
		n_a++;
	while (b[n_b])
		n_b++;
	const char **all = mem_array(cx->mem, const char *, n_a + n_b + 1);
	for (size_t i = 0; i < n_a; i++)
		all[n++] = a[i];
	for (size_t i = 0; i < n_b; i++)
		all[n++] = b[i];
	return all;
}

static int start(const char *const argv[], const char *const environment[], int to, pid_t *ret)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none_blocked;
	sigemptyset(&none_blocked); /* a thread of ours may block what ends the child */
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none_blocked);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, to, STDERR_FILENO);
	int code = posix_spawnp(ret, argv[0], &actions, &attributes, (char **)(uintptr_t)argv,
				(char **)(uintptr_t)environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return code;
}

err spawn_wait(struct ctx *cx, const char *const argv[], const char *const environment[])
{
	int pipe_fd[2], status = 0;
	pid_t child;
	if (pipe2(pipe_fd, O_CLOEXEC))
		return fail_internal(cx, "pipe: %s", strerror(errno));
	const char **all = join(cx, environment, (const char *const *)environ); /* first one wins */
	int code = start(argv, all, pipe_fd[1], &child);
	close(pipe_fd[1]);
	char *complaint = code ? NULL : read_complaint(cx, pipe_fd[0]);
	close(pipe_fd[0]);
	if (code)
		return fail_internal(cx, "%s does not start: %s", argv[0], strerror(code));
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status ? fail_internal(cx, "%s failed: %s", argv[0], complaint) : OK;
}

/* ─── backup and restore ─── */

err store_backup(struct store *s, struct ctx *cx, const char *path)
{
	const char *partial = mem_format(cx->mem, "%s.partial", path);
	if (!access(path, F_OK))
		return fail_internal(cx, "%s is there already", path);
	unlink(partial); /* of a backup that was cut short */
	err e = file_create(cx, partial);
	if (!e)
		e = s->driver.copy_out(cx, s, partial);
	if (!e)
		e = file_sync(cx, partial);
	if (!e)
		e = file_publish(cx, partial, path);
	if (e)
		unlink(partial);
	return e;
}

err store_restore(struct ctx *cx, const char *url, const char *path)
{
	struct driver d;
	err e = driver_for(cx, url, &d, &url);
	if (!e && access(path, R_OK))
		e = fail_internal(cx, "%s: %s", path, strerror(errno));
	return e ? e : d.copy_in(cx, url, path);
}
