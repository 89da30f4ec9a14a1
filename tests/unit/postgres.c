#include "postgres.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <grp.h>
#include <libpq-fe.h>

static struct {
	char programs[256]; /* /usr/lib/postgresql/15/bin */
	char folder[64];    /* data/, log, the socket */
	pid_t server;       /* 0: not running */
	pid_t owner;        /* a fork of the test does not stop its parent's server */
	bool is_durable;
	int n_databases;
	char url[160];
} pg;

static void give_up(const char *what)
{
	fprintf(stderr, "postgres: %s: %s\n", what, strerror(errno));
	abort();
}

static const struct passwd *user(void)
{
	const struct passwd *u = getpwnam("postgres");
	return u ? u : getpwnam("nobody");
}

static void find_programs(void)
{
	glob_t found;
	if (glob("/usr/lib/postgresql/*/bin/initdb", 0, NULL, &found))
		give_up("no /usr/lib/postgresql/*/bin/initdb (apt install postgresql)");
	const char *newest = found.gl_pathv[found.gl_pathc - 1];
	snprintf(pg.programs, sizeof pg.programs, "%.*s", (int)(strrchr(newest, '/') - newest),
		 newest);
	globfree(&found);
}

static void make_folder(void)
{
	snprintf(pg.folder, sizeof pg.folder, "/tmp/linli-pg-XXXXXX");
	if (!mkdtemp(pg.folder))
		give_up(pg.folder);
	if (geteuid() == 0 && chown(pg.folder, user()->pw_uid, user()->pw_gid))
		give_up("chown");
}

/* In the child: another user, a log instead of a terminal, and an end when the parent ends. */
static void become(void)
{
	char log[96];
	snprintf(log, sizeof log, "%s/log", pg.folder);
	if (geteuid() == 0) {
		const struct passwd *u = user();
		if (setgroups(0, NULL) || setgid(u->pw_gid) || setuid(u->pw_uid))
			_exit(126);
	}
	prctl(PR_SET_PDEATHSIG, SIGQUIT); /* an immediate shutdown; after setuid, which clears it */
	int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644), in = open("/dev/null", O_RDONLY);
	if (out < 0 || in < 0 || chdir(pg.folder))
		_exit(126);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
}

enum { ARGUMENTS_MAX = 32 };

static pid_t start(const char *const argv[])
{
	char path[512];
	snprintf(path, sizeof path, "%s/%s", pg.programs, argv[0]);
	pid_t child = fork();
	if (child < 0)
		give_up("fork");
	if (child)
		return child;
	become();
	const char *named[ARGUMENTS_MAX] = {path}; /* they look for each other beside argv[0] */
	for (int i = 1; argv[i]; i++)
		named[i] = argv[i];
	execv(path, (char **)(uintptr_t)named);
	_exit(127);
}

static int wait_for(pid_t child)
{
	int status;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

static void stop(void)
{
	if (pg.owner != getpid())
		return;
	if (pg.server) {
		kill(pg.server, SIGQUIT); /* nothing here is worth a checkpoint */
		wait_for(pg.server);
	}
	nftw(pg.folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void await_ready(void)
{
	for (int i = 0; i < 600; i++) {
		if (PQping(pg.url) == PQPING_OK)
			return;
		if (waitpid(pg.server, NULL, WNOHANG) == pg.server)
			break;
		nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
	}
	fprintf(stderr, "postgres: does not start; see %s/log\n", pg.folder);
	abort();
}

static void start_server(void)
{
	const char *const argv[] = {"postgres",
				    "-D",
				    "data",
				    "-k",
				    pg.folder,
				    "-c",
				    "listen_addresses=",
				    "-c",
				    "max_connections=60",
				    "-c",
				    "shared_buffers=32MB",
				    "-c",
				    pg.is_durable ? "fsync=on" : "fsync=off",
				    NULL};
	pg.server = start(argv);
	await_ready();
}

static void prepare(void)
{
	const char *const initdb[] = {"initdb", "-D",          "data", "-A",   "trust",     "-U",
				      "linli",  "--no-locale", "-E",   "UTF8", "--no-sync", NULL};
	find_programs();
	make_folder();
	pg.owner = getpid();
	atexit(stop);
	snprintf(pg.url, sizeof pg.url, "postgresql://linli@/postgres?host=%s", pg.folder);
	if (wait_for(start(initdb)))
		give_up("initdb failed");
	start_server();
}

void postgres_durable(void)
{
	pg.is_durable = true;
}

void postgres_crash(void)
{
	kill(pg.server, SIGQUIT);
	wait_for(pg.server);
	start_server();
}

const char *postgres_database(void)
{
	static char url[160];
	char command[64];
	if (!pg.server)
		prepare();
	PGconn *c = PQconnectdb(pg.url);
	snprintf(command, sizeof command, "CREATE DATABASE t%d TEMPLATE template0",
		 ++pg.n_databases);
	PGresult *r = PQexec(c, command);
	if (PQresultStatus(r) != PGRES_COMMAND_OK) {
		fprintf(stderr, "postgres: %s\n", PQerrorMessage(c));
		abort();
	}
	PQclear(r);
	PQfinish(c);
	snprintf(url, sizeof url, "postgresql://linli@/t%d?host=%s", pg.n_databases, pg.folder);
	return url;
}
