/* The kinds of failure. Each is one HTTP status and one code in a problem document (RFC 9457).
 *
 * Every function that can fail returns `err`; the compiler refuses to see one ignored. The text
 * that a person reads is kept in the context (ctx.h), set once, by fail().
 */
#ifndef LINLI_BASE_ERR_H
#define LINLI_BASE_ERR_H

enum [[nodiscard]] err{
	OK = 0,
	ERR_MALFORMED,       /* 400 the request cannot be read */
	ERR_UNAUTHENTICATED, /* 401 nobody is signed in, or must sign in again */
	ERR_DENIED,          /* 403 the post lacks the permission */
	ERR_NOT_FOUND,       /* 404 absent, or out of scope: the same to the caller */
	ERR_METHOD,          /* 405 the path is known, under another method */
	ERR_CONFLICT,        /* 409 the state of things forbids it */
	ERR_STALE,           /* 412 somebody else changed it first, or If-Match is missing */
	ERR_TOO_LARGE,       /* 413 a cap on what a client may send or ask for */
	ERR_INVALID,         /* 422 a field, row or cell is wrong; fail_field() says which */
	ERR_TOO_MANY,        /* 429 throttled */
	ERR_INTERNAL,        /* 500 our own fault; the text goes to the log, never to the client */
	ERR_BUSY,            /* 503 try again later */
	ERR__MAX};
typedef enum err err;

int err_status(err kind);       /* the HTTP status; 200 for OK */
const char *err_code(err kind); /* "not_found" */

#endif
