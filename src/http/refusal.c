/* What the server itself says no to. */
#include "http/wire_priv.h"

static const struct {
	err kind;
	int status;
	struct text text;
} refusals[] = {
	[REFUSE_SYNTAX] = {ERR_MALFORMED,
			   400,
			   {"http.syntax", "请求不符合 HTTP 格式",
			    "The request is not proper HTTP"}},
	[REFUSE_VERSION] = {ERR_MALFORMED,
			    505,
			    {"http.version", "只支持 HTTP/1.1", "Only HTTP/1.1 is spoken here"}},
	[REFUSE_METHOD] = {ERR_MALFORMED,
			   501,
			   {"http.method_unknown", "没有这种请求方法", "There is no such method"}},
	[REFUSE_TARGET] = {ERR_MALFORMED,
			   400,
			   {"http.target", "网址不正确", "The address is not well formed"}},
	[REFUSE_TARGET_LONG] = {ERR_TOO_LARGE,
				414,
				{"http.target_long", "网址太长", "The address is too long"}},
	[REFUSE_PARAMS] = {ERR_TOO_LARGE,
			   414,
			   {"http.params", "网址中的参数太多",
			    "The address has too many parameters"}},
	[REFUSE_HEADERS_LARGE] = {ERR_TOO_LARGE,
				  431,
				  {"http.headers_large", "请求头太大",
				   "The headers are too large"}},
	[REFUSE_HEADER_TWICE] = {ERR_MALFORMED,
				 400,
				 {"http.header_twice", "请求头重复",
				  "A header that may stand once stands twice"}},
	[REFUSE_HOST] = {ERR_MALFORMED,
			 400,
			 {"http.host", "缺少 Host 请求头，或者不正确",
			  "Host is missing or not a name"}},
	[REFUSE_LENGTH] = {ERR_MALFORMED,
			   400,
			   {"http.length", "内容长度说明有误",
			    "How long the body is, is not said properly"}},
	[REFUSE_EXPECT] = {ERR_MALFORMED,
			   417,
			   {"http.expect", "不支持的 Expect", "This Expect is not met here"}},
	[REFUSE_BODY] = {ERR_MALFORMED,
			 400,
			 {"http.body", "这个请求不应有内容", "This request takes no body"}},
	[REFUSE_BODY_LARGE] = {ERR_TOO_LARGE,
			       413,
			       {"http.body_large", "内容太大", "The body is too large"}},
	[REFUSE_BODY_TYPE] = {ERR_MALFORMED,
			      415,
			      {"http.body_type", "内容类型不对",
			       "The body is not of the type that is taken here"}},
	[REFUSE_CHUNK] = {ERR_MALFORMED,
			  400,
			  {"http.chunk", "分块内容有误", "The body's chunks are not well formed"}},
	[REFUSE_BUSY] = {ERR_BUSY,
			 503,
			 {"http.busy", "系统繁忙，请稍后再试", "Busy; try again soon"}},
	[REFUSE_NO_PATH] = {ERR_NOT_FOUND,
			    404,
			    {"http.no_path", "没有这个网址", "There is nothing at this address"}},
	[REFUSE_OTHER_METHOD] = {ERR_METHOD,
				 405,
				 {"http.other_method", "这个网址不接受此方法",
				  "This address does not take this method"}},
};
_Static_assert(sizeof refusals / sizeof *refusals == REFUSE__MAX, "words for every refusal");

int refusal_fail(struct ctx *cx, enum refusal why)
{
	err e = fail(cx, refusals[why].kind, refusals[why].text);
	(void)e; /* sticky: the answer is made from cx */
	return refusals[why].status;
}
