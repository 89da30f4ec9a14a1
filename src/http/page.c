/* Keyset pages: the parameters, the cursor, the reply. */
#include "http/page.h"

#include <sodium.h>

#include "base/date.h"
#include "base/id.h"
#include "base/utf8.h"
#include "http/page_priv.h"

static const char *const params[] = {"sort", "size", "after", "before", "page", "total"};

bool page_has_param(const char *name)
{
	for (size_t i = 0; i < sizeof params / sizeof *params; i++)
		if (!strcmp(params[i], name))
			return true;
	return false;
}

static bool is_text_key(enum field_type type)
{
	return type == F_TEXT || type == F_DATE;
}

/* ─── the cursor: order NUL id key, in base64url ─── */

/* Integers big-endian, as bytes have been on every wire. */
static void put_number(struct buf *b, int64_t v)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		buf_putc(b, (char)((uint64_t)v >> shift));
}

static int64_t get_number(const char *p)
{
	uint64_t v = 0;
	for (int i = 0; i < 8; i++)
		v = v << 8 | (unsigned char)p[i];
	return (int64_t)v;
}

char *cursor_encode(mem *m, const char *order, const struct cursor *c)
{
	struct buf b = buf_on(m);
	buf_put(&b, order, strlen(order) + 1);
	put_number(&b, c->id);
	if (c->text)
		buf_puts(&b, c->text);
	else
		put_number(&b, c->number);
	size_t size = sodium_base64_encoded_len(b.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = mem_array(m, char, size);
	return sodium_bin2base64(text, size, (unsigned char *)b.data, b.len,
				 sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static bool decode_key(mem *m, enum field_type key, const char *p, size_t n, struct cursor *ret)
{
	if (!is_text_key(key)) {
		ret->number = n == 8 ? get_number(p) : NONE;
		return ret->number != NONE;
	}
	if (!utf8_is_valid(p, n))
		return false;
	ret->text = mem_strn(m, p, n);
	return key == F_TEXT || date_is_valid(ret->text);
}

bool cursor_decode(mem *m, const struct sort *sort, const char *order, const char *text,
		   struct cursor *ret)
{
	size_t n, len = strlen(text), head = strlen(order) + 1;
	if (len > CURSOR_MAX)
		return false;
	char *p = mem_array(m, char, len + 1);
	*ret = (struct cursor){0};
	if (sodium_base642bin((unsigned char *)p, len, text, len, NULL, &n, NULL,
			      sodium_base64_VARIANT_URLSAFE_NO_PADDING))
		return false;
	if (n < head + 8 || memcmp(p, order, head) != 0)
		return false;
	ret->id = get_number(p + head);
	return ret->id > 0 && decode_key(m, sort->key, p + head + 8, n - head - 8, ret);
}

/* ─── the parameters ─── */

static void invalid(struct ctx *cx, const char *name)
{
	fail_field(cx, name, T("page.param", "分页参数不正确", "is not a value for paging"));
}

static const struct sort *find_sort(const struct sort *sorts, const char *order)
{
	const char *name = order + (*order == '-');
	while (sorts->name && strcmp(sorts->name, name) != 0)
		sorts++;
	return sorts->name ? sorts : NULL;
}

/* A number from 1 to `max`; `otherwise` when it is absent. */
static int64_t read_number(struct ctx *cx, const struct request *rq, const char *name, int64_t max,
			   int64_t otherwise)
{
	const char *text = request_param(rq, name);
	if (!text)
		return otherwise;
	size_t n = strlen(text);
	int64_t v = n && n < 10 && strspn(text, "0123456789") == n ? strtoll(text, NULL, 10) : 0;
	if (v < 1 || v > max) {
		invalid(cx, name);
		return otherwise;
	}
	return v;
}

/* Before the first row, or behind the last. No row has the least integer: it is NONE. */
static void start_at_edge(struct page *p)
{
	static const char last_text[] = "\U0010FFFF";
	if (is_text_key(p->sort->key))
		p->key = str(p->is_descending ? last_text : "");
	else
		p->key = i64(p->is_descending ? INT64_MAX : INT64_MIN + 1);
	p->id = i64(p->is_descending ? INT64_MAX : 0);
}

static void start_at_cursor(struct ctx *cx, struct page *p, const char *name, const char *text)
{
	struct cursor c;
	if (!cursor_decode(cx->mem, p->sort, p->order, text, &c)) {
		invalid(cx, name);
		return;
	}
	p->key = c.text ? str(c.text) : i64(c.number);
	p->id = i64(c.id);
	p->is_first = false;
}

/* One of after, before and page says where the page begins. */
static void read_start(struct ctx *cx, const struct request *rq, struct page *p)
{
	const char *after = request_param(rq, "after"), *before = request_param(rq, "before");
	int64_t number = read_number(cx, rq, "page", PAGE_JUMP_MAX / p->size, 1);
	p->is_backward = before != NULL;
	p->is_descending = (*p->order == '-') != p->is_backward;
	p->offset = (number - 1) * p->size;
	p->is_first = !p->offset;
	if ((after != NULL) + (before != NULL) + (request_param(rq, "page") != NULL) > 1)
		invalid(cx, before ? "before" : "after");
	start_at_edge(p);
	if (after || before)
		start_at_cursor(cx, p, after ? "after" : "before", after ? after : before);
}

err page_read(struct ctx *cx, struct request *rq, const struct sort *sorts, struct page *ret)
{
	const char *order = request_param(rq, "sort"), *total = request_param(rq, "total");
	struct page p = {.order = order ? order : sorts->name};
	p.sort = find_sort(sorts, p.order);
	p.size = read_number(cx, rq, "size", PAGE_SIZE_MAX, PAGE_SIZE_DEFAULT);
	p.limit = (rq->sink ? rq->sink->most : p.size) + 1;
	p.wants_total = total && !strcmp(total, "1");
	if (total && !p.wants_total && strcmp(total, "0") != 0)
		invalid(cx, "total");
	if (!p.sort)
		invalid(cx, "sort");
	else
		read_start(cx, rq, &p);
	*ret = p;
	return ctx_err(cx);
}

const struct query *page_query(const struct page *p)
{
	return p->is_descending ? &p->sort->descending : &p->sort->ascending;
}

/* ─── the reply ─── */

/* Rows go straight into the reply, in the order in which they are read. */
struct rows {
	struct json *j;
	size_t *ends; /* of their objects in the reply */
	size_t begin, n;
	bool has_more; /* beyond the page, in the direction of reading */
	struct cursor first,
		last; /* the latter of a full page only: no other is followed by more */
};

enum { ROW_GUESS = 512 }; /* bytes */

static void read_cursor(struct ctx *cx, const struct page *p, struct stmt *q, struct cursor *ret)
{
	ret->id = col_i64(q, 1);
	if (is_text_key(p->sort->key))
		ret->text = mem_str(cx->mem, col_peek(q, 0));
	else
		ret->number = col_i64(q, 0);
}

static void read_row(struct ctx *cx, const struct request *rq, const struct page *p, struct stmt *q,
		     struct rows *rows)
{
	if (!rows->n)
		read_cursor(cx, p, q, &rows->first);
	if (rows->n + 1 == (size_t)p->size)
		read_cursor(cx, p, q, &rows->last);
	if (p->write)
		p->write(p->write_arg, q, rows->j);
	else
		sql_write_json(q, rq->route->out, rows->j);
	rows->ends[rows->n++] = rows->j->out->len;
}

static err read_rows(struct ctx *cx, const struct request *rq, const struct page *p, struct stmt *q,
		     struct rows *rows)
{
	rows->ends = mem_array(cx->mem, size_t, (size_t)p->size);
	rows->begin = rows->j->out->len;
	while (sql_next(q)) {
		if (rows->n == (size_t)p->size)
			rows->has_more = true;
		else
			read_row(cx, rq, p, q, rows);
	}
	return sql_end(q);
}

static void turn_round(struct ctx *cx, const struct rows *rows)
{
	struct buf *out = rows->j->out;
	if (out->is_full)
		return;
	const char *all = mem_dup(cx->mem, out->data, out->len);
	char *to = out->data + rows->begin;
	for (size_t i = rows->n; i > 0; i--) {
		size_t begin = i > 1 ? rows->ends[i - 2] + 1 : rows->begin; /* behind a comma */
		size_t n = rows->ends[i - 1] - begin;
		memcpy(to, all + begin, n);
		to += n;
		if (i > 1)
			*to++ = ',';
	}
}

static err put_items(struct ctx *cx, const struct request *rq, const struct page *p, struct stmt *q,
		     struct rows *rows)
{
	json_key(rows->j, "items");
	json_open(rows->j, '[');
	err e = read_rows(cx, rq, p, q, rows);
	if (p->is_backward)
		turn_round(cx, rows);
	json_close(rows->j, ']');
	return e;
}

static void put_cursor(struct ctx *cx, struct json *j, const struct page *p, const struct cursor *c)
{
	json_put_str(j, c ? cursor_encode(cx->mem, p->order, c) : NULL);
}

/* Reading backward, what comes next is known to be there: one came from it. */
static void put_cursors(struct ctx *cx, struct json *j, const struct page *p,
			const struct rows *rows)
{
	const struct cursor *first = rows->n ? &rows->first : NULL;
	const struct cursor *ahead = rows->has_more ? &rows->last : NULL;
	json_key(j, "next");
	put_cursor(cx, j, p, p->is_backward ? first : ahead);
	json_key(j, "prev");
	put_cursor(cx, j, p, p->is_backward ? ahead : p->is_first ? NULL : first);
}

static void put_total(struct json *j, int64_t total)
{
	bool is_capped = total > PAGE_JUMP_MAX;
	json_key(j, "total");
	if (total == NONE)
		json_put_null(j);
	else
		json_put_int(j, is_capped ? PAGE_JUMP_MAX : total);
	json_key(j, "total_is_capped");
	json_put_bool(j, is_capped);
}

static err pour(struct ctx *cx, struct request *rq, struct stmt *q)
{
	const struct row_sink *sink = rq->sink;
	int64_t n = 0;
	err e = OK;
	while (!e && sql_next(q))
		e = n++ < sink->most ? sink->row(sink->arg, q, rq->route->out)
				     : fail(cx, ERR_TOO_LARGE,
					    T("page.export_large", "超过 {1} 行，请缩小范围",
					      "more than {1} rows; ask for less"),
					    i64(sink->most));
	err end = sql_end(q);
	return e ? e : end;
}

err reply_page(struct ctx *cx, struct request *rq, const struct page *p, struct stmt *q,
	       int64_t total)
{
	if (rq->sink)
		return pour(cx, rq, q);
	rq->status = 200;
	rq->type = "application/json";
	rq->out = (struct buf){.parent = cx->mem, .cap = rq->out.cap};
	struct json j = json_on(&rq->out);
	struct rows rows = {.j = &j};
	buf_room(&rq->out, (size_t)p->size * ROW_GUESS);
	json_open(&j, '{');
	err e = put_items(cx, rq, p, q, &rows);
	if (e)
		return e;
	put_cursors(cx, &j, p, &rows);
	put_total(&j, total);
	json_close(&j, '}');
	if (rq->out.is_full)
		return fail(cx, ERR_TOO_LARGE,
			    T("http.reply_large", "结果太多，请缩小范围",
			      "The result is too large; ask for less"));
	return ctx_err(cx);
}
