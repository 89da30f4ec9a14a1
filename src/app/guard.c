#include "app/guard.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "account/scope.h"
#include "app/scopes.h"
#include "http/page.h"

/* ─── the body ─── */

static err read_json(struct ctx *cx, struct request *rq)
{
	const char *type = request_header(rq, "Content-Type");
	if (!type || strncasecmp(type, "application/json", 16) != 0)
		return fail(cx, ERR_MALFORMED,
			    T("body.type", "请求内容应为 application/json",
			      "Send application/json"));
	return json_load_text(cx, rq->raw_body, rq->raw_size, &rq->json);
}

err guard_body(struct ctx *cx, struct request *rq)
{
	const struct route *r = rq->route;
	err e = request_check_query(cx, rq);
	if (e || (r->flags & ROUTE_UPLOAD))
		return e;
	if (!r->in)
		return rq->raw_size
			       ? fail(cx, ERR_MALFORMED,
				      T("body.none", "此请求不应带内容", "No body is expected"))
			       : OK;
	if ((e = read_json(cx, rq)) || (r->flags & ROUTE_PATCH))
		return e;
	rq->body = mem_zeroed(cx->mem, r->in_size, 1, "body");
	return fields_read(cx, r->in, rq->json, rq->body, READ_NEW);
}

/* ─── who ─── */

static err find_actor(struct ctx *cx, struct request *rq)
{
	const struct actor *a = NULL;
	const char *bearer = request_header(rq, "Authorization");
	const char *cookie = request_cookie(rq, SESSION_COOKIE);
	if (bearer && !strncasecmp(bearer, "Bearer ", 7))
		return actor_by_bearer(cx, bearer + 7, &a);
	if (!cookie)
		return OK;
	err e = actor_by_session(cx, cookie, &a);
	if (a)
		seen_note(a->session_id, cx->now);
	return e;
}

static err need_sign_in(struct ctx *cx)
{
	return fail(cx, ERR_UNAUTHENTICATED,
		    T("session.needed", "请先登录", "Please sign in first"));
}

static bool is_safe(const struct request *rq)
{
	return !strcmp(rq->method, "GET") || !strcmp(rq->method, "HEAD");
}

/* A browser proves that the page it shows is ours; a bearer token cannot be sent by a foreign page. */
static err check_csrf(struct ctx *cx, const struct request *rq)
{
	const struct actor *a = cx->actor;
	const char *sent = request_header(rq, "X-CSRF-Token");
	if (is_safe(rq) || !a->session_id)
		return OK;
	if (sent && strlen(sent) == strlen(a->csrf) && !sodium_memcmp(sent, a->csrf, strlen(sent)))
		return OK;
	return fail(cx, ERR_DENIED,
		    T("session.csrf", "页面已过期，请刷新后重试",
		      "The page is out of date; load it again"));
}

static err check_session(struct ctx *cx, const struct request *rq)
{
	if (!(rq->route->flags & ROUTE_SESSION) || cx->actor->session_id)
		return OK;
	return fail(cx, ERR_DENIED,
		    T("session.none_of_token", "接口令牌不能代替登录会话",
		      "A token is no session"));
}

static err check_fresh(struct ctx *cx, const struct request *rq)
{
	if (!(rq->route->flags & ROUTE_FRESH) || cx->actor->fresh_until > cx->now)
		return OK;
	return fail(cx, ERR_UNAUTHENTICATED,
		    T("session.fresh_needed", "此操作需要再次输入口令",
		      "This needs the password to be given again"));
}

/* ─── what was said with it ─── */

static err check_match(struct ctx *cx, const struct request *rq)
{
	if (!(rq->route->flags & ROUTE_MATCH) || request_version(rq) != NONE)
		return OK;
	return fail(cx, ERR_STALE,
		    T("match.needed", "缺少 If-Match 版本号，请刷新后再改",
		      "If-Match with the version is needed"));
}

enum { REASON_MAX = 200 };

static err take_reason(struct ctx *cx, const struct request *rq)
{
	const char *sent = request_header(rq, "X-Reason");
	if (!sent)
		return OK;
	cx->reason = text_decode(cx->mem, sent, REASON_MAX);
	return cx->reason ? OK
			  : fail(cx, ERR_MALFORMED,
				 T("reason.malformed", "X-Reason 应为百分号编码的文字，最多 {1} 字",
				   "X-Reason is percent-encoded text of at most {1} characters"),
				 i64(REASON_MAX));
}

static err check_may(struct ctx *cx, const struct request *rq)
{
	const struct route *r = rq->route;
	if (actor_may(cx->actor, (enum may)r->may))
		return OK;
	return fail(cx, ERR_DENIED, T("denied", "当前岗位没有“{1}”权限", "Your post may not: {2}"),
		    str(choice_of(&permissions, r->may)->zh),
		    str(choice_of(&permissions, r->may)->en));
}

err guard_allows(struct ctx *cx, struct request *rq)
{
	err e = check_may(cx, rq);
	return e ? e : scope_check(cx, rq);
}

err guard_who(struct ctx *cx, struct request *rq)
{
	err e = take_reason(cx, rq);
	if (e || rq->route->may == MAY_PUBLIC || (e = find_actor(cx, rq)))
		return e;
	if (!cx->actor)
		return need_sign_in(cx);
	if ((e = check_csrf(cx, rq)) || (e = check_may(cx, rq)))
		return e;
	return check_session(cx, rq);
}

err guard_where(struct ctx *cx, struct request *rq)
{
	err e;
	if (rq->route->may == MAY_PUBLIC)
		return OK;
	if ((e = scope_check(cx, rq)) || (e = check_fresh(cx, rq)))
		return e;
	return check_match(cx, rq);
}

int guard_fault_at(const struct request *rq)
{
	const char *n = request_header(rq, "Fault-At");
	return n ? (int)strtol(n, NULL, 10) : 0;
}
