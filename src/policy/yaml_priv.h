/* The YAML of packs: a tree of nodes, each of which knows its line and column.
 *
 * libyaml finds the tokens; what its events say becomes nodes at once, so that anchors, aliases and
 * tags are refused where they stand and nothing is ever expanded. Scalars are text: it is the form
 * (form_priv.h) that says whether `no` is a word or a flag.
 *
 *     struct yaml_budget budget = {0};
 *     const struct yaml *root = yaml_read(&report, &file, &budget);
 *     const struct yaml *name = root ? yaml_get(root, "name") : NULL;
 */
#ifndef LINLI_POLICY_YAML_PRIV_H
#define LINLI_POLICY_YAML_PRIV_H

#include "policy/pack_read.h"

enum { YAML_DEPTH_MAX = 32, YAML_NODES_MAX = 100000 };

enum yaml_kind { YAML_SCALAR = 1, YAML_LIST, YAML_MAP };
enum yaml_style { YAML_PLAIN = 1, YAML_SINGLE, YAML_DOUBLE, YAML_BLOCK };

struct yaml_doc {
	const char *path;   /* of the file */
	const char *text;   /* without a byte order mark */
	const char **lines; /* where each begins; one more at the end */
	size_t n_lines;
};

struct yaml {
	enum yaml_kind kind;
	enum yaml_style style; /* of a scalar */
	int line, column;      /* from 1; columns are characters */
	const struct yaml_doc *doc;
	const char *text;          /* of a scalar */
	bool is_bad;               /* a finding stands here already */
	struct yaml *parent;       /* NULL: the whole file */
	struct yaml *key;          /* in a map */
	struct yaml *first, *last; /* of a list or map */
	struct yaml *next;         /* in its list or map */
	struct yaml *waiting;      /* while reading: the key whose value comes */
	size_t n, index;           /* members; place among them, from 0 */
};

struct yaml_budget {
	size_t nodes; /* so far, in all files of the pack */
};

struct report;

/* The root of a file's only document. NULL if it cannot be read as one tree, and then findings say
 * why; there may be findings with a tree, too. */
const struct yaml *yaml_read(struct report *r, const struct pack_file *f,
			     struct yaml_budget *budget);

/* The value of a key; NULL if it is absent or `map` is no map. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/* "clauses[3].force" */
const char *yaml_path(mem *m, const struct yaml *node);

/* Where byte `at` of a scalar's text stands in the file. */
void yaml_place(const struct yaml *scalar, size_t at, int *ret_line, int *ret_column);

#endif
