/* Files inside the binary: the web, precompressed when it was built.
 *
 * `assets/…` names carry their hash: immutable for a year. HTML and the service worker: no-cache
 * with an ETag. A missing asset is 404; a missing page below a shell's folder is that shell
 * (/console/… the console, /m/… the resident app, anything else the portal).
 */
#ifndef LINLI_HTTP_STATIC_H
#define LINLI_HTTP_STATIC_H

#include <stdbool.h>
#include <stddef.h>

struct static_file {
	const char *path; /* "/assets/index-3f2a.js"; NULL ends the table */
	const char *type;
	const char *etag;
	bool is_immutable;
	const unsigned char *plain, *brotli, *gzip; /* brotli and gzip may be NULL */
	size_t plain_size, brotli_size, gzip_size;
};

struct static_files {
	const struct static_file *files; /* sorted by path */
	size_t n;
	const char *(*shell)(const char *path); /* the shell that serves a path, or NULL for none */
	const char *policy; /* Content-Security-Policy of HTML; NULL: that of every reply */
};

struct request;
/* Answers GET and HEAD of a file; false if there is none. */
bool static_serve(const struct static_files *s, struct request *rq);

#endif
