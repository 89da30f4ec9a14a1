#include "app/policy_shelf.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_MAX = 200 };

static const struct pack *find(void *arg, const char *name);
static bool is_open(void *arg, const char *name);

/* ─── where ─── */

static bool is_pack(struct ctx *cx, const char *folder)
{
	return access(mem_format(cx->mem, "%s/pack.yaml", folder), R_OK) == 0;
}

/* "policies/xihu/" → "policies/name"; what ends in dots is left to the file system. */
static const char *beside(struct ctx *cx, const struct shelved *it, const char *name)
{
	if (!it->folder)
		return NULL;
	size_t n = strlen(it->folder);
	while (n > 1 && it->folder[n - 1] == '/')
		n--;
	if (it->folder[n - 1] == '.' || it->folder[n - 1] == '/')
		return mem_format(cx->mem, "%.*s/../%s", (int)n, it->folder, name);
	while (n > 0 && it->folder[n - 1] != '/')
		n--;
	return mem_format(cx->mem, "%.*s%s%s", (int)n, it->folder, *name || n ? "" : ".", name);
}

static const struct pack_files *builtin(const char *name)
{
	const struct pack_files *f = pack_builtin;
	while (f->name && strcmp(f->name, name) != 0)
		f++;
	return f->name ? f : NULL;
}

/* What may be extended, for "did you mean". */
static const char *const *names_beside(struct ctx *cx, const struct shelved *it)
{
	const char **names = mem_array(cx->mem, const char *, NAMES_MAX + 1);
	size_t n = 0;
	DIR *dir = it->folder ? opendir(beside(cx, it, "")) : NULL;
	for (struct dirent *d; dir && n < NAMES_MAX && (d = readdir(dir));)
		if (d->d_name[0] != '.' && is_pack(cx, beside(cx, it, d->d_name)))
			names[n++] = mem_str(cx->mem, d->d_name);
	if (dir)
		closedir(dir);
	for (const struct pack_files *f = pack_builtin; f->name && n < NAMES_MAX; f++)
		names[n++] = f->name;
	return names;
}

/* ─── reading ─── */

static err read_pack(struct shelf *s, const struct pack_files *files, struct shelved *it)
{
	const struct shelved *outer = s->current;
	const struct pack_env env = {
		.mem = s->cx->mem,
		.facts = facts_all(),
		.find = find,
		.is_open = is_open,
		.arg = s,
		.names = names_beside(s->cx, it),
	};
	it->name = files->name;
	it->is_open = true;
	it->next = s->all;
	s->all = it;
	s->current = it;
	err e = pack_read(s->cx, files, &env, &it->pack, &it->findings);
	s->current = outer;
	it->is_open = false;
	return e;
}

static struct shelved *shelved(const struct shelf *s, const char *folder, const char *name)
{
	struct stat a, b;
	for (struct shelved *it = s->all; it; it = it->next) {
		bool is_same_folder = folder && it->folder && !stat(folder, &a) &&
				      !stat(it->folder, &b) && a.st_ino == b.st_ino &&
				      a.st_dev == b.st_dev;
		if (is_same_folder || (!folder && !it->folder && !strcmp(it->name, name)))
			return it;
	}
	return NULL;
}

static err open_at(struct shelf *s, const char *folder, const char *name, struct shelved **ret)
{
	struct pack_files files = {0};
	const struct pack_files *built_in = folder ? NULL : builtin(name);
	err e = OK;
	if ((*ret = shelved(s, folder, name)))
		return OK;
	if (folder)
		e = pack_files_read(s->cx, folder, &files);
	else if (built_in)
		files = *built_in;
	else
		e = fail(s->cx, ERR_NOT_FOUND,
			 T("pack.nowhere", "没有政策包“{1}”：既不是文件夹，也不是内置的包",
			   "There is no policy pack “{1}”: neither a folder nor one built in"),
			 str(name));
	if (e)
		return e;
	*ret = mem_new(s->cx->mem, struct shelved);
	(*ret)->folder = folder ? mem_str(s->cx->mem, folder) : NULL;
	return read_pack(s, &files, *ret);
}

err shelf_open(struct shelf *s, const char *word, struct shelved **ret)
{
	struct stat st;
	bool is_folder = !stat(word, &st) && S_ISDIR(st.st_mode);
	return open_at(s, is_folder ? word : NULL, word, ret);
}

/* ─── what a pack extends ─── */

static const char *place_of(const struct shelf *s, const char *name)
{
	const char *folder = strchr(name, '/') ? NULL : beside(s->cx, s->current, name);
	return folder && is_pack(s->cx, folder) ? folder : NULL;
}

static const struct pack *find(void *arg, const char *name)
{
	struct shelf *s = arg;
	struct shelved *it;
	err e = open_at(s, place_of(s, name), name, &it);
	if (e)
		ctx_forgive(s->cx); /* the pack that extends it says so */
	return e ? NULL : it->pack;
}

static bool is_open(void *arg, const char *name)
{
	const struct shelf *s = arg;
	const struct shelved *it = shelved(s, place_of(s, name), name);
	return it && it->is_open;
}
