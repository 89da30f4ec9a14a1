#include "app/idempotency.h"

#include <sodium.h>
#include <string.h>

#include "account/may.h"
#include "app/guard.h"
#include "base/date.h"
#include "base/secret.h"
#include "http/request.h"
#include "store/sql.h"

enum { KEY_MAX = 80, KEPT_DAYS = 7 };

static const char *key_of(const struct request *rq)
{
	return strcmp(rq->method, "POST") ? NULL : request_header(rq, "Idempotency-Key");
}

static const char *route_of(struct ctx *cx, const struct request *rq)
{
	return mem_format(cx->mem, "%s %s%s", rq->method, rq->match.prefix, rq->route->path);
}

/* With a key: a body may hold an ID number or a code, that could be guessed from a bare hash. */
static void hash_body(struct ctx *cx, const struct request *rq,
		      unsigned char out[static LOOKUP_HASH_SIZE])
{
	unsigned char whole[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof whole + 1];
	crypto_hash_sha256_state s;
	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const unsigned char *)rq->path, strlen(rq->path) + 1);
	crypto_hash_sha256_update(&s, (const unsigned char *)(rq->raw_body ? rq->raw_body : ""),
				  rq->raw_size);
	for (size_t i = 0; i < rq->n_uploads; i++)
		crypto_hash_sha256_update(&s, (const unsigned char *)rq->uploads[i].sha256, 64);
	crypto_hash_sha256_final(&s, whole);
	secret_hash(cx->keys, "body", sodium_bin2hex(hex, sizeof hex, whole, sizeof whole), out);
}

/* What has no place of its own, or is gone by now, or out of reach, is only said to be done. */
static err say_done(struct ctx *cx, struct request *rq, const char *location)
{
	reply_reset(rq);
	reply_header(rq, "Idempotent-Replay", "true");
	if (location)
		reply_header(rq, "Location", location);
	return reply_nothing(cx, rq);
}

/* The thing that the first one made, as it is now, with the first one's status. */
static err answer_again(struct ctx *cx, struct app *app, struct request *rq, int status,
			const char *location)
{
	struct route_match m = {0};
	err e = OK;
	if (location)
		m = router_match(app->router, cx->mem, "GET", location);
	if (!m.route)
		return say_done(cx, rq, location);
	reply_header(rq, "Idempotent-Replay", "true");
	struct request again = *rq;
	again.match = m;
	again.route = m.route;
	again.path = location;
	again.query = &(const struct pair){0};
	if ((e = guard_allows(cx, &again)) == OK)
		e = m.route->handle(cx, &again);
	if (e == ERR_NOT_FOUND || e == ERR_DENIED) {
		ctx_forgive(cx);
		return say_done(cx, rq, location);
	}
	if (e)
		return e;
	rq->out = again.out;
	rq->type = again.type;
	rq->etag = again.etag;
	rq->status = status;
	rq->headers = again.headers;
	rq->n_headers = again.n_headers;
	reply_header(rq, "Location", location);
	return OK;
}

err idempotency_replay(struct ctx *cx, struct app *app, struct request *rq, bool *ret_is_answered)
{
	const char *key = key_of(rq), *location = NULL;
	unsigned char hash[LOOKUP_HASH_SIZE];
	int status = 0;
	bool is_same = false;
	size_t n;
	*ret_is_answered = false;
	if (!key && (rq->route->flags & ROUTE_IDEMPOTENT))
		return fail(cx, ERR_MALFORMED,
			    T("idempotency.needed", "此请求须带 Idempotency-Key",
			      "An Idempotency-Key is needed"));
	if (!key || !cx->account_id)
		return OK;
	if (!*key || strlen(key) > KEY_MAX)
		return fail(cx, ERR_MALFORMED,
			    T("idempotency.key", "Idempotency-Key 应为 1 到 {1} 个字符",
			      "An Idempotency-Key has 1 to {1} characters"),
			    i64(KEY_MAX));
	hash_body(cx, rq, hash);
	struct stmt *q = sql(cx,
			     "SELECT status, location, body_hash FROM idempotency"
			     " WHERE account_id = $1 AND route = $2 AND key = $3",
			     i64(cx->account_id), str(route_of(cx, rq)), str(key));
	if (sql_next(q)) {
		const void *kept = col_peek_blob(q, 2, &n);
		is_same = n == sizeof hash && !memcmp(kept, hash, n);
		status = (int)col_i64(q, 0);
		location = col_str(q, 1);
	}
	err e = sql_end(q);
	if (e || !status)
		return e;
	*ret_is_answered = true;
	if (!is_same)
		return fail(cx, ERR_CONFLICT,
			    T("idempotency.other", "这个 Idempotency-Key 已用于另一份内容",
			      "This Idempotency-Key was used for another body"));
	return answer_again(cx, app, rq, status, location);
}

static const char *location_of(const struct request *rq)
{
	for (size_t i = 0; i < rq->n_headers; i++)
		if (!strcmp(rq->headers[i].name, "Location"))
			return rq->headers[i].value;
	return NULL;
}

/* What anybody may do (signing in) is nobody's until it is done, and so is never answered again. */
err idempotency_keep(struct ctx *cx, struct request *rq)
{
	const char *key = key_of(rq);
	unsigned char hash[LOOKUP_HASH_SIZE];
	if (!key || rq->route->may == MAY_PUBLIC || !cx->account_id || rq->status >= 400)
		return OK;
	hash_body(cx, rq, hash);
	return sql_exec(
		cx,
		"INSERT INTO idempotency (account_id, route, key, body_hash, status, location, at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)",
		i64(cx->account_id), str(route_of(cx, rq)), str(key), blob(hash, sizeof hash),
		i64(rq->status), str(location_of(rq)), i64(cx->now));
}

err idempotency_sweep(struct ctx *cx)
{
	return sql_exec(cx, "DELETE FROM idempotency WHERE at < $1",
			i64(cx->now - KEPT_DAYS * DAY_MS));
}
