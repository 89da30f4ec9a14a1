/* Files of the web, out of the binary. */
#include "http/static.h"

#include "http/wire_priv.h"

static const struct static_file *find(const struct static_files *s, const char *path)
{
	size_t low = 0, high = s->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(s->files[middle].path, path);
		if (order == 0)
			return &s->files[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* A path whose last segment has a dot means a file: it must be there, a page cannot stand for it. */
static bool is_page(const char *path)
{
	return !strchr(strrchr(path, '/'), '.');
}

static const struct static_file *file_for(const struct static_files *s, const char *path)
{
	const struct static_file *f = find(s, path);
	const char *shell = !f && s->shell && is_page(path) ? s->shell(path) : NULL;
	return shell ? find(s, shell) : f;
}

static void set_bytes(struct request *rq, const char *coding, const unsigned char *p, size_t n)
{
	rq->fixed = p;
	rq->n_fixed = n;
	if (coding)
		reply_header(rq, "Content-Encoding", coding);
}

/* Brotli is the smaller, so a client that likes both gets it. */
static void choose_coding(const struct static_file *f, struct request *rq)
{
	const char *accepted = request_header(rq, "Accept-Encoding");
	int brotli = f->brotli ? coding_weight(accepted, "br") : 0;
	int gzip = f->gzip ? coding_weight(accepted, "gzip") : 0;
	if (f->brotli || f->gzip)
		reply_header(rq, "Vary", "Accept-Encoding");
	if (brotli && brotli >= gzip)
		set_bytes(rq, "br", f->brotli, f->brotli_size);
	else if (gzip)
		set_bytes(rq, "gzip", f->gzip, f->gzip_size);
	else
		set_bytes(rq, NULL, f->plain, f->plain_size);
}

bool static_serve(const struct static_files *s, struct request *rq)
{
	bool is_read = !strcmp(rq->method, "GET") || !strcmp(rq->method, "HEAD");
	const struct static_file *f = is_read ? file_for(s, rq->path) : NULL;
	if (!f)
		return false;
	rq->status = 200;
	rq->type = f->type;
	rq->etag = f->etag;
	reply_header(rq, "Cache-Control",
		     f->is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
	if (s->policy && !strncmp(f->type, "text/html", 9))
		reply_header(rq, "Content-Security-Policy", s->policy);
	choose_coding(f, rq);
	return true;
}
