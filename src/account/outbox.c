#include "account/outbox.h"

#include "base/date.h"
#include "base/id.h"
#include "base/secret.h"
#include "store/sql.h"

static const struct choice channel_values[] = {
	{"sms", "短信", "SMS"},
	{"wecom", "企业微信", "WeCom"},
	{"mail", "电子邮件", "E-mail"},
};
const struct choices channels = CHOICES("channel", channel_values);

static struct arg hash_of(struct ctx *cx, const char *address)
{
	unsigned char *hash = mem_array(cx->mem, unsigned char, LOOKUP_HASH_SIZE);
	secret_hash(cx->keys, "address", address, hash);
	return blob(hash, LOOKUP_HASH_SIZE);
}

err outbox_put(struct ctx *cx, const struct message *m)
{
	return sql_exec(
		cx,
		"INSERT INTO outbox (id, key, channel, address_hash, address, body, made_at,"
		" next_at, tries) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0)"
		" ON CONFLICT DO NOTHING",
		i64(id_new()), str(m->key), i64(m->channel), hash_of(cx, m->address),
		secret_seal(cx, m->address), secret_seal(cx, m->body), i64(cx->now));
}

err outbox_forget(struct ctx *cx, const char *address)
{
	return sql_exec(cx, "DELETE FROM outbox WHERE address_hash = $1", hash_of(cx, address));
}

err outbox_sweep(struct ctx *cx)
{
	return sql_exec(cx, "DELETE FROM outbox WHERE made_at < $1",
			i64(cx->now - OUTBOX_KEPT_DAYS * DAY_MS));
}

/* 1, 2, 4 … minutes, at most about a day. */
static int64_t pause_ms(int64_t tries)
{
	return INT64_C(60000) << (tries < 10 ? tries : 10);
}

static err read_sealed(struct ctx *cx, struct stmt *q, int column, const char **ret)
{
	size_t n;
	const void *sealed = col_blob(q, column, &n);
	return secret_open(cx, sealed, n, ret);
}

static err read_due(struct ctx *cx, struct stmt *q, struct due *d, int64_t *ret_tries)
{
	d->id = col_i64(q, 0);
	*ret_tries = col_i64(q, 1);
	d->message.key = col_str(q, 2);
	d->message.channel = (enum channel)col_i64(q, 3);
	err e = read_sealed(cx, q, 4, &d->message.address);
	return e ? e : read_sealed(cx, q, 5, &d->message.body);
}

err outbox_claim(struct ctx *cx, size_t most, struct due *due, size_t *ret_n)
{
	int64_t *tries = mem_array(cx->mem, int64_t, most);
	size_t n = 0;
	err e = OK;
	struct stmt *q =
		sql(cx,
		    "SELECT id, tries, key, channel, address, body FROM outbox"
		    " WHERE sent_at IS NULL AND next_at <= $1 ORDER BY next_at, id LIMIT $2",
		    i64(cx->now), i64((int64_t)most));
	while (!e && sql_next(q)) {
		e = read_due(cx, q, &due[n], &tries[n]);
		n++;
	}
	err end = sql_end(q);
	e = e ? e : end;
	for (size_t i = 0; !e && i < n; i++)
		e = sql_exec(cx, "UPDATE outbox SET tries = tries + 1, next_at = $2 WHERE id = $1",
			     i64(due[i].id), i64(cx->now + pause_ms(tries[i])));
	*ret_n = n;
	return e;
}

err outbox_record(struct ctx *cx, int64_t id, const char *error)
{
	return sql_exec(cx, "UPDATE outbox SET sent_at = $2, error = $3 WHERE id = $1", i64(id),
			i64(error ? NONE : cx->now), str(error));
}
