-- Each count gives for every subject: its id, whether the clause applies to it, and whether it does what
-- is asked; each 1, 0, or NULL where that is not recorded. Figures are pack.yaml's, copied by hand.

-- national/area_delimited
SELECT id, 1, is_area_delimited FROM home;

-- national/property_room  (of what developers build: commodity, resettlement, public rental, affordable)
SELECT id, kind IN (1, 3, 4, 5), has_property_room FROM home;

-- national/utilities_taken_over  (power, water, secondary water, gas, heat, telecom)
SELECT home.id, count(f.id) > 0, count(f.operated_by) = count(f.id)
  FROM home LEFT JOIN equipment f ON f.home_id = home.id AND f.kind IN (5, 7, 8, 9, 10, 11)
 GROUP BY home.id;

-- national/roll_houses
SELECT id, house_count > 0, homes >= house_count FROM home JOIN roll USING (id);

-- national/roll_areas
SELECT id, houses > 0, with_area = houses FROM roll;

-- national/roll_owners
SELECT id, houses > 0, owned = houses FROM roll;

-- national/owners_body
SELECT id, 1, id IN (SELECT home_id FROM acting) FROM home;

-- national/assembly_papers
SELECT id, has_assembly, has_covenant AND has_assembly_rules FROM home;

-- national/assembly_has_committee
SELECT id, has_assembly, id IN (SELECT home_id FROM acting) FROM home;

-- national/committee_size  (5 to 11, odd)
SELECT id, kind = 1 AND state = 2, members BETWEEN 5 AND 11 AND members % 2 = 1 FROM owners_body;

-- national/committee_term  (5 years; from 29 February to 28 February)
SELECT id, kind = 1 AND state = 2,
       until <= min(date(since, '+5 years'), date(since, 'start of month', '+5 years', '+1 month', '-1 day'))
  FROM owners_body;

-- national/committee_in_term  (also of those whose term is over while no other body is in office)
SELECT id,
       kind = 1 AND (state = 2 OR (state = 3 AND NOT EXISTS (
	       SELECT 1 FROM acting a WHERE a.home_id = o.home_id AND a.id <> o.id))),
       state = 2 AND until >= today
  FROM owners_body o, here;

-- national/committee_reelection  (3 months; the last day of a shorter month)
SELECT id, kind = 1 AND state = 2 AND until >= today,
       until >= min(date(today, '+3 months'), date(today, 'start of month', '+4 months', '-1 day'))
  FROM owners_body, here;

-- national/committee_filed  (30 days)
SELECT id, kind = 1 AND state = 2 AND (filed_on IS NOT NULL OR julianday(today) - julianday(since) > 30),
       filed_on IS NOT NULL
  FROM owners_body, here;

-- national/committee_filed_in_time  (30 days)
SELECT id, kind = 1 AND state = 2 AND filed_on IS NOT NULL, julianday(filed_on) - julianday(since) <= 30
  FROM owners_body;

-- national/contract_dates
SELECT id, company_id IS NOT NULL, contract_since IS NOT NULL AND contract_until IS NOT NULL FROM home;

-- national/contract_in_force
SELECT id, company_id IS NOT NULL, contract_until >= today FROM home, here;

-- national/contract_renewal  (90 days)
SELECT id, company_id IS NOT NULL AND contract_until >= today,
       julianday(contract_until) - julianday(today) > 90
  FROM home, here;

-- national/charging_form
SELECT id, company_id IS NOT NULL, charging_form IS NOT NULL FROM home;

-- national/fee_known
SELECT id, company_id IS NOT NULL, fee_low_e4 IS NOT NULL AND fee_unit IS NOT NULL FROM home;

-- national/company_identified
SELECT id, serves > 0, credit_code IS NOT NULL AND legal_person IS NOT NULL AND phone IS NOT NULL
  FROM company;

-- national/facilities_inspected
SELECT id, id IN (SELECT home_id FROM equipment), id NOT IN (SELECT home_id FROM overdue_inspection)
  FROM home;

-- national/facilities_maintained
SELECT id, id IN (SELECT home_id FROM equipment), id NOT IN (SELECT home_id FROM overdue_upkeep)
  FROM home;

-- national/lifts_inspected  (of lifts in use; one without a date may be overdue or not)
SELECT home.id, count(f.id) > 0,
       CASE WHEN min(f.inspect_due_on) < today THEN 0 WHEN count(f.inspect_due_on) = count(f.id) THEN 1 END
  FROM home, here LEFT JOIN equipment f ON f.home_id = home.id AND f.kind = 1 AND f.state <> 3
 GROUP BY home.id;
