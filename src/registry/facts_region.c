/* Facts of regions: sums over the node and everything below it today. */
#include "registry/facts_priv.h"

/* Every node that was asked for, `r`, with each node that is within it today, `w`; which node that is,
 * `d`, unless it is gone; the estates that hang there. One left join after the other: what stands in
 * parentheses SQLite would make for the whole country first. */
#define NODES                                                                   \
	" FROM region r LEFT JOIN region_within w ON w.ancestor_id = r.home_id" \
	" AND w.since <= $2 AND w.until >= $2"
#define NODE " LEFT JOIN region d ON d.home_id = w.descendant_id AND d.deleted_at IS NULL"
#define ESTATE                                                 \
	" LEFT JOIN estate e ON e.region_id = w.descendant_id" \
	" AND e.deleted_at IS NULL"
#define OF_THOSE " WHERE r.home_id" ASKED " AND r.deleted_at IS NULL GROUP BY r.home_id"

/* ─── the tree ─── */

static const struct fact tree[] = {
	COUNT("communities", "个", L("社区（村）数", "Communities"),
	      L("本辖区及以下今天存在的社区和村", "communities and villages that stand today")),
	COUNT("subdistricts", "个", L("镇街数", "Subdistricts"),
	      L("本辖区及以下今天存在的街道和镇", "subdistricts and towns that stand today")),
	COUNT("new_towns", "个", L("新城数", "New towns"),
	      L("本辖区及以下今天存在的新城", "new towns that stand today")),
	{0},
};

#define STANDS         "(d.since IS NULL OR d.since <= $2) AND (d.until IS NULL OR d.until >= $2)"
#define LEVELS(levels) " count(*) FILTER (WHERE d.level IN (" levels ") AND " STANDS ")"
#define TREE \
	"SELECT r.home_id," LEVELS("8, 9") "," LEVELS("6, 7") "," LEVELS("5") NODES NODE OF_THOSE

/* ─── estates ─── */

static const struct fact estates[] = {
	COUNT("estates", "个", L("小区数", "Estates"),
	      L("本辖区及以下的小区，待划归的也计", "estates, those that wait to be placed too")),
	COUNT("estates_old", "个", L("老旧小区数", "Old estates"),
	      L("类型登记为老旧小区的", "estates registered as old")),
	COUNT("estates_resettlement", "个", L("安置小区数", "Resettlement estates"),
	      L("类型登记为安置小区的", "estates registered as resettlement housing")),
	COUNT("estates_unit", "个", L("单位自管小区数", "Estates run by enterprises"),
	      L("类型登记为单位自管小区的", "estates registered as run by an enterprise")),
	COUNT("estates_scattered", "个", L("零散楼栋数", "Scattered buildings"),
	      L("类型登记为零散楼栋的", "estates registered as scattered buildings")),
	COUNT("estates_served", "个", L("有物业服务的小区数", "Estates served"),
	      L("服务模式为规范化物业、准物业、业主自治或社区管理的",
		"estates in one of the four modes of service")),
	COUNT("estates_professional", "个", L("规范化物业小区数", "Professional service"),
	      L("服务模式为规范化物业的", "estates with professional service")),
	COUNT("estates_basic", "个", L("准物业小区数", "Basic service"),
	      L("服务模式为准物业的", "estates with basic service")),
	COUNT("estates_self_managed", "个", L("业主自治小区数", "Self-managed"),
	      L("服务模式为业主自治的", "estates that their owners manage")),
	COUNT("estates_by_community", "个", L("社区管理小区数", "Run by the community"),
	      L("服务模式为社区管理的", "estates that the community runs")),
	COUNT("estates_unserved", "个", L("无物业服务小区数", "Estates without service"),
	      L("服务模式登记为无物业服务的", "estates registered as having no service")),
	COUNT("estates_mode_unknown", "个", L("服务模式未填小区数", "Mode not recorded"),
	      L("没有登记服务模式的", "estates whose mode of service nobody recorded")),
	COUNT("estates_not_placed", "个", L("待划归小区数", "Estates to be placed"),
	      L("挂在社区（村）以上的", "estates that hang above a community")),
	COUNT("estates_with_company", "个", L("有物业服务企业的小区数", "Estates with a company"),
	      L("登记了现在服务的物业服务企业的",
		"estates for which a company that serves now is registered")),
	COUNT("houses", "户", L("户数", "Houses"),
	      L("各小区上报户数之和，未填的不计",
		"houses that the estates reported, those without a figure left out")),
	{0},
};

#define WITH(condition) " count(e.home_id) FILTER (WHERE " condition "),"
#define OF_KIND(n)      WITH("e.kind = " n)
#define OF_MODE(n)      WITH("e.service_mode = " n)
#define BY_MODE         OF_MODE("1") OF_MODE("2") OF_MODE("3") OF_MODE("4") OF_MODE("5")
#define ESTATES                                                                                    \
	"SELECT r.home_id, count(e.home_id)," OF_KIND("2") OF_KIND("3") OF_KIND("6") OF_KIND(      \
		"8") WITH("e.service_mode BETWEEN 1 AND 4") BY_MODE WITH("e.service_mode IS NULL") \
		WITH("p.level < 8") " count(o.home_id), CAST(coalesce(sum(e.house_count), 0) AS "  \
				    "BIGINT)" NODES ESTATE                                         \
				    " LEFT JOIN region p ON p.home_id = e.region_id"               \
				    " LEFT JOIN organisation o ON o.home_id = e.company_id AND "   \
				    "o.deleted_at IS NULL" OF_THOSE

/* ─── owners' bodies, Party organisations, appointed officials ─── */

static const struct fact bodies[] = {
	COUNT("estates_with_committee", "个", L("有业委会小区数", "Estates with a committee"),
	      L("有在任且任期未满的业主委员会的",
		"estates whose owners' committee is in office and in its term")),
	COUNT("committees_in_office", "个", L("在任业主组织数", "Owners' bodies in office"),
	      L("有在任且任期未满的业主组织（业委会、管委会或居委会代行）的小区数",
		"estates with any owners' body in office and in its term")),
	COUNT("committees_expired", "个", L("届满未换届数", "Terms over, not renewed"),
	      L("业主组织任期已满、没有在任的下一届的小区数；已解散的不计",
		"estates whose owners' body has outlived its term while no other is in office;"
		" dissolved ones left out")),
	COUNT("estates_with_party_organisation", "个",
	      L("有党组织小区数", "Estates with a Party organisation"),
	      L("登记有今天仍在的小区党组织的", "estates whose Party organisation stands today")),
	COUNT("estates_with_appointed_official", "个",
	      L("有挂包干部小区数", "Estates with an appointed official"),
	      L("今天有挂包干部的", "estates to which an official is appointed today")),
	{0},
};

/* Of an estate's bodies the one that matters most: 3 a committee of owners in office, 2 another body
 * in office, 1 one whose term is over, 0 none of these. */
#define BEST_BODY                                                                           \
	"(SELECT max(CASE WHEN x.state = 2 AND x.since <= $2"                               \
	" AND (x.until IS NULL OR x.until >= $2) THEN CASE x.kind WHEN 1 THEN 3 ELSE 2 END" \
	" WHEN x.state = 3 OR (x.state = 2 AND x.until < $2) THEN 1 ELSE 0 END)"            \
	" FROM committee x WHERE x.home_id = o.estate_id AND x.deleted_at IS NULL)"
#define HAS(table, which) \
	"EXISTS (SELECT 1 FROM " table " x WHERE x.home_id = o.estate_id" which ")"
#define HAS_PARTY     HAS("party_organisation", IN_FORCE("x"))
#define HAS_APPOINTED HAS("staff", " AND x.kind = 3" IN_FORCE("x"))
/* In the order of the estates, so that what is looked up lies near what was looked up before; and
 * materialised, so that a body that is counted three times is looked up once. */
#define BODIES                                                                                \
	"WITH o AS MATERIALIZED (SELECT r.home_id AS region_id, e.home_id AS estate_id" NODES \
		ESTATE " WHERE r.home_id" ASKED " AND r.deleted_at IS NULL ORDER BY 2),"      \
	" k AS MATERIALIZED (SELECT o.region_id, " BEST_BODY " AS body,"                      \
	" " HAS_PARTY " AS has_party, " HAS_APPOINTED " AS has_appointed FROM o)"             \
	" SELECT k.region_id, count(*) FILTER (WHERE k.body = 3),"                            \
	" count(*) FILTER (WHERE k.body >= 2), count(*) FILTER (WHERE k.body = 1),"           \
	" count(*) FILTER (WHERE k.has_party), count(*) FILTER (WHERE k.has_appointed)"       \
	" FROM k GROUP BY k.region_id"

/* ─── staff ─── */

static const struct fact staff[] = {
	COUNT("specialists", "人", L("物业专干人数", "Property specialists"),
	      L("今天在本辖区及以下各级任职的物业专干（物管员），按任职计，派到小区的不计",
		"property specialists posted to the region or a region below it today, each post"
		" once, those of estates left out")),
	COUNT("office_staff", "人", L("物业办人数", "Property office staff"),
	      L("今天在本辖区及以下各级任职的镇街物业办人员",
		"staff of property offices posted to the region or below today")),
	COUNT("office_staff_full_time", "人",
	      L("物业办专职人数", "Property office staff, full time"),
	      L("其中登记为专职的", "of those, the ones registered as full time")),
	COUNT("grid_workers", "人", L("网格员人数", "Grid workers"),
	      L("今天在本辖区及以下各级任职的网格员",
		"grid workers posted to the region or below today")),
	COUNT("mediators", "人", L("调解员人数", "Mediators"),
	      L("今天在本辖区及以下各级任职的调解员",
		"mediators posted to the region or below today")),
	COUNT("volunteers", "人", L("志愿者人数", "Volunteers"),
	      L("今天在本辖区及以下各级登记的志愿者",
		"volunteers registered in the region or below today")),
	COUNT("party_instructors", "人", L("党建指导员人数", "Party instructors"),
	      L("今天在本辖区及以下各级任职的党建指导员",
		"Party instructors posted to the region or below today")),
	COUNT("own_specialists", "人", L("本级物业专干人数", "Own property specialists"),
	      L("今天就在本级任职的物业专干（物管员）",
		"property specialists posted to this very region today")),
	COUNT("own_office_staff", "人", L("本级物业办人数", "Own property office staff"),
	      L("今天就在本级任职的物业办人员",
		"staff of property offices posted to this very region today")),
	COUNT("own_office_staff_full_time", "人",
	      L("本级物业办专职人数", "Own property office staff, full time"),
	      L("其中登记为专职的", "of those, the ones registered as full time")),
	COUNT("own_mediators", "人", L("本级调解员人数", "Own mediators"),
	      L("今天就在本级任职的调解员", "mediators posted to this very region today")),
	COUNT("own_grid_workers", "人", L("本级网格员人数", "Own grid workers"),
	      L("今天就在本级任职的网格员", "grid workers posted to this very region today")),
	{0},
};

#define STAFF(which) " count(s.id) FILTER (WHERE s.kind = " which ")"
#define FULL_TIME    " AND s.is_full_time = 1"
#define OWN          " AND w.depth = 0"
#define STAFF_BELOW                                                                      \
	STAFF("1")                                                                       \
	"," STAFF("2") "," STAFF("2" FULL_TIME) "," STAFF("4") "," STAFF("7") "," STAFF( \
		"9") "," STAFF("8")
#define STAFF_HERE     \
	STAFF("1" OWN) \
	"," STAFF("2" OWN) "," STAFF("2" FULL_TIME OWN) "," STAFF("7" OWN) "," STAFF("4" OWN)
#define POSTED                                                    \
	"SELECT r.home_id," STAFF_BELOW "," STAFF_HERE NODES NODE \
	" LEFT JOIN staff s ON s.home_id = d.home_id" IN_FORCE("s") OF_THOSE

/* ─── departments ─── */

static const struct fact departments[] = {
	COUNT("departments", "个", L("本级部门和机构数", "Departments and offices"),
	      L("登记在本级、今天仍在履职的部门和派出、基层机构，以下各级的不计",
		"departments and offices registered at this very region that act today")),
	{0},
};

/* What stands at a node itself is in its reach the first way. */
#define DEPARTMENTS                                                                              \
	"SELECT r.home_id, count(o.home_id) FROM region r"                                       \
	" LEFT JOIN reach t ON t.reach_id = r.home_id AND t.kind = 2 AND t.way = 1"              \
	" LEFT JOIN organisation o ON o.home_id = t.thing_id AND o.kind IN (1, 2)" NOT_OVER("o") \
		OF_THOSE

/* clang-format off */
#define OF_REGIONS(of)                       \
	{of, tree, SQL(TREE)},               \
	{of, estates, SQL(ESTATES)},         \
	{of, bodies, SQL(BODIES)},           \
	{of, staff, SQL(POSTED)},            \
	{of, departments, SQL(DEPARTMENTS)}
/* clang-format on */

const struct fact_table region_facts[] = {
	OF_REGIONS(SUBJECT_AUTHORITY),
	OF_REGIONS(SUBJECT_NEW_TOWN),
	OF_REGIONS(SUBJECT_SUBDISTRICT),
	OF_REGIONS(SUBJECT_COMMUNITY),
	{0},
};
