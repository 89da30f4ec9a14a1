/* Doubtful matches: asked once, answered by a person, and remembered for the next check. */
#include <sodium.h>
#include <string.h>

#include "account/may.h"
#include "account/scope.h"
#include "base/id.h"
#include "base/secret.h"
#include "registry/import_api_priv.h"
#include "sheet/cell.h"

/* ─── asking ─── */

/* Questions of one hash are the same question. */
static const char *hash_of(struct ctx *cx, const char *kind, const char *text)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	char *hex = mem_array(cx->mem, char, 2 * sizeof hash + 1);
	secret_hash(cx->keys, mem_format(cx->mem, "import.%s", kind), text, hash);
	return sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

static bool is_candidate(const struct import_doubt *d, int64_t id)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->candidates[i].id == id)
			return true;
	return false;
}

/* What was said of this row, or else of all with the same text. */
static enum import_answer find_answer(struct import_row *row, const struct import_doubt *d,
				      const char *hash, int64_t *ret_id)
{
	const struct import *im = row->run->im;
	struct stmt *q = sql(row->cx,
			     "SELECT answer, thing_id FROM import_answer WHERE home_id = $1"
			     " AND import_id = $2 AND hash = $3 AND row_no IN (0, $4)"
			     " ORDER BY row_no DESC LIMIT 1",
			     i64(im->home_id), i64(im->id), str(hash), i64(row->number));
	enum import_answer answer = ANSWER_WAITS;
	int64_t id = 0;
	if (sql_next(q)) {
		answer = (enum import_answer)col_i64(q, 0);
		id = answer == ANSWER_IS ? col_i64(q, 1) : 0;
	}
	if (sql_end(q) || (answer == ANSWER_IS && !is_candidate(d, id)) ||
	    (answer == ANSWER_NEW && !d->may_be_new))
		return ANSWER_WAITS;
	*ret_id = id;
	return answer;
}

static const char *candidates_text(mem *parent, const struct import_doubt *d)
{
	struct buf out = buf_on(parent);
	struct json j = json_on(&out);
	json_open(&j, '[');
	for (size_t i = 0; i < d->n && i < CANDIDATES_MAX; i++) {
		json_open(&j, '[');
		json_put_id(&j, d->candidates[i].id);
		json_put_str(&j, d->candidates[i].label);
		json_put_str(&j, d->candidates[i].detail ? d->candidates[i].detail : "");
		json_close(&j, ']');
	}
	json_close(&j, ']');
	return buf_text(&out);
}

static void put_question(struct import_row *row, const struct import_doubt *d, const char *hash)
{
	struct import_run *run = row->run;
	mem *m = run->cx->mem;
	const struct import_title *title = import_title_of(run, d->column);
	run->questions = mem_grow(m, run->questions, run->n_questions + 1);
	run->questions[run->n_questions++] = (struct import_question){
		.id = id_new(),
		.row_no = row->number,
		.column_no = title ? title->column_no : 0,
		.may_be_new = d->may_be_new,
		.kind = d->kind,
		.text = import_masked(m, d->column, title ? title->header : NULL, d->text),
		.hash = hash,
		.candidates = candidates_text(m, d),
	};
}

enum import_answer import_ask(struct import_row *row, const struct import_doubt *d, int64_t *ret_id)
{
	const char *hash = hash_of(row->run->cx, d->kind, d->text);
	enum import_answer answer = find_answer(row, d, hash, ret_id);
	if (answer == ANSWER_SKIP && row->outcome == ROW_NONE)
		row->outcome = ROW_SKIPPED;
	if (answer != ANSWER_WAITS)
		return answer;
	put_question(row, d, hash);
	import_report(row, LEVEL_ASKED, d->column,
		      T("import.asked", "“{1}”可能指多条已登记的记录之一，请在“待确认”中选定",
			"“{1}” may mean one of several records: say which under “Asked”"),
		      ARGS(str(d->text)));
	return answer;
}

err import_write_questions(struct ctx *cx, const struct import *im,
			   const struct import_question *all, size_t n)
{
	struct bulk *b = sql_bulk(cx,
				  "import_question(home_id, import_id, id, kind, row_no, column_no,"
				  " text, hash, candidates, may_be_new)",
				  10);
	for (size_t i = 0; i < n; i++)
		bulk_row(b, ARGS(i64(im->home_id), i64(im->id), i64(all[i].id), str(all[i].kind),
				 i64(all[i].row_no), i64(all[i].column_no), str(all[i].text),
				 str(all[i].hash), str(all[i].candidates), i64(all[i].may_be_new)));
	return bulk_end(b);
}

/* ─── over HTTP ─── */

struct candidate_out {
	const char *id, *label, *detail;
};
static const struct field candidate_fields[] = {
	{"id", F_TEXT, 0, AT(candidate_out, id), L("标识", "Id")},
	{"label", F_TEXT, 0, AT(candidate_out, label), L("名称", "Label")},
	{"detail", F_TEXT, 0, AT(candidate_out, detail), L("说明", "Detail")},
	{0},
};
static const struct element candidate_element = {sizeof(struct candidate_out), candidate_fields};

struct question_out {
	int64_t id, row_no, may_be_new;
	const char *kind, *column, *header, *text, *answer;
	struct list candidates;
};
static const struct field question_fields[] = {
	{"id", F_ID, 0, AT(question_out, id), L("标识", "Id")},
	{"row_no", F_INT, 0, AT(question_out, row_no), L("行", "Row")},
	{"column", F_TEXT, 0, AT(question_out, column), L("列", "Column")},
	{"header", F_TEXT, 0, AT(question_out, header), L("标题", "Header")},
	{"kind", F_TEXT, 0, AT(question_out, kind), L("所指", "What is meant")},
	{"text", F_TEXT, 0, AT(question_out, text), L("单元格内容", "What the file says"), 0, 2000},
	{"may_be_new", F_FLAG, 0, AT(question_out, may_be_new), L("可新登记", "May be new")},
	{"candidates", F_LIST, 0, AT(question_out, candidates), L("候选", "Candidates"),
	 .of = &candidate_element},
	{"answer", F_TEXT, 0, AT(question_out, answer), L("答复", "Answer")},
	{0},
};

/* What stands in a list of questions; the row's own answer before that to all of its text. */
#define QUESTION_COLUMNS                                                           \
	"q.row_no, q.id, q.column_no, q.kind, q.text, q.candidates, q.may_be_new," \
	" coalesce(a.answer, b.answer), coalesce(a.thing_id, b.thing_id), t.header, q.hash"
#define QUESTION_FROM                                                                       \
	" FROM import_question q LEFT JOIN import_answer a ON a.home_id = q.home_id"        \
	" AND a.import_id = q.import_id AND a.hash = q.hash AND a.row_no = q.row_no"        \
	" LEFT JOIN import_answer b ON b.home_id = q.home_id AND b.import_id = q.import_id" \
	" AND b.hash = q.hash AND b.row_no = 0 LEFT JOIN import_column t"                   \
	" ON t.home_id = q.home_id AND t.import_id = q.import_id AND t.column_no = q.column_no"

static const struct sort question_sorts[] = {
	{"row", F_INT,
	 PAGE_SQL("SELECT " QUESTION_COLUMNS QUESTION_FROM " WHERE q.import_id = $5", "q.row_no",
		  "q.id")},
	{0},
};

static struct list candidates_of(struct ctx *cx, const char *text)
{
	json_t *all, *one;
	size_t i;
	if (json_load_text(cx, text, strlen(text), &all))
		return (struct list){0};
	struct candidate_out *out =
		mem_array(cx->mem, struct candidate_out, json_array_size(all) + 1);
	json_array_foreach (all, i, one) {
		out[i] = (struct candidate_out){json_string_value(json_array_get(one, 0)),
						json_string_value(json_array_get(one, 1)),
						json_string_value(json_array_get(one, 2))};
	}
	return (struct list){out, json_array_size(all)};
}

static const char *answer_text(mem *parent, int64_t answer, int64_t thing_id)
{
	if (answer == ANSWER_NEW || answer == ANSWER_SKIP)
		return answer == ANSWER_NEW ? "new" : "skip";
	if (answer != ANSWER_IS)
		return NULL;
	char *text = mem_array(parent, char, ID_SIZE);
	id_format(thing_id, text);
	return text;
}

static void read_question(struct ctx *cx, struct stmt *q, struct question_out *ret)
{
	char *column = mem_array(cx->mem, char, CELL_REF_SIZE);
	int64_t column_no = col_i64(q, 2);
	cell_ref((int)column_no, 0, column);
	*ret = (struct question_out){
		.row_no = col_i64(q, 0),
		.id = col_i64(q, 1),
		.column = column_no ? column : NULL,
		.kind = col_str(q, 3),
		.text = col_str(q, 4),
		.candidates = candidates_of(cx, col_str(q, 5)),
		.may_be_new = col_i64(q, 6),
		.answer = answer_text(cx->mem, col_i64(q, 7), col_i64(q, 8)),
		.header = col_str(q, 9),
	};
}

static void write_question(void *arg, struct stmt *q, struct json *j)
{
	struct question_out out;
	read_question(arg, q, &out);
	fields_write(j, question_fields, &out, false);
}

static err question_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, question_sorts, &p);
	if (e)
		return e;
	struct arg id = i64(request_id(rq, "import"));
	int64_t total = NONE;
	p.write = write_question;
	p.write_arg = cx;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM import_question"
				" WHERE import_id = $1 LIMIT " PAGE_COUNT ") x",
				id);
	return reply_page(cx, rq, &p, sql_run(cx, page_query(&p), PAGE_ARGS(&p), id), total);
}

static err load_question(struct ctx *cx, const struct request *rq, const struct import *im,
			 struct question_out *ret, const char **ret_hash)
{
	struct stmt *q = sql(cx,
			     "SELECT " QUESTION_COLUMNS QUESTION_FROM
			     " WHERE q.home_id = $1 AND q.import_id = $2 AND q.id = $3",
			     i64(im->home_id), i64(im->id), i64(request_id(rq, "question")));
	bool is_there = sql_next(q);
	if (is_there) {
		read_question(cx, q, ret);
		*ret_hash = col_str(q, 10);
	}
	err e = sql_end(q);
	return e || is_there ? e : fail_not_found(cx);
}

/* ─── answering ─── */

struct answer_in {
	const char *answer;
	int64_t same;
};
static const struct field answer_fields[] = {
	{"answer", F_TEXT, 0, AT(answer_in, answer),
	 L("答复：候选的标识、new 或 skip；空为撤回", "An id, new or skip; none takes it back"), 1,
	 20},
	{"same", F_FLAG, 0, AT(answer_in, same),
	 L("内容相同的各行都照此办理", "The same for all rows of the same text")},
	{0},
};

static enum import_answer answer_of(struct ctx *cx, const struct question_out *q, const char *said,
				    int64_t *ret_id)
{
	const struct candidate_out *all = q->candidates.items;
	if (!strcmp(said, "skip"))
		return ANSWER_SKIP;
	if (!strcmp(said, "new") && q->may_be_new)
		return ANSWER_NEW;
	for (size_t i = 0; i < q->candidates.n; i++)
		if (!strcmp(all[i].id, said) && id_parse(said, ret_id))
			return ANSWER_IS;
	fail_field(cx, "answer", T("import.answer", "不在候选之中", "is none of the candidates"));
	return ANSWER_WAITS;
}

/* What is said, of one row or (0) of all with the same text. */
struct said {
	const char *hash;
	int64_t row_no, answer, thing_id;
};

static err keep_answer(struct ctx *cx, const struct import *im, const struct said *s)
{
	if (s->answer == ANSWER_WAITS)
		return sql_exec(cx,
				"DELETE FROM import_answer WHERE home_id = $1 AND import_id = $2"
				" AND hash = $3 AND row_no = $4",
				i64(im->home_id), i64(im->id), str(s->hash), i64(s->row_no));
	return sql_exec(cx,
			"INSERT INTO import_answer (home_id, import_id, hash, row_no, answer,"
			" thing_id) VALUES ($1, $2, $3, $4, $5, $6)"
			" ON CONFLICT (home_id, import_id, hash, row_no)"
			" DO UPDATE SET answer = excluded.answer, thing_id = excluded.thing_id",
			i64(im->home_id), i64(im->id), str(s->hash), i64(s->row_no), i64(s->answer),
			id_or_none(s->thing_id));
}

/* What was said of all of its text before a word on each row of it. */
static err forget_rows(struct ctx *cx, const struct import *im, const char *hash)
{
	return sql_exec(cx,
			"DELETE FROM import_answer WHERE home_id = $1 AND import_id = $2"
			" AND hash = $3 AND row_no <> 0",
			i64(im->home_id), i64(im->id), str(hash));
}

static err take_answer(struct ctx *cx, struct request *rq, const struct import *im)
{
	const struct answer_in *in = rq->body;
	struct question_out question;
	struct said said = {.answer = ANSWER_WAITS};
	err e = load_question(cx, rq, im, &question, &said.hash);
	if (e)
		return e;
	if (in->answer)
		said.answer = answer_of(cx, &question, in->answer, &said.thing_id);
	said.row_no = in->same == 1 ? 0 : question.row_no;
	if (ctx_err(cx) || (!said.row_no && forget_rows(cx, im, said.hash)))
		return ctx_err(cx);
	if ((e = keep_answer(cx, im, &said)) ||
	    (e = sql_exec(cx, "UPDATE import SET has_answers = 1 WHERE home_id = $1 AND id = $2",
			  i64(im->home_id), i64(im->id))) ||
	    (e = load_question(cx, rq, im, &question, &said.hash)))
		return e;
	return reply_object(cx, rq, &question, NONE);
}

static err question_put(struct ctx *cx, struct request *rq)
{
	struct import im;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e)
		return e;
	if (!import_is_open(cx, &im))
		return ctx_err(cx) ? ctx_err(cx) : import_refuse_state(cx);
	return take_answer(cx, rq, &im);
}

const struct route import_question_routes[] = {
	{"GET", "/imports/{import}/questions", MAY_IMPORT, SCOPE_IMPORT, question_list,
	 .out = question_fields, .summary = "Doubtful matches of an import",
	 .flags = ROUTE_LIST | ROUTE_SLOW},
	{"PUT", "/imports/{import}/questions/{question}", MAY_IMPORT, SCOPE_IMPORT, question_put,
	 .in = answer_fields, .in_size = sizeof(struct answer_in), .out = question_fields,
	 .summary = "Say what is meant"},
	{0},
};
