"""Is every write whole? Each statement counts things that lack a part which the same transaction
wrote; all must count none.
"""
CHECKS = {
    "estates whose versions are not 1, 2 … up to their own":
        "SELECT count(*) FROM estate e WHERE e.version <> (SELECT count(*) FROM version v"
        " WHERE v.home_id = e.home_id AND v.kind = 'estate' AND v.id = e.id"
        " AND v.version BETWEEN 1 AND e.version)",
    "buildings whose versions are not":
        "SELECT count(*) FROM building b WHERE b.version <> (SELECT count(*) FROM version v"
        " WHERE v.home_id = b.home_id AND v.kind = 'building' AND v.id = b.id)",
    "people whose versions are not":
        "SELECT count(*) FROM person p WHERE p.version <> (SELECT count(*) FROM version v"
        " WHERE v.home_id = p.person_id AND v.kind = 'person' AND v.id = p.person_id)",
    "versions of nothing":
        "SELECT count(*) FROM version v WHERE v.kind = 'estate'"
        " AND NOT EXISTS (SELECT 1 FROM estate e WHERE e.home_id = v.home_id)",
    "versions that the audit does not know":
        "SELECT count(*) FROM version v WHERE v.kind IN ('estate', 'building', 'person')"
        " AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.home_id = v.home_id AND a.kind = v.kind"
        " AND a.subject_id = v.id)",
    "estates with more or fewer acts in the audit than versions":
        "SELECT count(*) FROM estate e WHERE e.version <> (SELECT count(*) FROM audit a"
        " WHERE a.home_id = e.home_id AND a.kind = 'estate' AND a.subject_id = e.id)",
    "estates out of the reach of a region above them":
        "SELECT count(*) FROM estate e JOIN region_within w ON w.descendant_id = e.region_id"
        " AND w.until = '9999-12-31' WHERE NOT EXISTS (SELECT 1 FROM reach r"
        " WHERE r.reach_id = w.ancestor_id AND r.thing_id = e.home_id"
        " AND r.kind = CASE WHEN e.deleted_at IS NULL THEN 1 ELSE 3 END)",
    "reach of nothing":
        "SELECT count(*) FROM reach r WHERE r.kind IN (1, 3)"
        " AND NOT EXISTS (SELECT 1 FROM estate e WHERE e.home_id = r.thing_id)",
    "estates that the search does not find, or finds though removed":
        "SELECT count(*) FROM estate e WHERE (e.deleted_at IS NULL) <> EXISTS"
        " (SELECT 1 FROM search_entry s WHERE s.home_id = e.home_id AND s.kind = 'estate')",
    "people not found by their phone":
        "SELECT count(*) FROM person p WHERE p.phone IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM person_key k WHERE k.person_id = p.person_id)",
    "more or fewer estates than kept keys of their making":
        "SELECT abs((SELECT count(*) FROM estate WHERE name LIKE '断电花园%') -"
        " (SELECT count(*) FROM idempotency WHERE key LIKE 'crash-%'))",
    "estates with the same number":
        "SELECT count(*) FROM (SELECT number FROM estate GROUP BY number HAVING count(*) > 1) x",
}


def halves(database):
    """What is not whole, in words."""
    for what, statement in CHECKS.items():
        n = int(database.sql(statement)[0][0])
        if n:
            yield f"{n} {what}"
