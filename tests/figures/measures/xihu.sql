-- xihu/subdistrict_body  (a department or office of the subdistrict itself that acts today)
SELECT t.id, EXISTS (SELECT 1 FROM below b JOIN home ON home.region_id = b.id WHERE b.top = t.id),
       EXISTS (SELECT 1 FROM department d, here
                WHERE d.region_id = t.id AND (d.since IS NULL OR d.since <= today)
                  AND (d.until IS NULL OR d.until >= today))
  FROM town t;

-- xihu/department_reachable
SELECT id, level IN (3, 4) AND (until IS NULL OR until >= today), phone IS NOT NULL
  FROM department, here;

-- xihu/office_staff  (one to three, full time)
SELECT t.id, EXISTS (SELECT 1 FROM below b JOIN home ON home.region_id = b.id WHERE b.top = t.id),
       (SELECT count(*) FROM posted p WHERE p.home_id = t.id AND p.kind = 2 AND p.is_full_time = 1)
       BETWEEN 1 AND 3
  FROM town t;

-- xihu/community_specialists  (one)
SELECT c.id, EXISTS (SELECT 1 FROM home WHERE home.region_id = c.id),
       (SELECT count(*) FROM posted p WHERE p.home_id = c.id AND p.kind = 1) >= 1
  FROM community c;

-- xihu/committee_party_floor  (3/10, of committees since 2020-07-24)
SELECT id, kind = 1 AND state = 2 AND since >= '2020-07-24',
       iif(members > 0, party_members * 10 >= members * 3, NULL)
  FROM owners_body;

-- xihu/committee_party_half  (1/2, of committees since 2020-07-24)
SELECT id, kind = 1 AND state = 2 AND since >= '2020-07-24',
       iif(members > 0, party_members * 2 >= members, NULL)
  FROM owners_body;

-- xihu/committee_branch  (from 3 members of the Party)
SELECT id, kind = 1 AND state = 2 AND party_members >= 3, has_party_branch FROM owners_body;

-- xihu/committee_trained
SELECT id, kind = 1 AND state = 2, members > 0 AND trained = members FROM owners_body;

-- xihu/committee_party
SELECT id, id IN (SELECT home_id FROM acting WHERE kind = 1),
       id IN (SELECT home_id FROM party) OR id IN (SELECT home_id FROM posted WHERE kind = 8)
  FROM home;

-- xihu/committee_cross
SELECT id, kind = 1 AND state = 2, cross_appointed > 0 FROM owners_body;

-- xihu/self_governed
SELECT id, company_id IS NULL OR NOT is_preliminary, id IN (SELECT home_id FROM acting) FROM home;

-- xihu/district_mediators
SELECT id, 1, id IN (SELECT home_id FROM posted WHERE kind = 7) FROM area WHERE level IN (3, 4);

-- xihu/subdistrict_mediators
SELECT t.id, EXISTS (SELECT 1 FROM below b JOIN home ON home.region_id = b.id WHERE b.top = t.id),
       t.id IN (SELECT home_id FROM posted WHERE kind = 7)
  FROM town t;

-- xihu/community_mediators
SELECT c.id, EXISTS (SELECT 1 FROM home WHERE home.region_id = c.id),
       c.id IN (SELECT home_id FROM posted WHERE kind = 7)
  FROM community c;

-- xihu/association_party
SELECT id, is_association_member, has_party_organisation FROM company;

-- xihu/company_party
SELECT id, serves > 0, has_party_organisation FROM company;

-- xihu/estate_managed
SELECT id, 1, service_mode <> 5 FROM home;

-- xihu/resettlement_covenant
SELECT id, kind = 3, has_covenant FROM home;

-- xihu/old_fee  (0.56 yuan a month and m²; what a house pays is spread over the housing area of 0.01 m²)
SELECT id, kind = 2 AND service_mode = 2 AND company_id IS NOT NULL,
       CASE WHEN fee_unit BETWEEN 1 AND 4 THEN
	       fee_low_e4 * times >= 5600 * months
       WHEN fee_unit BETWEEN 5 AND 8 THEN
	       fee_low_e4 * times * house_count * 100 >= 5600 * months * housing_dm2
       END
  FROM home LEFT JOIN (SELECT 1 AS unit, 1 AS times, 1 AS months  -- of one month
                       UNION VALUES (2, 365, 12), (3, 1, 3), (4, 1, 12),
                                    (5, 1, 1), (6, 365, 12), (7, 1, 3), (8, 1, 12)) ON unit = fee_unit;

-- xihu/renovated_served
SELECT id, kind = 2 AND is_renovated, service_mode = 1 FROM home;

-- xihu/smart_parts
SELECT id, 1, has_gate_control AND has_vehicle_control AND has_video FROM home;

-- xihu/vehicle_control
SELECT id, 1, has_vehicle_control FROM home;

-- xihu/face_recognition  (“or the like”: a gate that knows people by a card will do)
SELECT id, 1, has_face_recognition OR has_gate_control FROM home;

-- xihu/video
SELECT id, 1, has_video FROM home;

-- xihu/security_maintainer
SELECT id, has_video OR has_vehicle_control OR has_face_recognition, security_maintainer IS NOT NULL
  FROM home;

-- xihu/tenants_known
SELECT id, let > 0, let_known = let FROM roll;

-- xihu/fire_system
SELECT id, 1, has_fire_system FROM home;
