#include "base/ctx.h"

#include <stdarg.h>

static const struct text TEXT_INTERNAL = {"internal", "系统内部错误",
					  "Something went wrong inside the system"};
static const struct text TEXT_INVALID = {"invalid", "填写的内容有误",
					 "Some of what was entered is not valid"};

/* The first failure stands, but field errors give way to the machine's: a check that could not ask
 * the database may have found what is not so. */
static bool gives_way(const struct failure *f, err kind)
{
	return f->kind == OK ||
	       (f->kind == ERR_INVALID && (kind == ERR_INTERNAL || kind == ERR_BUSY));
}

err fail_with(struct ctx *cx, err kind, struct text text, const struct arg *args)
{
	struct failure *f = &cx->failure;
	if (gives_way(f, kind))
		*f = (struct failure){.kind = kind, .text = text, .args = args_copy(cx->mem, args)};
	return f->kind;
}

void fail_field_with(struct ctx *cx, const char *path, struct text text, const struct arg *args)
{
	struct failure *f = &cx->failure;
	if (f->kind == OK) {
		f->kind = ERR_INVALID;
		f->text = TEXT_INVALID;
	}
	if (f->kind == ERR_INVALID && f->n_fields < FIELD_ERRORS_MAX) {
		f->fields = mem_grow(cx->mem, f->fields, f->n_fields + 1);
		f->fields[f->n_fields++] = (struct field_error){
			.path = mem_str(cx->mem, path),
			.text = text,
			.args = args_copy(cx->mem, args),
		};
	}
}

err fail_not_found(struct ctx *cx)
{
	return fail(cx, ERR_NOT_FOUND,
		    T("not_found", "没有找到，或不在您的管理范围内",
		      "Not found, or not within your reach"));
}

err fail_internal(struct ctx *cx, const char *format, ...)
{
	struct failure *f = &cx->failure;
	if (gives_way(f, ERR_INTERNAL)) {
		va_list ap;
		*f = (struct failure){.kind = ERR_INTERNAL, .text = TEXT_INTERNAL};
		va_start(ap, format);
		f->internal = talloc_vasprintf(cx->mem, format, ap);
		va_end(ap);
	}
	return f->kind;
}

void ctx_after_commit(struct ctx *cx, void (*run)(struct ctx *, void *), void *arg)
{
	struct after_commit *a = mem_new(cx->mem, struct after_commit);
	*a = (struct after_commit){.run = run, .arg = arg, .next = cx->after_commit};
	cx->after_commit = a;
}

void ctx_run_after_commit(struct ctx *cx)
{
	struct after_commit *in_order = NULL;
	while (cx->after_commit) {
		struct after_commit *a = cx->after_commit;
		cx->after_commit = a->next;
		a->next = in_order;
		in_order = a;
	}
	for (; in_order; in_order = in_order->next)
		in_order->run(cx, in_order->arg);
}
