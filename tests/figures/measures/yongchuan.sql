-- “Estates with a property company” (有物业企业管理的小区) are those with company_id.

-- yongchuan/six_facilities
SELECT id, company_id IS NOT NULL,
       has_property_room AND has_lighting AND has_gate_control AND has_emergency_power
       AND has_fire_system AND has_septic_alarm
  FROM home;

-- yongchuan/facility_ledger
SELECT id, company_id IS NOT NULL, id IN (SELECT home_id FROM equipment) FROM home;

-- yongchuan/barrier_free
SELECT id, company_id IS NOT NULL, has_barrier_free FROM home;

-- yongchuan/recreation
SELECT id, company_id IS NOT NULL, has_recreation FROM home;

-- yongchuan/owner_ledger  (every house that is registered, and as many as are reported)
SELECT id, company_id IS NOT NULL, owned > 0 AND owned = houses AND owned >= house_count
  FROM home JOIN roll USING (id);

-- yongchuan/households_known
SELECT id, company_id IS NOT NULL AND lived_in > 0, lived_in_known = lived_in
  FROM home JOIN roll USING (id);

-- yongchuan/tenants_known
SELECT id, company_id IS NOT NULL AND let > 0, let_known = let FROM home JOIN roll USING (id);

-- yongchuan/estate_volunteers
SELECT id, company_id IS NOT NULL, id IN (SELECT home_id FROM posted WHERE kind = 9) FROM home;

-- yongchuan/smart_managed
SELECT id, company_id IS NOT NULL, is_smart_managed FROM home;

-- yongchuan/estate_manager
SELECT id, company_id IS NOT NULL, id IN (SELECT home_id FROM posted WHERE kind = 5) FROM home;

-- yongchuan/emergency_plan
SELECT id, company_id IS NOT NULL, has_emergency_plan FROM home;

-- yongchuan/service_rules
SELECT id, company_id IS NOT NULL, has_service_rules FROM home;

-- yongchuan/quality_certificate
SELECT id, company_id IS NOT NULL, has_quality_certificate FROM home;

-- yongchuan/company_party
SELECT id, serves > 0, has_party_organisation FROM company;

-- yongchuan/company_union
SELECT id, serves > 0, has_trade_union FROM company;

-- yongchuan/subdistrict_mediators
SELECT t.id, EXISTS (SELECT 1 FROM below b JOIN home ON home.region_id = b.id WHERE b.top = t.id),
       t.id IN (SELECT home_id FROM posted WHERE kind = 7)
  FROM town t;

-- yongchuan/community_grid_workers
SELECT c.id, EXISTS (SELECT 1 FROM home WHERE home.region_id = c.id AND home.company_id IS NOT NULL),
       c.id IN (SELECT home_id FROM posted WHERE kind = 4)
  FROM community c;

-- yongchuan/committee_trained
SELECT id, kind = 1 AND state = 2, members > 0 AND trained = members FROM owners_body;

-- yongchuan/owners_body_or_acting
SELECT id, company_id IS NULL OR NOT is_preliminary, id IN (SELECT home_id FROM acting) FROM home;

-- yongchuan/old_renovated
SELECT id, kind = 2, is_renovated FROM home;

-- yongchuan/area_households  (100; groups of neighbours go by their name within a town)
WITH here_town AS (SELECT home.*, (SELECT t.id FROM town t JOIN below b ON b.top = t.id
                                    WHERE b.id = home.region_id) AS town_id FROM home)
SELECT a.id, a.kind IN (2, 8),
       iif(a.area_group IS NULL, a.house_count,
           (SELECT sum(b.house_count) FROM here_town b
             WHERE b.area_group = a.area_group AND b.town_id = a.town_id)) >= 100
  FROM here_town a;

-- yongchuan/estate_party  (alone or jointly)
SELECT id, company_id IS NOT NULL, id IN (SELECT home_id FROM party WHERE form IN (1, 2)) FROM home;

-- yongchuan/committee_representatives
SELECT id, kind = 1 AND state = 2, deputies > 0 OR party_members > 0 FROM owners_body;

-- yongchuan/lift_complaint_phone
SELECT id, duty = '市监' AND level IN (3, 4) AND (until IS NULL OR until >= today), phone IS NOT NULL
  FROM department, here;
