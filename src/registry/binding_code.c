#include "registry/binding_code.h"

#include <sodium.h>
#include <string.h>

#include "audit/audit.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/secret.h"
#include "place/reach.h"
#include "store/sql.h"

static const char LETTERS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
enum { CODE_LENGTH = 12, GROUP = 4 };

static const char *code_new(mem *m)
{
	struct buf code = buf_on(m);
	for (int i = 0; i < CODE_LENGTH; i++) {
		if (i && i % GROUP == 0)
			buf_putc(&code, '-');
		buf_putc(&code, LETTERS[randombytes_uniform(sizeof LETTERS - 1)]);
	}
	return buf_text(&code);
}

/* Letters that are not printed are what they look like. */
static char as_printed(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

/* The twelve characters, or NULL. */
static const char *code_normalise(mem *m, const char *typed)
{
	struct buf code = buf_on(m);
	for (const char *p = text_fold(m, typed); *p; p++) {
		char c = as_printed(*p);
		if (c != '-')
			buf_putc(&code, c);
	}
	const char *s = buf_text(&code);
	return strlen(s) == CODE_LENGTH && strspn(s, LETTERS) == CODE_LENGTH ? s : NULL;
}

static struct arg code_hash(struct ctx *cx, const char *normal)
{
	unsigned char *hash = mem_array(cx->mem, unsigned char, LOOKUP_HASH_SIZE);
	secret_hash(cx->keys, "house_code", normal, hash);
	return blob(hash, LOOKUP_HASH_SIZE);
}

/* ─── making ─── */

static err end_earlier(struct ctx *cx, int64_t estate_id, const struct house_letter *letters,
		       size_t n)
{
	int64_t *houses = mem_array(cx->mem, int64_t, n);
	for (size_t i = 0; i < n; i++)
		houses[i] = letters[i].house_id;
	return sql_exec(cx,
			"UPDATE house_code SET revoked_at = $3 WHERE home_id = $1"
			" AND house_id IN (SELECT unnest FROM unnest($2))"
			" AND used_at IS NULL AND revoked_at IS NULL",
			i64(estate_id), i64s(houses, n), i64(cx->now));
}

err house_code_make(struct ctx *cx, int64_t estate_id, const char *ends_on,
		    struct house_letter *letters, size_t n)
{
	err e = end_earlier(cx, estate_id, letters, n);
	if (e)
		return e;
	struct bulk *b =
		sql_bulk(cx,
			 "house_code(home_id, id, house_id, code_hash, made_by, made_at, ends_on)",
			 7);
	for (size_t i = 0; i < n; i++) {
		struct house_letter *l = &letters[i];
		l->id = id_new();
		l->code = code_new(cx->mem);
		l->ends_on = ends_on;
		bulk_row(b, ARGS(i64(estate_id), i64(l->id), i64(l->house_id),
				 code_hash(cx, code_normalise(cx->mem, l->code)),
				 i64(cx->account_id), i64(cx->now), str(ends_on)));
	}
	if ((e = bulk_end(b)))
		return e;
	return audit_act(cx, &(struct act){.action = "house_code.make",
					   .home_id = estate_id,
					   .detail = mem_format(cx->mem, "{\"count\":%zu}", n)});
}

/* ─── using ─── */

err house_code_find(struct ctx *cx, const char *typed, struct house_code *ret)
{
	const char *normal = code_normalise(cx->mem, typed);
	*ret = (struct house_code){0};
	if (!normal)
		return OK;
	struct stmt *q = sql(cx,
			     "SELECT c.home_id, c.id, c.house_id FROM house_code c"
			     " JOIN house h ON h.home_id = c.home_id AND h.id = c.house_id"
			     " JOIN estate e ON e.home_id = c.home_id"
			     " WHERE c.code_hash = $1 AND c.ends_on >= $2 AND c.used_at IS NULL"
			     " AND c.revoked_at IS NULL AND h.deleted_at IS NULL"
			     " AND e.deleted_at IS NULL",
			     code_hash(cx, normal), str(reach_today(cx)));
	if (sql_next(q))
		*ret = (struct house_code){col_i64(q, 0), col_i64(q, 1), col_i64(q, 2)};
	return sql_end(q);
}

err house_code_use(struct ctx *cx, const struct house_code *c)
{
	return sql_exec(cx,
			"UPDATE house_code SET used_at = $3, used_by = $4"
			" WHERE home_id = $1 AND id = $2",
			i64(c->home_id), i64(c->id), i64(cx->now), i64(cx->account_id));
}

err house_code_revoke(struct ctx *cx, int64_t estate_id, int64_t id)
{
	int64_t changed;
	err e = sql_change(cx, &changed,
			   "UPDATE house_code SET revoked_at = $3 WHERE home_id = $1 AND id = $2"
			   " AND used_at IS NULL AND revoked_at IS NULL",
			   i64(estate_id), i64(id), i64(cx->now));
	if (e || !changed)
		return e ? e : fail_not_found(cx);
	return audit_act(cx, &(struct act){.action = "house_code.revoke",
					   .home_id = estate_id,
					   .kind = "house_code",
					   .subject_id = id});
}
