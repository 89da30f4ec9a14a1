/* Shared by the files of the imports' API; no other file includes it. */
#ifndef LINLI_REGISTRY_IMPORT_API_PRIV_H
#define LINLI_REGISTRY_IMPORT_API_PRIV_H

#include "http/page.h"
#include "registry/import_priv.h"

/* A column of the file: how it is shown, and what is said of it by hand. */
struct import_column_out {
	const char *column, *header, *unit, *key;
	int64_t confidence;
	struct list candidates, samples;
};
extern const struct element import_column_element;

/* An import as it is shown. */
struct import_out {
	struct import im;
	int64_t needs_region, needs_estate, needs_check;
	struct list sheets, columns, keys;
};
extern const struct field import_out_fields[];
err import_show(struct ctx *cx, const struct import *im, struct import_out *out);

/* Fails INVALID naming what must be chosen before it can be checked. */
err import_check_ready(struct ctx *cx, const struct import_out *out);

/* A cell as it may be shown: what is personal is masked, and so is what looks it. `c` is NULL where
 * the column is not imported. */
const char *import_masked(mem *parent, const struct import_column *c, const char *header,
			  const char *text);

/* Cells of an import, by row: the piece that was opened last is kept, as rows of a page stand near
 * each other. */
struct import_look {
	struct ctx *cx;
	struct import im;
	const struct import_column *columns;
	struct import_title *titles;
	size_t n_titles;
	struct row *rows;
	size_t n_rows;
};
err import_look_open(struct ctx *cx, int64_t import_id, struct import_look *ret);
/* NULL: there is no such row (any more). */
const struct row *import_look_row(struct import_look *l, int64_t row_no);
/* What stands in a column of it, as it may be shown. */
const char *import_look_cell(const struct import_look *l, const struct row *row,
			     const struct import_title *title);

bool import_has_title(const struct import_title *titles, size_t n, const char *key);

/* It waits for somebody to go on; a job that ended badly left its state behind, and may be begun
 * again. */
bool import_is_open(struct ctx *cx, const struct import *im);
err import_refuse_state(struct ctx *cx);

struct import_mapping {
	int64_t sheet, header_row, region_id, estate_id;
	struct list columns;
};
extern const struct field import_mapping_fields[];
err import_mapping_put(struct ctx *cx, struct request *rq);

/* POST /imports: the file is read at once, or by a job if it is large. */
err import_prepare(struct ctx *cx, struct request *rq);
err import_post(struct ctx *cx, struct request *rq);

#endif
