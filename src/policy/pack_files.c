/* The files of a folder, and the hash over them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/utf8.h"
#include "policy/pack_priv.h"

/* ─── reading ─── */

struct folder {
	struct ctx *cx;
	int fd;
	struct pack_file *files;
	size_t n, bytes;
};

static bool is_file_name(const char *name)
{
	size_t n = strlen(name);
	return n > 5 && n <= FORM_ID_MAX && !strcmp(name + n - 5, ".yaml") && utf8_is_text(name, n);
}

static err refuse_name(struct ctx *cx, const char *name)
{
	fail_field(cx, utf8_is_text(name, strlen(name)) ? name : "?",
		   T("pack.no_yaml", "政策包里只有 .yaml 文件", "a pack holds .yaml files only"));
	return OK; /* all such are told */
}

static err fail_size(struct ctx *cx)
{
	return fail(
		cx, ERR_TOO_LARGE,
		T("pack.too_large", "政策包过大：最多 {1} 个文件，每个 {2} 字节，共 {3} 字节",
		  "The pack is too large: at most {1} files of {2} bytes each, {3} bytes in all"),
		i64(PACK_FILES_MAX), i64(PACK_FILE_MAX), i64(PACK_BYTES_MAX));
}

/* Reads what fstat() promised, and not a byte more. */
static err read_bytes(struct folder *f, int fd, const char *name, size_t size)
{
	char *text = mem_array(f->cx->mem, char, size + 1);
	size_t n = 0;
	for (ssize_t got; n < size && (got = read(fd, text + n, size - n)) != 0;) {
		if (got < 0)
			return fail_internal(f->cx, "%s: %s", name, strerror(errno));
		n += (size_t)got;
	}
	f->files[f->n++] = (struct pack_file){mem_str(f->cx->mem, name), text, n};
	return OK;
}

static err read_open(struct folder *f, int fd, const char *name)
{
	struct stat st;
	if (fstat(fd, &st))
		return fail_internal(f->cx, "%s: %s", name, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return refuse_name(f->cx, name);
	f->bytes += (size_t)st.st_size;
	if (st.st_size > PACK_FILE_MAX || f->bytes > PACK_BYTES_MAX || f->n == PACK_FILES_MAX)
		return fail_size(f->cx);
	return read_bytes(f, fd, name, (size_t)st.st_size);
}

static err read_entry(struct folder *f, const char *name)
{
	if (name[0] == '.')
		return OK;
	if (!is_file_name(name))
		return refuse_name(f->cx, name);
	int fd = openat(f->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return refuse_name(f->cx, name);
	err e = read_open(f, fd, name);
	close(fd);
	return e;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pack_file *)a)->path, ((const struct pack_file *)b)->path);
}

static const char *name_of(mem *m, const char *folder)
{
	char real[PATH_MAX];
	const char *path = realpath(folder, real) ? real : folder, *slash = strrchr(path, '/');
	return mem_str(m, slash && slash[1] ? slash + 1 : path);
}

err pack_files_read(struct ctx *cx, const char *folder, struct pack_files *ret)
{
	struct folder f = {.cx = cx};
	err e = OK;
	DIR *dir = opendir(folder);
	if (!dir)
		return fail(cx, ERR_NOT_FOUND,
			    T("pack.no_folder", "没有文件夹“{1}”", "There is no folder “{1}”"),
			    str(folder));
	f.fd = dirfd(dir);
	f.files = mem_array(cx->mem, struct pack_file, PACK_FILES_MAX);
	for (struct dirent *d; !e && (d = readdir(dir));)
		e = read_entry(&f, d->d_name);
	closedir(dir);
	if (e || (e = ctx_err(cx)))
		return e;
	qsort(f.files, f.n, sizeof *f.files, by_path);
	*ret = (struct pack_files){name_of(cx->mem, folder), f.files, f.n};
	return OK;
}

/* ─── hash ─── */

static void add_text(crypto_hash_sha256_state *state, const char *text)
{
	crypto_hash_sha256_update(state, (const unsigned char *)text, strlen(text));
}

const char *pack_hash(mem *m, const struct pack_file *files, size_t n, const struct pack *base)
{
	crypto_hash_sha256_state state;
	unsigned char hash[crypto_hash_sha256_BYTES];
	char *hex = mem_array(m, char, sizeof hash * 2 + 1);
	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < n; i++) {
		add_text(&state, mem_format(m, "%s\n%zu\n", files[i].path, files[i].n));
		crypto_hash_sha256_update(&state, (const unsigned char *)files[i].text, files[i].n);
	}
	if (base)
		add_text(&state, mem_format(m, "extends\n%s", base->hash));
	crypto_hash_sha256_final(&state, hash);
	return sodium_bin2hex(hex, sizeof hash * 2 + 1, hash, sizeof hash);
}
