/* Facts of what is registered in an estate: buildings, houses, parking spaces, equipment. */
#include "registry/facts_priv.h"

#define FROM_ESTATES(parts) \
	" FROM estate e " parts " WHERE e.home_id" ASKED " AND e.deleted_at IS NULL"

/* ─── buildings and houses ─── */

static const struct fact houses[] = {
	COUNT("buildings_registered", "幢", L("已登记楼栋", "Buildings registered"),
	      L("逐幢登记的楼栋数", "buildings that are registered one by one")),
	COUNT("houses_registered", "户", L("已登记房屋", "Houses registered"),
	      L("逐户登记的房屋数，含商铺、车库等",
		"houses registered one by one, shops and garages among them")),
	COUNT("homes_registered", "户", L("已登记住宅", "Homes registered"),
	      L("逐户登记的房屋中的住宅数", "of the houses registered, those to live in")),
	COUNT("houses_with_owner", "户", L("已登记业主的房屋", "Houses with an owner"),
	      L("今天登记有业主的房屋数", "houses that have an owner today")),
	COUNT("houses_with_area", "户", L("已登记面积的房屋", "Houses with an area"),
	      L("登记了产权面积的房屋数", "houses whose certified area is registered")),
	COUNT("houses_let", "户", L("出租房屋", "Houses let"),
	      L("用途登记为出租的房屋数", "houses registered as let")),
	COUNT("houses_let_with_tenant", "户", L("已登记租户的出租房屋", "Houses let, with tenant"),
	      L("出租房屋中今天登记有租户的", "of the houses let, those with a tenant today")),
	COUNT("houses_lived_in", "户", L("自住房屋", "Houses lived in"),
	      L("用途登记为自住的房屋数", "houses registered as lived in by their owners")),
	COUNT("houses_with_household", "户",
	      L("已登记居住人员的自住房屋", "Houses with a household"),
	      L("自住房屋中今天登记有居住人员（家庭成员或其他人）的",
		"of the houses lived in, those with a member of the household or somebody else"
		" registered as living there today, tenants left out")),
	{0},
};

#define HOUSE_HAS(table, which)                                         \
	"EXISTS (SELECT 1 FROM " table " x WHERE x.home_id = h.home_id" \
	" AND x.house_id = h.id AND x.until >= $2 AND x.since <= $2"    \
	" AND x.deleted_at IS NULL" which ")"
#define IS_OWNED     HOUSE_HAS("ownership", "")
#define HAS_TENANT   "h.use = 2 AND " HOUSE_HAS("occupancy", " AND x.kind = 2")
#define IS_INHABITED "h.use = 1 AND " HOUSE_HAS("occupancy", " AND x.kind <> 2")
#define OF_HOUSES                                                         \
	" LEFT JOIN (SELECT h.home_id, count(*) AS houses,"               \
	" count(*) FILTER (WHERE h.kind = 1) AS homes,"                   \
	" count(*) FILTER (WHERE " IS_OWNED ") AS owned,"                 \
	" count(h.area_dm2) AS measured,"                                 \
	" count(*) FILTER (WHERE h.use = 2) AS let,"                      \
	" count(*) FILTER (WHERE " HAS_TENANT ") AS let_with,"            \
	" count(*) FILTER (WHERE h.use = 1) AS lived_in,"                 \
	" count(*) FILTER (WHERE " IS_INHABITED ") AS inhabited"          \
	" FROM house h WHERE h.home_id" ASKED " AND h.deleted_at IS NULL" \
	" GROUP BY h.home_id) n ON n.home_id = e.home_id"
#define HOUSES                                                                           \
	"SELECT e.home_id, (SELECT count(*) FROM building b WHERE b.home_id = e.home_id" \
	" AND b.deleted_at IS NULL), coalesce(n.houses, 0), coalesce(n.homes, 0),"       \
	" coalesce(n.owned, 0), coalesce(n.measured, 0), coalesce(n.let, 0),"            \
	" coalesce(n.let_with, 0), coalesce(n.lived_in, 0), coalesce(n.inhabited, "      \
	"0)" FROM_ESTATES(OF_HOUSES)

/* ─── parking spaces ─── */

static const struct fact spaces[] = {
	COUNT("spaces_registered", "个", L("已登记车位", "Spaces registered"),
	      L("逐个登记的车位数，各类都计",
		"parking spaces registered one by one, of every kind")),
	COUNT("unsold_spaces", "个", L("未售车位", "Unsold spaces"),
	      L("权属登记为未售的车位数", "spaces that the developer has not sold")),
	DAY("unsold_spaces_since", L("未售车位最早交付", "Unsold spaces since"),
	    L("未售车位中最早的交付日期；没有未售车位或都没有日期时为没有记录",
	      "the earliest delivery among unsold spaces; unrecorded if there is none")),
	{0},
};

#define SPACES                                                                     \
	"SELECT e.home_id, count(p.id), count(p.id) FILTER (WHERE p.holding = 4)," \
	" min(p.completed_on) FILTER (WHERE p.holding = 4)" FROM_ESTATES(          \
		" LEFT JOIN parking_space p ON p.home_id = e.home_id"              \
		" AND p.deleted_at IS NULL") ANY_DAY " GROUP BY e.home_id"

/* ─── facilities and equipment ─── */

static const struct fact equipment[] = {
	COUNT("facilities_registered", "台套", L("已登记设施设备", "Facilities registered"),
	      L("登记的设施设备数，报废的不计", "facilities registered, scrapped ones left out")),
	COUNT("facilities_inspection_overdue", "台套", L("检验超期设施", "Inspection overdue"),
	      L("下次检验日期已过的设施设备数；停用、报废或没有日期的不计",
		"facilities whose inspection was due before today; those out of use or without a"
		" date left out")),
	COUNT("facilities_maintenance_overdue", "台套", L("维保超期设施", "Maintenance overdue"),
	      L("距最近维保已超过维保间隔的设施设备数；停用、报废或没有记录的不计",
		"facilities last maintained longer ago than their interval; those out of use or"
		" without a record left out")),
	COUNT("utility_facilities", "台套", L("专营设施", "Utility facilities"),
	      L("供水、二次供水、供电、供气、供热、通信设施数，报废的不计",
		"facilities for water, power, gas, heat and telecom, scrapped ones left out")),
	COUNT("utility_facilities_taken_over", "台套",
	      L("已移交专营单位的设施", "Utility facilities taken over"),
	      L("专营设施中登记了接管单位的", "of those, the ones that a utility has taken over")),
	COUNT("lifts", "部", L("电梯", "Lifts"),
	      L("登记的电梯数，报废的不计", "lifts registered, scrapped ones left out")),
	COUNT("lifts_inspection_overdue", "部", L("检验超期电梯", "Lifts, inspection overdue"),
	      L("下次检验日期已过的电梯数；停用、报废或没有日期的不计",
		"lifts whose inspection was due before today; those out of use or without a date"
		" left out")),
	COUNT("lifts_in_use", "部", L("在用电梯", "Lifts in use"),
	      L("状态为正常或故障的电梯数", "lifts that work or are faulty")),
	DAY("lifts_inspected_until", L("电梯检验最早到期", "Lifts inspected until"),
	    L("在用电梯中最早的下次检验日期；有一部没有登记的，或没有在用电梯的，为没有记录",
	      "the earliest next inspection among lifts in use; unrecorded if one of them has no"
	      " date, or none is in use")),
	{0},
};

/* The number of a day, up to a constant, of a date's text: months from March on, so that the day that
 * leap years add comes last. */
#define NUMBER(date, from, n) "CAST(substr(" date ", " from ", " n ") AS BIGINT)"
#define YEAR(date)            "(" NUMBER(date, "1", "4") " - (14 - " NUMBER(date, "6", "2") ") / 12)"
#define MONTH(date) \
	"(" NUMBER(date, "6", "2") " + 12 * ((14 - " NUMBER(date, "6", "2") ") / 12) - 3)"
#define DAY_NUMBER(date)                                                               \
	"(" NUMBER(date, "9", "2") " + (153 * " MONTH(date) " + 2) / 5 + 365 * " YEAR( \
		date) " + " YEAR(date) " / 4 - " YEAR(date) " / 100 + " YEAR(date) " / 400)"

#define IN_USE        "f.state IN (1, 2)"              /* working or faulty */
#define IS_UTILITY    "f.kind IN (5, 7, 8, 9, 10, 11)" /* power, water … telecom */
#define LIFT_IN_USE   "f.kind = 1 AND " IN_USE
#define NOT_INSPECTED IN_USE " AND f.inspect_due_on < $2"
#define NOT_MAINTAINED                                                                         \
	IN_USE " AND f.maintained_on IS NOT NULL AND f.maintain_every_days > 0"                \
	       " AND " DAY_NUMBER("f.maintained_on") " + f.maintain_every_days < " DAY_NUMBER( \
		       "$2")

#define EQUIPMENT                                                                                  \
	"SELECT e.home_id, count(f.id), count(*) FILTER (WHERE " NOT_INSPECTED "),"                \
	" count(*) FILTER (WHERE " NOT_MAINTAINED "), count(*) FILTER (WHERE " IS_UTILITY          \
	"), count(f.operated_by) FILTER (WHERE " IS_UTILITY "),"                                   \
	" count(*) FILTER (WHERE f.kind = 1),"                                                     \
	" count(*) FILTER (WHERE f.kind = 1 AND " NOT_INSPECTED                                    \
	"), count(*) FILTER (WHERE " LIFT_IN_USE                                                   \
	"), CASE WHEN count(*) FILTER (WHERE " LIFT_IN_USE                                         \
	" AND f.inspect_due_on IS NULL) = 0 THEN min(f.inspect_due_on) FILTER (WHERE " LIFT_IN_USE \
	") END" FROM_ESTATES(                                                                      \
		" LEFT JOIN facility f ON f.home_id = e.home_id AND f.deleted_at IS NULL"          \
		" AND f.state <> 4") " GROUP BY e.home_id"

const struct fact_table estate_part_facts[] = {
	{SUBJECT_ESTATE, houses, SQL(HOUSES)},
	{SUBJECT_ESTATE, spaces, SQL(SPACES)},
	{SUBJECT_ESTATE, equipment, SQL(EQUIPMENT)},
	{0},
};
