/* Findings while they gather. After FINDINGS_MAX they are only counted.
 *
 *     wrong(r, node, T("pack.date", "“{1}”不是日期", "“{1}” is no date"), str(node->text));
 *     wrong(r, node, T("pack.key", "没有“{1}”这一项", "there is no “{1}” here"), str(key))->nearest =
 *             near_name(r, key, names, n);
 */
#ifndef LINLI_POLICY_FINDING_PRIV_H
#define LINLI_POLICY_FINDING_PRIV_H

#include "policy/yaml_priv.h"

struct report {
	mem *m;
	struct finding *all;
	size_t n, room, n_errors, n_warnings, n_left_out;
	size_t n_compared;     /* names, in search of the nearest */
	struct finding beyond; /* what is past the last takes its place here */
};

#define wrong(r, node, text, ...) report_node((r), FINDING_ERROR, (node), (text), ARGS(__VA_ARGS__))
#define warn(r, node, text, ...) \
	report_node((r), FINDING_WARNING, (node), (text), ARGS(__VA_ARGS__))
#define wrong_at(r, file, line, column, text, ...)                                            \
	report_place((r), &(struct finding){FINDING_ERROR, (file), (line), (column)}, (text), \
		     ARGS(__VA_ARGS__))

/* The finding, to be added to; never NULL. */
struct finding *report_node(struct report *r, enum severity severity, const struct yaml *node,
			    struct text text, const struct arg *args);
struct finding *report_place(struct report *r, const struct finding *place, struct text text,
			     const struct arg *args);

/* Sorted, with a last one that says how many were left out. */
void report_end(struct report *r, struct findings *ret);

/* The name that was probably meant; NULL: none is near, or too many were compared already. */
const char *near_name(struct report *r, const char *word, const char *const *names, size_t n);

/* What was written, cut to what a line has room for. */
struct arg quoted(struct report *r, const char *text);

#endif
