#include "policy/version.h"

#include <string.h>

#include "audit/audit.h"
#include "base/date.h"
#include "base/id.h"
#include "base/json.h"
#include "place/reach.h"
#include "place/region.h"

static const struct field policy_version_fields[] = {
	POLICY_VERSION_FIELDS(policy_version, ),
	{0},
};

/* ─── reading ─── */

static err split_files(struct ctx *cx, const char *name, const char *text, struct pack_files *ret)
{
	json_t *object, *file;
	const char *path;
	err e = json_load_text(cx, text, strlen(text), &object);
	if (e)
		return e;
	struct pack_file *files =
		mem_array(cx->mem, struct pack_file, json_object_size(object) + 1);
	size_t n = 0;
	json_object_foreach (object, path, file)
		files[n++] =
			(struct pack_file){path, json_string_value(file), json_string_length(file)};
	*ret = (struct pack_files){.name = name, .files = files, .n = n};
	return OK;
}

err policy_version_load(struct ctx *cx, const char *hash, struct policy_version *ret,
			struct pack_files *ret_files)
{
	const char *files = NULL;
	struct stmt *q = sql(cx,
			     "SELECT hash, pack, base_hash, title, title_en, region_key, since,"
			     " until, is_draft, loaded_at FROM policy_version WHERE hash = $1",
			     str(hash));
	bool is_there = sql_next(q);
	if (is_there)
		sql_read(q, policy_version_fields, ret);
	err e = sql_end(q);
	if (e || !is_there)
		return e ? e : fail_not_found(cx);
	if (!ret_files)
		return OK;
	files = sql_text(cx, "{}", "SELECT files FROM policy_version WHERE hash = $1", str(hash));
	return ctx_err(cx) ? ctx_err(cx) : split_files(cx, ret->pack, files, ret_files);
}

/* From when on a loading counts: its first day, or the day on which it was loaded if that was later. So
 * what was taken back by loading an older version again stays so, and a version that waits for its day
 * is not overtaken by a correction of the one before it. */
static const char *counts_from(struct ctx *cx, const char *since, int64_t at)
{
	char *day = mem_array(cx->mem, char, DATE_SIZE);
	date_of_instant(at, day);
	if (at > cx->now) /* by a clock that was set back since: it says nothing */
		return since;
	return strcmp(since, day) > 0 ? since : day;
}

err policy_versions_in_force(struct ctx *cx, const char *const **ret, size_t *ret_n)
{
	const char **all = NULL, *last = "", *from = "";
	size_t n = 0;
	struct stmt *q = sql(cx,
			     "SELECT l.pack, l.hash, v.since, l.at FROM policy_load l"
			     " JOIN policy_version v ON v.hash = l.hash"
			     " WHERE v.since <= $1 AND v.until >= $1 ORDER BY l.pack, l.id",
			     str(reach_today(cx)));
	while (sql_next(q)) {
		const char *since = counts_from(cx, col_str(q, 2), col_i64(q, 3));
		bool is_other = strcmp(col_peek(q, 0), last) != 0;
		if (!is_other && strcmp(since, from) < 0)
			continue;
		last = col_str(q, 0);
		from = since;
		n += is_other;
		all = mem_grow(cx->mem, all, n);
		all[n - 1] = col_str(q, 1);
	}
	*ret = all;
	*ret_n = n;
	return sql_end(q);
}

err policy_version_latest(struct ctx *cx, const char *pack, const char **ret_hash)
{
	*ret_hash =
		sql_text(cx, NULL,
			 "SELECT hash FROM policy_load WHERE pack = $1 ORDER BY id DESC LIMIT 1",
			 str(pack));
	return ctx_err(cx);
}

/* ─── keeping ─── */

static const char *join_files(struct ctx *cx, const struct pack_files *files)
{
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	json_open(&j, '{');
	for (size_t i = 0; i < files->n; i++) {
		json_key(&j, files->files[i].path);
		json_put_strn(&j, files->files[i].text, files->files[i].n);
	}
	json_close(&j, '}');
	return buf_text(&out);
}

static err keep_version(struct ctx *cx, const struct pack *p, const struct pack_files *files)
{
	return sql_exec(cx,
			"INSERT INTO policy_version (hash, pack, base_hash, title, title_en,"
			" region_key, since, until, is_draft, files, loaded_at)"
			" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
			" ON CONFLICT (hash) DO NOTHING",
			str(p->hash), str(p->name), str(p->base ? p->base->hash : NULL),
			str(p->title.zh), str(p->title.en), str(p->region),
			str(p->from ? p->from : ALWAYS), str(p->until ? p->until : STILL),
			flag(p->is_draft), str(join_files(cx, files)), i64(cx->now));
}

/* The latest load is the one with the greatest id, even if the clock of another machine was ahead. */
static int64_t load_id(struct ctx *cx)
{
	int64_t id = id_new(), last = sql_int(cx, NONE, "SELECT max(id) FROM policy_load");
	return last != NONE && last >= id ? last + 1 : id;
}

static err keep_load(struct ctx *cx, const struct pack *p)
{
	return sql_exec(cx,
			"INSERT INTO policy_load (id, pack, hash, at, account_id, reason)"
			" VALUES ($1, $2, $3, $4, $5, $6)",
			i64(load_id(cx)), str(p->name), str(p->hash), i64(cx->now),
			id_or_none(cx->account_id), str(cx->reason));
}

static err number_measures(struct ctx *cx, const struct pack *under, const struct pack *owner)
{
	err e = OK;
	for (size_t i = 0; i < owner->n_measures && !e; i++)
		e = sql_exec(cx,
			     "INSERT INTO policy_measure (id, pack, owner, code)"
			     " VALUES ($1, $2, $3, $4) ON CONFLICT (pack, owner, code) DO NOTHING",
			     i64(id_new()), str(under->name), str(owner->name),
			     str(owner->measures[i].id));
	return e;
}

/* Of two packs of one region nobody could say which one governs. */
static err refuse_second(struct ctx *cx, const struct pack *p)
{
	const char *other = sql_text(cx, NULL,
				     "SELECT l.pack FROM policy_load l JOIN policy_version v"
				     " ON v.hash = l.hash WHERE v.region_key = $1 AND l.pack <> $2"
				     " AND v.until >= $3 LIMIT 1",
				     str(p->region), str(p->name), str(reach_today(cx)));
	return !other ? ctx_err(cx)
		      : fail(cx, ERR_CONFLICT,
			     T("policy.second", "这个辖区已有政策包“{1}”",
			       "the region has a pack already, “{1}”"),
			     str(other));
}

err policy_version_keep(struct ctx *cx, const struct pack *pack, const struct pack_files *files)
{
	err e = pack->region ? refuse_second(cx, pack) : OK;
	e = e ? e : keep_version(cx, pack, files);
	if (e || (e = keep_load(cx, pack)) || (e = number_measures(cx, pack, pack)) ||
	    (pack->base && (e = number_measures(cx, pack, pack->base))))
		return e;
	return audit_act(cx, &(struct act){.action = "policy.load",
					   .kind = "policy",
					   .detail = mem_format(cx->mem,
								"{\"pack\":\"%s\",\"hash\":\"%s\"}",
								pack->name, pack->hash)});
}

/* ─── the shelf ─── */

struct pack_shelf {
	const struct pack **packs;
	size_t n;
};

static const struct pack *find_on_shelf(void *arg, const char *name)
{
	const struct pack_shelf *s = arg;
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->packs[i]->name, name))
			return s->packs[i];
	return NULL;
}

/* Packs that extend nothing: what others extend. */
static err open_base(struct ctx *cx, struct pack_shelf *s, const char *hash)
{
	struct policy_version v;
	struct pack_files files;
	struct findings wrong = {0};
	const struct pack *pack;
	err e = policy_version_load(cx, hash, &v, &files);
	struct pack_env env = {.mem = cx->mem,
			       .facts = facts_all(),
			       .find = find_on_shelf,
			       .arg = s};
	if (e || (e = pack_read(cx, &files, &env, &pack, &wrong)) || !pack)
		return e;
	s->packs = mem_grow(cx->mem, s->packs, s->n + 1);
	s->packs[s->n++] = pack;
	return OK;
}

static err open_shelf(struct ctx *cx, struct pack_shelf **ret)
{
	const char **hashes = NULL, *last = "";
	size_t n = 0;
	*ret = mem_new(cx->mem, struct pack_shelf);
	struct stmt *q = sql(cx,
			     "SELECT l.pack, l.hash FROM policy_load l JOIN policy_version v"
			     " ON v.hash = l.hash WHERE v.base_hash IS NULL"
			     " ORDER BY l.pack, CASE WHEN v.since <= $1 AND v.until >= $1"
			     " THEN 0 ELSE 1 END, v.since DESC, l.id DESC",
			     str(reach_today(cx)));
	while (sql_next(q)) {
		if (!strcmp(col_peek(q, 0), last))
			continue;
		last = col_str(q, 0);
		hashes = mem_grow(cx->mem, hashes, n + 1);
		hashes[n++] = col_str(q, 1);
	}
	err e = sql_end(q);
	for (size_t i = 0; i < n && !e; i++)
		e = open_base(cx, *ret, hashes[i]);
	return e;
}

err pack_read_over_loaded(struct ctx *cx, const struct pack_files *files,
			  const struct pack **ret_pack, struct findings *ret)
{
	struct pack_shelf *shelf;
	err e = open_shelf(cx, &shelf);
	struct pack_env env = {.mem = cx->mem,
			       .facts = facts_all(),
			       .find = find_on_shelf,
			       .arg = shelf};
	return e ? e : pack_read(cx, files, &env, ret_pack, ret);
}
