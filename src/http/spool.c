/* Uploads, written to files by a thread of their own: hashing 64 MiB is not for an event thread.
 *
 * The thread has the request while it works on it, and gives it back by a post. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <magic.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/utf8.h"
#include "http/server_priv.h"

enum { NAME_BYTES = 16, BUFFER = 65536, STALE_MS = 24 * 3600 * 1000 };

struct spooler {
	struct server *server;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t cond;
	struct connection *first, *last; /* by next_chore */
	bool is_ending;
	magic_t magic; /* its thread's; from the first upload on */
};

/* One body on its way to files. */
struct spooling {
	struct request *rq;
	const char *folder;
	magic_t magic;
	struct upload *uploads;
	struct pair *form;
	size_t n_form;
	int fd; /* of the file being written; -1: none */
	EVP_MD_CTX *hash;
	char *gathered; /* for the file: a body may come in crumbs */
	size_t n_gathered;
	struct buf text; /* of the field being read */
};

/* ─── parts ─── */

static err cannot_write(const struct spooling *s, const char *path)
{
	return fail_internal(s->rq->cx, "upload %s: %s", path, strerror(errno));
}

static err begin_file(struct spooling *s, const char *name, const char *file_name)
{
	struct request *rq = s->rq;
	unsigned char random[NAME_BYTES];
	char hex[NAME_BYTES * 2 + 1];
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(hex, sizeof hex, random, sizeof random);
	const char *path = mem_format(rq->cx->mem, "%s/%s", s->folder, hex);
	s->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (s->fd < 0)
		return cannot_write(s, path);
	s->uploads = mem_grow(rq->cx->mem, s->uploads, rq->n_uploads + 1);
	s->uploads[rq->n_uploads++] =
		(struct upload){.name = name, .file_name = file_name, .path = path};
	rq->uploads = s->uploads;
	EVP_DigestInit_ex(s->hash, EVP_sha256(), NULL);
	return OK;
}

static err begin_text(struct spooling *s, const char *name)
{
	mem *m = s->rq->cx->mem;
	for (size_t i = 0; i < s->n_form; i++)
		if (!strcmp(s->form[i].name, name))
			return fail(s->rq->cx, ERR_MALFORMED,
				    T("http.form_twice", "表单项 {1} 重复",
				      "Field {1} stands twice"),
				    str(name));
	s->form = mem_grow(m, s->form, s->n_form + 2);
	s->form[s->n_form] = (struct pair){.name = name};
	s->form[s->n_form + 1] = (struct pair){0};
	s->text = buf_on(m);
	s->text.cap = MULTIPART_TEXT_MAX;
	return OK;
}

static err on_begin(void *arg, const char *name, const char *file_name)
{
	return file_name ? begin_file(arg, name, file_name) : begin_text(arg, name);
}

static err flush(struct spooling *s)
{
	struct upload *u = &s->uploads[s->rq->n_uploads - 1];
	const char *p = s->gathered, *end = p + s->n_gathered;
	EVP_DigestUpdate(s->hash, p, s->n_gathered);
	u->size += (int64_t)s->n_gathered;
	s->n_gathered = 0;
	while (p < end) {
		ssize_t written = write(s->fd, p, (size_t)(end - p));
		if (written < 0)
			return cannot_write(s, u->path);
		p += written;
	}
	return OK;
}

static err gather(struct spooling *s, const char *p, size_t n)
{
	err e = OK;
	while (n && !e) {
		size_t some = BUFFER - s->n_gathered < n ? BUFFER - s->n_gathered : n;
		memcpy(s->gathered + s->n_gathered, p, some);
		s->n_gathered += some;
		p += some;
		n -= some;
		if (s->n_gathered == BUFFER)
			e = flush(s);
	}
	return e;
}

static err on_data(void *arg, const char *p, size_t n)
{
	struct spooling *s = arg;
	if (s->fd >= 0)
		return gather(s, p, n);
	buf_put(&s->text, p, n);
	return OK;
}

static err end_file(struct spooling *s)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	struct upload *u = &s->uploads[s->rq->n_uploads - 1];
	err e = flush(s);
	int failed = close(s->fd);
	s->fd = -1;
	if (e || failed)
		return cannot_write(s, u->path);
	EVP_DigestFinal_ex(s->hash, hash, NULL);
	sodium_bin2hex(u->sha256, sizeof u->sha256, hash, 32);
	const char *type = magic_file(s->magic, u->path);
	u->type = mem_str(s->rq->cx->mem, type ? type : "application/octet-stream");
	return OK;
}

static err end_text(struct spooling *s)
{
	struct ctx *cx = s->rq->cx;
	size_t n = s->text.len;
	const char *name = s->form[s->n_form].name;
	if (s->text.is_full)
		return fail(cx, ERR_TOO_LARGE,
			    T("http.form_large", "表单项 {1} 太长", "Field {1} is too long"),
			    str(name));
	char *text = buf_text(&s->text);
	if (!utf8_is_text(text, n))
		return fail(cx, ERR_MALFORMED,
			    T("http.form_text", "表单项 {1} 不是文本", "Field {1} is not text"),
			    str(name));
	s->form[s->n_form++].value = text;
	return OK;
}

static err on_end(void *arg)
{
	struct spooling *s = arg;
	return s->fd >= 0 ? end_file(s) : end_text(s);
}

/* ─── bodies ─── */

static err feed_all(struct multipart *m, struct evbuffer *body)
{
	struct evbuffer_iovec piece;
	err e = OK;
	while (!e && evbuffer_peek(body, -1, NULL, &piece, 1) > 0) {
		e = multipart_feed(m, piece.iov_base, piece.iov_len);
		evbuffer_drain(body, piece.iov_len);
	}
	return e ? e : multipart_end(m);
}

static err open_magic(struct spooling *s, struct spooler *sp)
{
	if (!sp->magic) {
		sp->magic = magic_open(MAGIC_MIME_TYPE);
		if (!sp->magic || magic_load(sp->magic, NULL))
			return fail_internal(s->rq->cx, "libmagic does not start");
	}
	s->magic = sp->magic;
	return OK;
}

static err spool(struct spooling *s, struct spooler *sp, struct evbuffer *body)
{
	struct multipart_sink sink = {s, on_begin, on_data, on_end};
	struct multipart *m;
	err e = open_magic(s, sp);
	if (e)
		return e;
	e = multipart_new(s->rq->cx, request_header(s->rq, "Content-Type"), &sink, &m);
	return e ? e : feed_all(m, body);
}

/* What the body held is the request's when it is good; its files are deleted with it. */
static void work(struct spooler *sp, struct connection *c)
{
	struct request *rq = c->rq;
	struct spooling s = {.rq = rq, .folder = sp->server->settings.spool, .fd = -1};
	s.hash = EVP_MD_CTX_new();
	s.gathered = mem_resized(rq->cx->mem, NULL, 1, BUFFER);
	err e = spool(&s, sp, evhttp_request_get_input_buffer(c->ev));
	(void)e; /* in rq->cx */
	EVP_MD_CTX_free(s.hash);
	mem_free(s.gathered);
	if (s.fd >= 0)
		close(s.fd);
	if (s.form)
		rq->form = s.form;
}

static void on_spooled(struct loop *l, struct post *p)
{
	struct connection *c =
		(struct connection *)(void *)((char *)p - offsetof(struct connection, done));
	if (l->is_dead) {
		request_done(c->rq);
		return;
	}
	c->is_out = false;
	l->n_out--;
	connection_unhold(c);
	if (ctx_err(c->rq->cx)) {
		reply_problem(c->rq->cx, c->rq);
		exchange_answer(c);
	} else {
		exchange_route(c);
	}
}

/* ─── the thread ─── */

static struct connection *next_job(struct spooler *s)
{
	pthread_mutex_lock(&s->lock);
	while (!s->first && !s->is_ending)
		pthread_cond_wait(&s->cond, &s->lock);
	struct connection *c = s->first;
	if (c)
		s->first = c->next_chore;
	pthread_mutex_unlock(&s->lock);
	return c;
}

static void *run(void *arg)
{
	struct spooler *s = arg;
	for (struct connection *c; (c = next_job(s));) {
		work(s, c);
		c->done.run = on_spooled;
		if (!loop_post(c->loop, &c->done))
			request_done(c->rq);
	}
	return NULL;
}

void spool_post(struct spooler *s, struct connection *c)
{
	pthread_mutex_lock(&s->lock);
	c->next_chore = NULL;
	if (s->first)
		s->last->next_chore = c;
	else
		s->first = c;
	s->last = c;
	pthread_cond_signal(&s->cond);
	pthread_mutex_unlock(&s->lock);
}

/* Files that an earlier process left behind. */
static void sweep(const char *folder)
{
	DIR *d = opendir(folder);
	int64_t now = clock_now();
	for (struct dirent *entry; d && (entry = readdir(d));) {
		struct stat st;
		bool is_ours = strlen(entry->d_name) == NAME_BYTES * 2;
		if (is_ours && !fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) &&
		    now - (int64_t)st.st_mtime * 1000 > STALE_MS)
			unlinkat(dirfd(d), entry->d_name, 0);
	}
	if (d)
		closedir(d);
}

static err open_folder(struct ctx *cx, const char *folder)
{
	if (mkdir(folder, 0700) && errno != EEXIST)
		return fail_internal(cx, "folder for uploads %s: %s", folder, strerror(errno));
	sweep(folder);
	return OK;
}

err spooler_new(struct ctx *cx, struct server *server, struct spooler **ret)
{
	err e = open_folder(cx, server->settings.spool);
	if (e)
		return e;
	struct spooler *s = mem_new(server, struct spooler);
	s->server = server;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->cond, NULL);
	e = loop_thread(cx, &s->thread, run, s);
	if (!e)
		*ret = s;
	return e;
}

void spooler_free(struct spooler *s)
{
	pthread_mutex_lock(&s->lock);
	s->is_ending = true;
	pthread_cond_signal(&s->cond);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	if (s->magic)
		magic_close(s->magic);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->cond);
}
