/* Values as people write them in spreadsheets and forms: fees, areas, counts, years, dates, yes and
 * no, the owners of a house, phones, house numbers. A parser understands, or says what is wrong and
 * what to do; it never guesses between two meanings, and never makes 0 of what it cannot read.
 *
 *     struct fee fee;
 *     struct human_fault fault;
 *     switch (human_fee(text, &fee, &fault)) {
 *     case HUMAN_VALUE: …
 *     case HUMAN_NONE:  …                      // blank, or 暂无数据, -, 无
 *     case HUMAN_WRONG: human_fail(cx, path, &fault);
 *     }
 *
 * Full width or half, blanks and letter case make no difference. Nothing is written to `ret` unless
 * HUMAN_VALUE is returned.
 */
#ifndef LINLI_REGISTRY_HUMAN_H
#define LINLI_REGISTRY_HUMAN_H

#include "base/date.h"
#include "base/field.h"

enum human { HUMAN_NONE, HUMAN_VALUE, HUMAN_WRONG };

struct human_fault {
	struct text text; /* {1}: the part of the cell that is meant */
	char what[64];
};
void human_fail(struct ctx *cx, const char *path, const struct human_fault *f);

/* ─── fees ─── */

enum fee_unit { /* of the database: append only */
		FEE_M2_MONTH = 1,
		FEE_M2_DAY,
		FEE_M2_QUARTER,
		FEE_M2_YEAR,
		FEE_HOUSE_MONTH,
		FEE_HOUSE_DAY,
		FEE_HOUSE_QUARTER,
		FEE_HOUSE_YEAR,
		FEE__MAX
};
extern const struct choices fee_units;

struct fee {
	int64_t low_e4, high_e4; /* 0.0001 yuan; the same where there is one price */
	int64_t unit;
	bool is_range;
	bool is_about;        /* 约 */
	bool is_unit_assumed; /* not written, or not wholly: by m² and by month where nothing is said */
};

/* "2.38元/平米/月", "1.14至2.48元/㎡·月", "180元/户·年", "0.1元每平方米每天", "约1.2元", "1.2". */
enum human human_fee(const char *s, struct fee *ret, struct human_fault *fault);

/* ─── amounts ─── */

struct amount {
	int64_t value;
	bool is_about;
};

/* "89.50㎡", "1,234.56平方米", "约10.5万㎡": in dm² (0.01 m²). */
enum human human_area(const char *s, struct amount *ret, struct human_fault *fault);

/* "1124户", "共5栋", "约200", "1.2万户": how many. */
enum human human_count(const char *s, struct amount *ret, struct human_fault *fault);

struct years {
	int64_t from, to; /* the same where there is one */
	bool is_about;
};

/* "2002年建成", "建于2002", "1998-2003年", "90年代": years from 1800 to 2100. */
enum human human_years(const char *s, struct years *ret, struct human_fault *fault);

/* ─── dates, yes and no ─── */

struct human_date {
	char date[DATE_SIZE];
	bool is_imprecise; /* only the month was written, or only the year: its first day */
};

/* 2020-8-1, 2020/8/1, 2020.8.1, 20200801, 2020年8月1日, 二〇二〇年八月一日, 44044 (a spreadsheet's
 * day), 2020年8月, 2020-08, 202008, 2020; a time of day behind it is left out. */
enum human human_date(const char *s, struct human_date *ret, struct human_fault *fault);

/* 是 有 √ Y 1 …, 否 无 × N 0 … */
enum human human_flag(const char *s, bool *ret, struct human_fault *fault);

/* ─── owners ─── */

struct human_owner {
	const char *name;
	int64_t num, den; /* the share, shortened; 0, 0: not written (together, or the only one) */
};

/* "张三", "张三/李四", "张三、李四", "张三（50%）李四（50%）", "张三 1/3 李四 2/3". Shares are written
 * for all or for none, and make one whole. */
enum human human_owners(mem *parent, const char *s, struct human_owner **ret, size_t *ret_n,
			struct human_fault *fault);

/* "50%", "1/2", "0.5", "全部", "1": a share, shortened. */
enum human human_share(const char *s, struct human_owner *ret, struct human_fault *fault);

/* Several phones in a cell, each as phone_normalise() keeps it (place/identifier.h). */
enum human human_phones(mem *parent, const char *s, const char ***ret, size_t *ret_n,
			struct human_fault *fault);

/* ─── houses ─── */

struct human_house { /* without leading zeros; what was not written is "" */
	char building[24], entrance[24], house[24];
};

/* "3幢2单元1201室", "3-2-1201", "3号楼1201", "03栋-01单元-0501", "A座1201", "三幢东单元301", "1201".
 * Two numbers are building and house. */
enum human human_house(const char *s, struct human_house *ret, struct human_fault *fault);

/* One part of an address in the form in which two spellings are the same text: "03幢" is "3", "2单元"
 * is "2", "1201室" is "1201", "a座" is "A"; what is no number, as it stands without blanks. */
char *human_house_part(mem *parent, const char *s);

/* "3-2-1201", "3-1201", "2单元1201", "1201": the form in which two spellings of one house, and no two
 * houses, are the same text. */
char *human_house_normal(mem *parent, const struct human_house *h);

#endif
