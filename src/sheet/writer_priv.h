/* What the two formats share. */
#ifndef LINLI_SHEET_WRITER_PRIV_H
#define LINLI_SHEET_WRITER_PRIV_H

#include "base/buf.h"
#include "sheet/writer.h"

enum out_kind { OUT_BLANK, OUT_TEXT, OUT_INT, OUT_DECIMAL, OUT_DATE };

struct out_cell {
	enum out_kind kind;
	const char *text; /* OUT_TEXT, OUT_DATE */
	int64_t value;    /* OUT_INT, OUT_DECIMAL */
	int places;
	enum cell_mark mark;
	const char *comment;
};

struct writer_format {
	err (*open)(struct writer *w);
	err (*sheet)(struct writer *w, const char *name, const char *title);
	err (*put)(struct writer *w, const struct out_cell *c); /* at w->row, w->column */
	err (*row_end)(struct writer *w);
	err (*close)(struct writer *w);
};
extern const struct writer_format writer_xlsx, writer_csv;

struct writer {
	struct ctx *cx;
	const struct writer_format *format;
	void *state;
	char *path;
	const struct out_column *columns; /* of the sheet being written */
	size_t n_columns;
	int n_sheets;
	int64_t row; /* from 0 */
	int column;  /* from 0 */
	enum cell_mark mark;
	const char *comment;
	bool is_done;
};

#endif
