/* A list as a sheet, as people read it: names in place of ids, labels of choices, fees as they are
 * written, dates and hours of China; and 标识 and 版本, by which an edited sheet is imported again.
 *
 *     struct export_sheet *s = export_sheet_on(cx, writer, list, "张三 · 西湖区住建局 · 2026-03-02 09:00");
 *     list->sink = export_sheet_sink(s);
 *     err e = list->route->handle(cx, list);
 *     return e ? e : export_sheet_end(s);
 *
 * A column that the list never fills is left out, and so is an id whose name stands beside it.
 */
#ifndef LINLI_APP_EXPORT_SHEET_H
#define LINLI_APP_EXPORT_SHEET_H

#include "http/request.h"
#include "sheet/writer.h"

struct export_sheet;

struct export_sheet *export_sheet_on(struct ctx *cx, struct writer *w, const struct request *list,
				     const char *title);
/* Takes its rows; lives as long as the sheet. */
struct row_sink *export_sheet_sink(struct export_sheet *s);
/* The header of a list without rows. */
err export_sheet_end(struct export_sheet *s);
int64_t export_sheet_rows(const struct export_sheet *s);

/* Before the first row: of lists that say whose they are, personal data in the clear. Whose was
 * shown is known afterwards, each once, and which members were: "name,phone". */
void export_sheet_reveal(struct export_sheet *s);
const int64_t *export_sheet_people(const struct export_sheet *s, size_t *ret_n);
const char *export_sheet_personal(const struct export_sheet *s);

/* "2026-03-02 09:00" in Asia/Shanghai. */
const char *export_instant(mem *parent, int64_t instant);

#endif
