/* `linli rekey`: a new key, and everything sealed with an earlier one sealed again. Earlier keys stay
 * in the file, for backups; a rekeying that was broken off is finished by running it again. */
#include <stdio.h>
#include <string.h>

#include "app/cli.h"
#include "app/tables.h"
#include "base/secret.h"
#include "store/sql.h"

enum { CHUNK = 500, SEALED_MOST = 3 };

/* Rows after (a, b) in the order of their key: two key columns, then the sealed ones. */
static const struct sealed_table {
	const char *name;
	int n_sealed;
	struct query after, update;
} sealed_tables[] = {
	{"person", 3,
	 SQL("SELECT person_id, 0, id_number, phone, other_phone FROM person"
	     " WHERE person_id > $1 AND $2 >= 0 ORDER BY person_id LIMIT $3"),
	 SQL("UPDATE person SET id_number = $3, phone = $4, other_phone = $5"
	     " WHERE person_id = $1 AND $2 >= 0")},
	{"vehicle", 1,
	 SQL("SELECT home_id, id, plate FROM vehicle WHERE (home_id, id) > ($1, $2)"
	     " ORDER BY home_id, id LIMIT $3"),
	 SQL("UPDATE vehicle SET plate = $3 WHERE home_id = $1 AND id = $2")},
	{"account", 2,
	 SQL("SELECT id, 0, totp, phone FROM account WHERE id > $1 AND $2 >= 0 ORDER BY id"
	     " LIMIT $3"),
	 SQL("UPDATE account SET totp = $3, phone = $4 WHERE id = $1 AND $2 >= 0")},
	{"outbox", 2,
	 SQL("SELECT id, 0, address, body FROM outbox WHERE id > $1 AND $2 >= 0 ORDER BY id LIMIT "
	     "$3"),
	 SQL("UPDATE outbox SET address = $3, body = $4 WHERE id = $1 AND $2 >= 0")},
};

/* One chunk: where it began, and where the next one begins. */
struct chunk {
	const struct sealed_table *table;
	int64_t a, b, n;
};

struct sealed_row {
	int64_t a, b;
	struct arg sealed[SEALED_MOST];
};

/* The same text under the newest key; NULL stays NULL. */
static err reseal(struct ctx *cx, struct stmt *q, int column, struct arg *ret)
{
	size_t n;
	const char *text;
	const void *sealed = col_blob(q, column, &n);
	*ret = none();
	if (!sealed)
		return OK;
	err e = secret_open(cx, sealed, n, &text);
	if (!e)
		*ret = secret_seal(cx, text);
	return e;
}

static err read_rows(struct ctx *cx, struct chunk *c, struct sealed_row *rows)
{
	err e = OK;
	struct stmt *q = sql_run(cx, &c->table->after, i64(c->a), i64(c->b), i64(CHUNK));
	for (c->n = 0; !e && sql_next(q); c->n++) {
		struct sealed_row *r = &rows[c->n];
		c->a = r->a = col_i64(q, 0);
		c->b = r->b = col_i64(q, 1);
		for (int i = 0; i < c->table->n_sealed && !e; i++)
			e = reseal(cx, q, i + 2, &r->sealed[i]);
	}
	err end = sql_end(q);
	return e ? e : end;
}

static err reseal_chunk(struct ctx *cx, void *arg)
{
	struct chunk *c = arg;
	struct sealed_row *rows = mem_array(cx->mem, struct sealed_row, CHUNK);
	err e = read_rows(cx, c, rows);
	for (int64_t i = 0; i < c->n && !e; i++) {
		struct arg args[2 + SEALED_MOST + 1] = {i64(rows[i].a), i64(rows[i].b)};
		memcpy(args + 2, rows[i].sealed, sizeof *args * (size_t)c->table->n_sealed);
		e = sql_finish(cx, NULL, &c->table->update, args);
	}
	return e;
}

/* ─── earlier versions ─── */

struct version_chunk {
	int64_t home_id, id, version, n;
};

static const struct entity *personal_entity(const char *kind)
{
	for (const struct entity *const *e = app_entities; *e; e++)
		for (const struct field *f = (*e)->fields; f->name && !strcmp((*e)->kind, kind);
		     f++)
			if (f->flags & PERSONAL)
				return *e;
	return NULL;
}

static err reseal_body(struct ctx *cx, const struct entity *e, const char *body, const char **ret)
{
	json_t *object;
	void *obj = mem_zeroed(cx->mem, e->size, 1, e->kind);
	err r = json_load_text(cx, body, strlen(body), &object);
	if (r || (r = fields_read(cx, e->fields, object, obj, READ_STORED)))
		return r;
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	fields_store(cx, &j, e->fields, obj);
	*ret = buf_text(&out);
	return OK;
}

struct version_key {
	int64_t home_id, id, version;
	const char *kind, *body;
};

static err read_versions(struct ctx *cx, struct version_chunk *c, struct version_key *rows)
{
	struct stmt *q =
		sql(cx,
		    "SELECT home_id, id, version, kind, body FROM version"
		    " WHERE (home_id, id, version) > ($1, $2, $3) AND kind IN ('person', 'vehicle')"
		    " ORDER BY home_id, id, version LIMIT $4",
		    i64(c->home_id), i64(c->id), i64(c->version), i64(CHUNK));
	for (c->n = 0; sql_next(q); c->n++) {
		struct version_key *r = &rows[c->n];
		c->home_id = r->home_id = col_i64(q, 0);
		c->id = r->id = col_i64(q, 1);
		c->version = r->version = col_i64(q, 2);
		r->kind = col_str(q, 3);
		r->body = col_str(q, 4);
	}
	return sql_end(q);
}

static err reseal_versions(struct ctx *cx, void *arg)
{
	struct version_chunk *c = arg;
	struct version_key *rows = mem_array(cx->mem, struct version_key, CHUNK);
	err e = read_versions(cx, c, rows);
	for (int64_t i = 0; i < c->n && !e; i++) {
		struct version_key *r = &rows[i];
		const struct entity *entity = personal_entity(r->kind);
		if (!entity || (e = reseal_body(cx, entity, r->body, &r->body)))
			continue;
		e = sql_exec(cx,
			     "UPDATE version SET body = $5"
			     " WHERE home_id = $1 AND kind = $2 AND id = $3 AND version = $4",
			     i64(r->home_id), str(r->kind), i64(r->id), i64(r->version),
			     str(r->body));
	}
	return e;
}

static err rekey(struct ctx *cx, struct app *app, struct cli *c)
{
	const char *keys =
		c->options.keys ? c->options.keys : mem_format(cx->mem, "%s/keys", c->options.data);
	int64_t rows = 0;
	err e = keyring_add_key(cx, keys);
	if (e || (e = keyring_open(cx, cx->mem, keys, false, &app->keys)))
		return e;
	cx->keys = app->keys;
	for (size_t i = 0; i < sizeof sealed_tables / sizeof *sealed_tables; i++) {
		struct chunk chunk = {.table = &sealed_tables[i]};
		do {
			e = store_write_now(app->store, cx, reseal_chunk, &chunk);
			rows += chunk.n;
		} while (!e && chunk.n == CHUNK);
		if (e)
			return e;
	}
	struct version_chunk versions = {0};
	do {
		e = store_write_now(app->store, cx, reseal_versions, &versions);
		rows += versions.n;
	} while (!e && versions.n == CHUNK);
	printf("%lld rows sealed with key %u. Restart what serves this database.\n",
	       (long long)rows, keyring_newest(app->keys));
	return e;
}

int cli_rekey(struct cli *c)
{
	return cli_with_store(c, rekey);
}
