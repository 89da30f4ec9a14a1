#include "base/err.h"

static const struct {
	int status;
	const char *code;
} kinds[] = {
	[OK] = {200, "ok"},
	[ERR_MALFORMED] = {400, "malformed"},
	[ERR_UNAUTHENTICATED] = {401, "unauthenticated"},
	[ERR_DENIED] = {403, "denied"},
	[ERR_NOT_FOUND] = {404, "not_found"},
	[ERR_METHOD] = {405, "method"},
	[ERR_CONFLICT] = {409, "conflict"},
	[ERR_STALE] = {412, "stale"},
	[ERR_TOO_LARGE] = {413, "too_large"},
	[ERR_INVALID] = {422, "invalid"},
	[ERR_TOO_MANY] = {429, "too_many"},
	[ERR_INTERNAL] = {500, "internal"},
	[ERR_BUSY] = {503, "busy"},
};
_Static_assert(sizeof kinds / sizeof *kinds == ERR__MAX, "a status for every kind");

int err_status(err kind)
{
	return kinds[kind].status;
}

const char *err_code(err kind)
{
	return kinds[kind].code;
}
