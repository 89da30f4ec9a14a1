-- What the counts of measures/*.sql stand on, for one district on one day: figures.py says which in the
-- table `here` (region, today). Written from schema/*.sql alone. The numbers of choices are the places
-- of their codes in the lists that `linli facts KIND` prints, counted from 1, but for these:
--     region.level    3 district, 4 authority, 5 new town, 6 subdistrict, 7 town, 8 community, 9 village
--     facility.state  1 working, 2 faulty, 3 out of use, 4 scrapped
--     house.kind      1 home          house.use        1 lived in, 2 let
--     occupancy.kind  2 tenant        parking.holding  4 unsold
--     duty of a member of a committee 4 alternate

-- ─── regions ───

-- The district and what is below, by the parents: not by region_within, which the program goes by.
CREATE TEMP TABLE area AS
WITH RECURSIVE down (id) AS (
	SELECT region FROM here
	UNION SELECT r.id FROM region r JOIN down ON r.parent_id = down.id)
SELECT r.id, r.parent_id, r.level, r.name FROM region r JOIN down USING (id), here
 WHERE r.deleted_at IS NULL
   AND (r.since IS NULL OR r.since <= today) AND (r.until IS NULL OR r.until >= today);

-- Each region of the district with itself and all regions below.
CREATE TEMP TABLE below AS
WITH RECURSIVE pair (top, id) AS (
	SELECT id, id FROM area
	UNION SELECT pair.top, area.id FROM area JOIN pair ON area.parent_id = pair.id)
SELECT top, id FROM pair;
CREATE INDEX below_top ON below (top, id);
CREATE INDEX below_id ON below (id, top);

CREATE TEMP VIEW town AS SELECT * FROM area WHERE level IN (6, 7);
CREATE TEMP VIEW community AS SELECT * FROM area WHERE level IN (8, 9);

-- ─── estates ───

CREATE TEMP TABLE home AS
SELECT e.*, area.level AS region_level FROM estate e JOIN area ON area.id = e.region_id
 WHERE e.deleted_at IS NULL;
CREATE INDEX home_id ON home (id);
CREATE INDEX home_region ON home (region_id);

-- What is registered of the houses: all, homes, with an area, an owner of today; let, and let with a
-- tenant of today; lived in, and those with somebody of the household registered today.
CREATE TEMP TABLE roll AS
WITH h AS (
	SELECT home_id, kind, use, area_dm2,
	       EXISTS (SELECT 1 FROM ownership o, here
	                WHERE o.home_id = house.home_id AND o.house_id = house.id
	                  AND o.deleted_at IS NULL AND today BETWEEN o.since AND o.until) AS is_owned,
	       EXISTS (SELECT 1 FROM occupancy o, here
	                WHERE o.home_id = house.home_id AND o.house_id = house.id AND o.kind = 2
	                  AND o.deleted_at IS NULL AND today BETWEEN o.since AND o.until) AS is_rented,
	       EXISTS (SELECT 1 FROM occupancy o, here
	                WHERE o.home_id = house.home_id AND o.house_id = house.id AND o.kind <> 2
	                  AND o.deleted_at IS NULL AND today BETWEEN o.since AND o.until) AS is_peopled
	  FROM house WHERE deleted_at IS NULL AND home_id IN (SELECT id FROM home))
SELECT home.id, count(h.use) AS houses, total(h.kind = 1) AS homes, count(h.area_dm2) AS with_area,
       total(is_owned) AS owned, total(h.use = 2) AS let, total(h.use = 2 AND is_rented) AS let_known,
       total(h.use = 1) AS lived_in, total(h.use = 1 AND is_peopled) AS lived_in_known
  FROM home LEFT JOIN h ON h.home_id = home.id GROUP BY home.id;

CREATE TEMP VIEW equipment AS SELECT * FROM facility WHERE deleted_at IS NULL AND state <> 4;
-- Of equipment in use, what is overdue.
CREATE TEMP VIEW overdue_inspection AS
SELECT f.* FROM equipment f, here WHERE f.state <> 3 AND f.inspect_due_on < today;
CREATE TEMP VIEW overdue_upkeep AS
SELECT f.* FROM equipment f, here
 WHERE f.state <> 3 AND julianday(today) - julianday(f.maintained_on) > f.maintain_every_days;

-- ─── people and bodies ───

CREATE TEMP TABLE posted AS
SELECT s.* FROM staff s, here
 WHERE s.deleted_at IS NULL AND s.since <= today AND (s.until IS NULL OR s.until >= today);
CREATE INDEX posted_home ON posted (home_id, kind);

-- Owners' bodies of the district, with the members of today: alternates do not count.
CREATE TEMP TABLE owners_body AS
SELECT c.*, count(m.id) AS members, total(m.is_party_member) AS party_members,
       total(m.is_cross_appointed) AS cross_appointed, total(m.trained_on <= today) AS trained,
       total(p.public_role IN (1, 2, 3)) AS deputies
  FROM committee c JOIN home ON home.id = c.home_id, here
  LEFT JOIN committee_member m ON m.home_id = c.home_id AND m.committee_id = c.id
       AND m.deleted_at IS NULL AND m.duty <> 4
       AND m.since <= today AND (m.until IS NULL OR m.until >= today)
  LEFT JOIN person p ON p.person_id = m.person_id AND p.deleted_at IS NULL
 WHERE c.deleted_at IS NULL GROUP BY c.home_id, c.id;
-- Those in office and within their term.
CREATE TEMP VIEW acting AS
SELECT o.* FROM owners_body o, here
 WHERE state = 2 AND since <= today AND (until IS NULL OR until >= today);
-- Owners' committees that are registered as in office, whether their term is over or not.
CREATE TEMP VIEW board AS SELECT * FROM owners_body WHERE kind = 1 AND state = 2;

CREATE TEMP TABLE party AS
SELECT p.* FROM party_organisation p, here
 WHERE p.deleted_at IS NULL AND p.since <= today AND (p.until IS NULL OR p.until >= today);

-- ─── organisations ───

-- Departments, and the offices of subdistricts and communities.
CREATE TEMP VIEW department AS
SELECT o.*, area.level FROM organisation o JOIN area ON area.id = o.region_id
 WHERE o.deleted_at IS NULL AND o.kind IN (1, 2);
-- A company counts where it is registered, with the estates that it serves anywhere.
CREATE TEMP VIEW company AS
SELECT o.*, (SELECT count(*) FROM estate e, here
              WHERE e.company_id = o.id AND e.deleted_at IS NULL
                AND (e.contract_since IS NULL OR e.contract_since <= today)
                AND (e.contract_until IS NULL OR e.contract_until >= today)) AS serves
  FROM organisation o JOIN area ON area.id = o.region_id WHERE o.deleted_at IS NULL AND o.kind = 3;

-- Where a subject counts, and what it is called.
CREATE TEMP TABLE place AS
SELECT id, id AS region_id, name FROM area
UNION ALL SELECT id, region_id, name FROM home
UNION ALL SELECT o.id, home.region_id, home.name || '/' || o.name FROM owners_body o JOIN home ON home.id = o.home_id
UNION ALL SELECT id, region_id, name FROM department
UNION ALL SELECT id, region_id, name FROM company;
