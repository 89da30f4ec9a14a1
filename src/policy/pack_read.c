/* A whole pack: its files as trees, the trees by their forms, then what hangs together. */
#include <stdlib.h>
#include <string.h>

#include "policy/pack_priv.h"

const struct yaml *part_items(const struct reader *r, enum pack_part part, const char *key)
{
	const struct yaml *root = r->roots[part], *list = root ? yaml_get(root, key) : NULL;
	return list && list->kind == YAML_LIST && list->n <= FORM_LIST_MAX ? list->first : NULL;
}

/* ─── files ─── */

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pack_file *)a)->path, ((const struct pack_file *)b)->path);
}

static struct pack_file *sorted(struct reader *r)
{
	size_t n = r->files->n;
	struct pack_file *all = mem_array(r->m, struct pack_file, n);
	if (n)
		memcpy(all, r->files->files, n * sizeof *all);
	if (n)
		qsort(all, n, sizeof *all, by_path);
	return all;
}

static void refuse_file(struct reader *r, const struct pack_file *f)
{
	const char *names[PART__MAX];
	for (int i = 0; i < PART__MAX; i++)
		names[i] = pack_forms[i].path;
	wrong_at(r->report, mem_str(r->m, f->path), 0, 0,
		 T("pack.unknown_file", "政策包没有这个文件", "a pack has no such file"))
		->nearest = near_name(r->report, f->path, names, PART__MAX);
}

static void read_file(struct reader *r, const struct pack_file *f, struct yaml_budget *budget)
{
	int part = 0;
	while (part < PART__MAX && strcmp(pack_forms[part].path, f->path) != 0)
		part++;
	if (part == PART__MAX) {
		refuse_file(r, f);
		return;
	}
	if (f->n > PACK_FILE_MAX)
		wrong_at(r->report, pack_forms[part].path, 0, 0,
			 T("pack.file_size", "文件超过 {1} 字节",
			   "the file is larger than {1} bytes"),
			 i64(PACK_FILE_MAX));
	else
		r->roots[part] = yaml_read(r->report, f, budget);
	r->is_broken[part] = !r->roots[part];
}

static bool check_sizes(struct reader *r)
{
	size_t bytes = 0;
	for (size_t i = 0; i < r->files->n; i++)
		bytes += r->files->files[i].n;
	if (bytes <= PACK_BYTES_MAX && r->files->n <= PACK_FILES_MAX)
		return true;
	wrong_at(r->report, pack_forms[PART_PACK].path, 0, 0,
		 T("pack.size", "政策包过大：最多 {1} 个文件、{2} 字节",
		   "the pack is too large: at most {1} files and {2} bytes"),
		 i64(PACK_FILES_MAX), i64(PACK_BYTES_MAX));
	return false;
}

static void read_files(struct reader *r, const struct pack_file *all)
{
	struct yaml_budget budget = {0};
	for (size_t i = 0; i < r->files->n; i++) {
		if (i && !strcmp(all[i].path, all[i - 1].path))
			refuse_file(r, &all[i]);
		else
			read_file(r, &all[i], &budget);
	}
	for (int i = 0; i < PART__MAX; i++)
		if (pack_forms[i].is_needed && !r->roots[i] && !r->is_broken[i])
			wrong_at(r->report, pack_forms[i].path, 0, 0,
				 T("pack.no_file", "缺少这个文件", "the file is missing"));
}

static void read_forms(struct reader *r)
{
	for (int i = 0; i < PART__MAX; i++)
		if (r->roots[i])
			form_read(r->report, r->roots[i], pack_forms[i].rows, r->pack);
}

/* ─── all ─── */

static void read_all(struct reader *r)
{
	r->names[THING_BODY].is_partial = r->is_broken[PART_PACK];
	read_forms(r);
	read_head(r);
	read_parameters(r);
	scopes_build(r);
	read_measures(r);
	read_targets(r);
	read_clauses(r);
	read_roles(r);
	read_calendar(r);
	check_uses(r);
}

err pack_read(struct ctx *cx, const struct pack_files *files, const struct pack_env *env,
	      const struct pack **ret_pack, struct findings *ret)
{
	mem *m = env->mem;
	struct report report = {.m = m};
	struct whole *whole = mem_new(m, struct whole);
	struct reader r = {cx, m, &report, files, env, whole, &whole->pack};
	struct pack_file *all = sorted(&r);
	if (!env->facts)
		return fail_internal(cx, "a pack is read before the facts are joined");
	if (check_sizes(&r)) {
		read_files(&r, all);
		read_all(&r);
		whole->pack.hash = pack_hash(m, all, files->n, whole->pack.base);
	}
	report_end(&report, ret);
	*ret_pack = report.n_errors ? NULL : &whole->pack;
	return OK;
}
