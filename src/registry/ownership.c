#include "registry/ownership.h"

#include <string.h>

#include "base/date.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/part.h"

const struct field ownership_fields[] = {
	RECORD_FIELDS(ownership),
	{"house_id", F_ID, REQUIRED | ON_CREATE, AT(ownership, house_id), L("房屋", "House")},
	{"person_id", F_ID, REQUIRED | ON_CREATE, AT(ownership, person_id), L("业主", "Owner")},
	{"share_num", F_INT, REQUIRED, AT(ownership, share_num), L("份额分子", "Share, numerator"),
	 1, 1000000},
	{"share_den", F_INT, REQUIRED, AT(ownership, share_den),
	 L("份额分母", "Share, denominator"), 1, 1000000},
	PART_FLAG(ownership, is_representative, "表决代表", "Voting representative"),
	PART_TEXT(ownership, certificate, "不动产权证号", "Certificate", 60),
	{"since", F_DATE, REQUIRED, AT(ownership, since), L("取得日期", "Since")},
	PART_DATE(ownership, until, "终止日期", "Until"),
	{0},
};

#define COLUMNS                                                                          \
	RECORD_COLUMNS ", house_id, person_id, share_num, share_den, is_representative," \
		       " certificate, since, until"

static int64_t greatest_divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t r = a % b;
		a = b;
		b = r;
	}
	return a;
}

/* Adds the share n over d to *num over *den, exactly, in lowest terms. False when that leaves 64 bits, which no sane
 * denominators do. */
static bool add_share(int64_t *num, int64_t *den, int64_t n, int64_t d)
{
	int64_t a, b, sum, product;
	if (__builtin_mul_overflow(*num, d, &a) || __builtin_mul_overflow(n, *den, &b) ||
	    __builtin_add_overflow(a, b, &sum) || __builtin_mul_overflow(*den, d, &product))
		return false;
	int64_t divisor = greatest_divisor(sum, product);
	*num = sum / divisor;
	*den = product / divisor;
	return true;
}

static void check_shares(struct ctx *cx, const struct ownership *o)
{
	int64_t num = o->share_num, den = o->share_den;
	bool fits = true;
	struct stmt *q = sql(cx,
			     "SELECT share_num, share_den FROM ownership WHERE home_id = $1"
			     " AND house_id = $2 AND id <> $3 AND deleted_at IS NULL"
			     " AND since <= $5 AND until >= $4",
			     i64(o->rec.home_id), i64(o->house_id), i64(o->rec.id), str(o->since),
			     str(o->until ? o->until : STILL));
	while (fits && sql_next(q))
		fits = add_share(&num, &den, col_i64(q, 0), col_i64(q, 1));
	if (sql_end(q) == OK && (!fits || num > den))
		fail_field(cx, "share_num",
			   T("ownership.shares", "同期各业主份额之和超过 1（现为 {1}/{2}）",
			     "the owners' shares at a time would sum to {1}/{2}, more than 1"),
			   i64(num), i64(den));
}

static err check(struct ctx *cx, const void *obj)
{
	const struct ownership *o = obj;
	part_must_exist(cx, "house_id",
			"SELECT 1 FROM house WHERE home_id = $1 AND id = $2 AND deleted_at IS NULL",
			o->rec.home_id, o->house_id);
	part_must_exist(
		cx, "person_id",
		"SELECT 1 FROM person WHERE $1 > 0 AND person_id = $2 AND deleted_at IS NULL",
		o->rec.home_id, o->person_id);
	part_check_days(cx, "until", o->since, o->until);
	if (o->share_num > o->share_den)
		fail_field(cx, "share_num",
			   T("ownership.share", "份额不能超过 1", "a share is at most 1"));
	else if (!ctx_err(cx))
		check_shares(cx, o);
	return ctx_err(cx);
}

/* Of the owners at the same time. */
static int64_t representative_of(struct ctx *cx, const struct ownership *o)
{
	return sql_int(cx, 0,
		       "SELECT id FROM ownership WHERE home_id = $1 AND house_id = $2 AND id <> $3"
		       " AND is_representative = 1 AND deleted_at IS NULL AND until >= $4"
		       " AND since <= $5",
		       i64(o->rec.home_id), i64(o->house_id), i64(o->rec.id), str(o->since),
		       str(o->until));
}

/* Whoever is first is the representative; who becomes it takes it from the one before. */
static err fill(struct ctx *cx, void *obj)
{
	struct ownership *o = obj;
	if (!o->until)
		o->until = STILL;
	if (o->is_representative == NONE)
		o->is_representative = representative_of(cx, o) == 0;
	return ctx_err(cx);
}

static err saved(struct ctx *cx, const void *old, const void *new)
{
	const struct ownership *o = new;
	struct ownership other;
	(void)old;
	int64_t id = o->is_representative == 1 && o->rec.deleted_at == NONE
			     ? representative_of(cx, o)
			     : 0;
	err e = ctx_err(cx);
	if (e || !id || (e = record_load(cx, &ownership_entity, o->rec.home_id, id, &other)))
		return e;
	other.is_representative = 0;
	return record_update(cx, &ownership_entity, &other);
}

const struct entity ownership_entity = {
	.kind = "ownership",
	.zh = "产权",
	.en = "ownership",
	.fields = ownership_fields,
	.size = sizeof(struct ownership),
	.check = check,
	.fill = fill,
	.saved = saved,
	ENTITY_SQL("ownership", COLUMNS, P_12),
};

/* ─── transfer ─── */

/* Who owns the house on a day or later. */
static err owners_from(struct ctx *cx, int64_t estate_id, int64_t house_id, const char *on,
		       struct list *ret)
{
	struct ownership *all = NULL;
	size_t n = 0;
	struct stmt *q =
		sql(cx,
		    "SELECT " COLUMNS " FROM ownership WHERE home_id = $1 AND house_id = $2"
		    " AND until >= $3 AND deleted_at IS NULL ORDER BY id",
		    i64(estate_id), i64(house_id), str(on));
	while (sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		sql_read(q, ownership_fields, &all[n++]);
	}
	*ret = (struct list){all, n};
	return sql_end(q);
}

static err end_owners(struct ctx *cx, const struct transfer *t)
{
	char before[DATE_SIZE];
	struct list owners;
	date_from_day(date_to_day(t->on) - 1, before);
	err e = owners_from(cx, t->home_id, t->house_id, t->on, &owners);
	struct ownership *all = owners.items;
	for (size_t i = 0; !e && i < owners.n; i++) {
		if (strcmp(all[i].since, t->on) >= 0)
			return fail(
				cx, ERR_CONFLICT,
				T("transfer.early", "已有自 {1} 起的产权登记，晚于转移日期",
				  "somebody owns it since {1} already, after the day of transfer"),
				str(all[i].since));
		all[i].until = before;
		e = record_update(cx, &ownership_entity, &all[i]);
	}
	return e;
}

err ownership_transfer(struct ctx *cx, const struct transfer *t)
{
	err e = end_owners(cx, t);
	for (size_t i = 0; !e && i < t->n; i++) {
		struct ownership o = t->owners[i];
		o.rec = (struct record){.home_id = t->home_id};
		o.house_id = t->house_id;
		o.is_representative = i == 0;
		o.certificate = t->certificate;
		o.since = t->on;
		o.until = STILL;
		e = record_create(cx, &ownership_entity, &o);
	}
	return e;
}

err ownership_copy(struct ctx *cx, int64_t estate_id, int64_t from_house, int64_t to_house)
{
	struct list owners;
	const char *today = reach_today(cx);
	err e = owners_from(cx, estate_id, from_house, today, &owners);
	const struct ownership *all = owners.items;
	for (size_t i = 0; !e && i < owners.n; i++) {
		struct ownership o = all[i];
		o.rec = (struct record){.home_id = estate_id};
		o.house_id = to_house;
		o.since = today;
		e = record_create(cx, &ownership_entity, &o);
	}
	return e;
}

/* ─── who lives there ─── */

static const struct choice kind_values[] = {
	{"member", "家庭成员", "Household member"},
	{"tenant", "租户", "Tenant"},
	{"other", "其他", "Other"},
};
const struct choices occupancy_kinds = CHOICES("occupancy_kind", kind_values);

const struct field occupancy_fields[] = {
	RECORD_FIELDS(occupancy),
	{"house_id", F_ID, REQUIRED | ON_CREATE, AT(occupancy, house_id), L("房屋", "House")},
	{"person_id", F_ID, REQUIRED | ON_CREATE, AT(occupancy, person_id), L("人员", "Person")},
	PART_ONE_OF(occupancy, kind, REQUIRED, "类别", "Kind", occupancy_kinds),
	PART_TEXT(occupancy, relation, "与业主关系", "Relation to the owner", 20),
	{"since", F_DATE, REQUIRED, AT(occupancy, since), L("入住日期", "Since")},
	PART_DATE(occupancy, until, "搬离日期", "Until"),
	{0},
};

static err occupancy_check(struct ctx *cx, const void *obj)
{
	const struct occupancy *o = obj;
	part_must_exist(cx, "house_id",
			"SELECT 1 FROM house WHERE home_id = $1 AND id = $2 AND deleted_at IS NULL",
			o->rec.home_id, o->house_id);
	part_must_exist(
		cx, "person_id",
		"SELECT 1 FROM person WHERE $1 > 0 AND person_id = $2 AND deleted_at IS NULL",
		o->rec.home_id, o->person_id);
	part_check_days(cx, "until", o->since, o->until);
	return ctx_err(cx);
}

static err occupancy_fill(struct ctx *cx, void *obj)
{
	struct occupancy *o = obj;
	(void)cx;
	if (!o->until)
		o->until = STILL;
	return OK;
}

const struct entity occupancy_entity = {
	.kind = "occupancy",
	.zh = "居住登记",
	.en = "occupancy",
	.fields = occupancy_fields,
	.size = sizeof(struct occupancy),
	.check = occupancy_check,
	.fill = occupancy_fill,
	ENTITY_SQL("occupancy",
		   RECORD_COLUMNS ", house_id, person_id, kind, relation, since, until", P_10),
};
