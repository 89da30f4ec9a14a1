/* The records of an .xls workbook stream (BIFF8, MS-XLS): a type, a length and data of at most 64
 * KB; longer things go on in CONTINUE records behind. */
#ifndef LINLI_SHEET_BIFF_H
#define LINLI_SHEET_BIFF_H

#include "sheet/cfb.h"

enum biff_type {
	BIFF_FORMULA = 0x0006,
	BIFF_EOF = 0x000A,
	BIFF_DATEMODE = 0x0022,
	BIFF_FILEPASS = 0x002F,
	BIFF_CONTINUE = 0x003C,
	BIFF_BOUNDSHEET = 0x0085,
	BIFF_MULRK = 0x00BD,
	BIFF_RSTRING = 0x00D6,
	BIFF_XF = 0x00E0,
	BIFF_MERGEDCELLS = 0x00E5,
	BIFF_SST = 0x00FC,
	BIFF_LABELSST = 0x00FD,
	BIFF_NUMBER = 0x0203,
	BIFF_LABEL = 0x0204,
	BIFF_BOOLERR = 0x0205,
	BIFF_STRING = 0x0207,
	BIFF_RK = 0x027E,
	BIFF_FORMAT = 0x041E,
	BIFF_BOF = 0x0809,
};

struct biff {
	struct book *book;
	struct cfb_stream *stream;
	int64_t next; /* where the next record begins */
	unsigned type;
	size_t n;
	unsigned char data[65536];
	size_t at;       /* how far biff_text() and biff_int() have read */
	struct buf text; /* what biff_text() read */
};

/* The next record. False at the end of the stream. */
bool biff_next(struct biff *r);

/* A little-endian number of `bytes` at an offset of the record; 0 beyond its end. */
uint32_t biff_u(const struct biff *r, size_t at, int bytes);
double biff_double(const struct biff *r, size_t at);

/* The same from r->at on, going on in CONTINUE records. */
uint32_t biff_int(struct biff *r, int bytes);

/* A string from r->at on into r->text, as UTF-8: its length takes `length_bytes`. What is past the
 * limit of a cell (and one byte) is left out. Fails INVALID if the stream ends inside it. */
err biff_text(struct biff *r, int length_bytes);

err biff_damaged(struct biff *r);

#endif
