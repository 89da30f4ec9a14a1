#include "registry/subjects.h"

#define AMONG(list) " IN (SELECT unnest FROM unnest(" list "))"
#define STANDS(of)  "CASE WHEN " of ".deleted_at IS NULL THEN 1 ELSE 0 END"

/* A company counts where it is registered, a department where it acts; the offices of streets are
 * departments too. */
#define ORGANISATIONS(kind_, test)                                                                 \
	{                                                                                          \
		.kind = kind_,                                                                     \
		.placed = SQL("SELECT o.id, o.home_id, coalesce(o.region_id, 0), " STANDS(         \
			"o") ", o.name FROM organisation o WHERE o.home_id" AMONG("$1") " AND"     \
											" " test), \
		.within = SQL("SELECT o.id FROM organisation o WHERE o.region_id" AMONG(           \
			"$1") " AND o.deleted_at IS NULL AND " test                                \
			      " ORDER BY o.region_id, o.id"),                                      \
		.of_homes = SQL("SELECT o.id FROM organisation o WHERE o.home_id" AMONG(           \
			"$1") " AND " test " UNION SELECT e.company_id FROM estate e"              \
			      " JOIN organisation o ON o.home_id = e.company_id"                   \
			      " WHERE e.home_id" AMONG("$1") " AND " test),                        \
	}

static const struct subject_table kinds[] = {
	{
		.kind = SUBJECT_ESTATE,
		.placed = SQL("SELECT e.id, e.home_id, e.region_id, " STANDS(
			"e") ", e.name"
			     " FROM estate e WHERE e.home_id" AMONG("$1")),
		.within = SQL("SELECT id FROM estate WHERE region_id" AMONG(
			"$1") " AND deleted_at IS NULL ORDER BY region_id, id"),
		/* The estates of an area group share their houses. */
		.of_homes = SQL("SELECT id FROM estate WHERE home_id" AMONG(
			"$1") " UNION SELECT o.id FROM estate e"
			      " JOIN region_within w ON w.descendant_id = e.region_id"
			      " AND w.until = '9999-12-31'"
			      " JOIN region r ON r.home_id = w.ancestor_id AND r.level IN (6, 7)"
			      " JOIN region_within d ON d.ancestor_id = r.home_id"
			      " AND d.until = '9999-12-31'"
			      " JOIN estate o ON o.region_id = d.descendant_id"
			      " AND o.area_group = e.area_group WHERE e.area_group IS NOT NULL"
			      " AND e.home_id" AMONG("$1")),
	},
	ORGANISATIONS(SUBJECT_COMPANY, "o.kind = 3"),
	{
		.kind = SUBJECT_COMMITTEE,
		.placed = SQL("SELECT c.id, c.home_id, e.region_id, CASE WHEN c.deleted_at IS NULL"
			      " AND e.deleted_at IS NULL THEN 1 ELSE 0 END, e.name"
			      " FROM committee c JOIN estate e ON e.home_id = c.home_id"
			      " WHERE c.id" AMONG("$1")),
		.within = SQL("SELECT c.id FROM estate e JOIN committee c ON c.home_id = e.home_id"
			      " WHERE e.region_id" AMONG(
				      "$1") " AND e.deleted_at IS NULL"
					    " AND c.deleted_at IS NULL ORDER BY e.region_id, c.id"),
		/* A person's public role counts where they sit. */
		.of_homes = SQL("SELECT id FROM committee WHERE home_id" AMONG(
			"$1") " UNION SELECT committee_id FROM committee_member"
			      " WHERE person_id" AMONG("$1")),
	},
	ORGANISATIONS(SUBJECT_DEPARTMENT, "o.kind IN (1, 2)"),
	{
		.kind = SUBJECT_STAFF,
		.placed =
			SQL("SELECT s.id, s.home_id, coalesce(e.region_id, s.home_id),"
			    " CASE WHEN s.deleted_at IS NULL AND e.deleted_at IS NULL THEN 1"
			    " ELSE 0 END, s.name FROM staff s"
			    " LEFT JOIN estate e ON e.home_id = s.home_id WHERE s.id" AMONG("$1")),
		.within = SQL("SELECT s.id FROM staff s WHERE s.home_id" AMONG(
			"$1") " AND s.deleted_at IS NULL UNION ALL SELECT s.id FROM estate e"
			      " JOIN staff s ON s.home_id = e.home_id WHERE e.region_id" AMONG(
				      "$1") " AND e.deleted_at IS NULL AND s.deleted_at IS NULL"),
		.of_homes = SQL("SELECT id FROM staff WHERE home_id" AMONG("$1")),
	},
	{0},
};

const struct subject_tables registry_subjects = {
	.kinds = kinds,
	.regions_of_homes = SQL("SELECT region_id FROM estate WHERE home_id" AMONG(
		"$1") " UNION SELECT id FROM region WHERE "
		      "home_id" AMONG("$1") " UNION SELECT "
					    "region_id FROM "
					    "organisation WHERE "
					    "home_id" AMONG("$1") " AND region_id IS NOT NULL"),
};
