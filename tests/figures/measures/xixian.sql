-- xixian/departments_acting  (an account that is not closed has a post there today)
SELECT d.id, d.level IN (3, 4, 5),
       EXISTS (SELECT 1 FROM post p JOIN account a ON a.id = p.account_id, here
                WHERE p.organisation_id = d.id AND today BETWEEN p.since AND p.until AND a.state <> 3)
  FROM department d;

-- xixian/guards_registered
SELECT id, service_mode = 1, id IN (SELECT home_id FROM posted WHERE kind = 6) FROM home;

-- xixian/subdistrict_office
SELECT t.id, EXISTS (SELECT 1 FROM below b JOIN home ON home.region_id = b.id WHERE b.top = t.id),
       t.id IN (SELECT home_id FROM posted WHERE kind = 2)
  FROM town t;

-- xixian/community_specialists  (two)
SELECT c.id, EXISTS (SELECT 1 FROM home WHERE home.region_id = c.id),
       (SELECT count(*) FROM posted p WHERE p.home_id = c.id AND p.kind = 1) >= 2
  FROM community c;

-- xixian/estate_served
SELECT id, 1, service_mode <> 5 FROM home;

-- xixian/new_estate_company  (since 2021)
SELECT id, kind IN (1, 5) AND built_year >= 2021, company_id IS NOT NULL FROM home;

-- xixian/public_rental_company
SELECT id, kind = 4, company_id IS NOT NULL FROM home;

-- xixian/old_estate_basic
SELECT id, kind = 2 AND company_id IS NULL, service_mode IN (2, 3, 4) FROM home;

-- xixian/resettlement_company
SELECT id, kind = 3, company_id IS NOT NULL FROM home;

-- xixian/service_grade_known
SELECT id, service_mode = 1, service_grade IS NOT NULL FROM home;

-- xixian/fee_by_grade
SELECT id, service_mode = 1 AND company_id IS NOT NULL,
       service_grade IS NOT NULL AND fee_low_e4 IS NOT NULL AND fee_unit IS NOT NULL
  FROM home;

-- xixian/preliminary_in_time  (5 years)
SELECT id, company_id IS NOT NULL AND is_preliminary AND id NOT IN (SELECT home_id FROM acting WHERE kind = 1),
       today < min(date(preliminary_since, '+5 years'),
                   date(preliminary_since, 'start of month', '+5 years', '+1 month', '-1 day'))
  FROM home, here;

-- xixian/project_manager_named
SELECT id, company_id IS NOT NULL, id IN (SELECT home_id FROM posted WHERE kind = 5) FROM home;

-- xixian/new_estate_facilities  (since 2021)
SELECT id, built_year >= 2021,
       has_community_room AND has_property_room AND is_smart_managed AND has_recreation
       AND has_waste_sorting AND has_elder_care AND has_ev_charging
  FROM home;

-- xixian/new_estate_courier  (since 2021: 40 m²)
SELECT id, built_year >= 2021, courier_dm2 >= 40 * 100 FROM home;

-- xixian/new_estate_parking  (since 2021)
SELECT id, built_year >= 2021,
       motor_spaces > 0 AND bicycle_spaces > 0 AND visitor_spaces > 0 AND shared_bicycle_spaces > 0
  FROM home;

-- xixian/parking_counted
SELECT id, company_id IS NOT NULL,
       motor_spaces IS NOT NULL AND bicycle_spaces IS NOT NULL AND visitor_spaces IS NOT NULL
       AND shared_bicycle_spaces IS NOT NULL AND public_spaces IS NOT NULL AND ev_spaces IS NOT NULL
  FROM home;

-- xixian/unsold_spaces_let  (2 years after completion and delivery)
SELECT home.id, count(s.id) > 0,
       today < min(min(date(s.completed_on, '+2 years')),
                   min(date(s.completed_on, 'start of month', '+2 years', '+1 month', '-1 day')))
  FROM home, here LEFT JOIN parking_space s ON s.home_id = home.id AND s.deleted_at IS NULL AND s.holding = 4
 GROUP BY home.id;

-- xixian/old_estate_charging
SELECT id, kind = 2, bicycle_spaces > 0 AND has_ev_charging FROM home;

-- xixian/estate_party
SELECT id, 1, id IN (SELECT home_id FROM party) FROM home;

-- xixian/company_party
SELECT id, serves > 0, has_party_organisation FROM company;

-- xixian/party_instructor  (form 4: a group)
SELECT id, id IN (SELECT home_id FROM party WHERE form = 4), id IN (SELECT home_id FROM posted WHERE kind = 8)
  FROM home;

-- xixian/party_secretary
SELECT home.id, p.id IS NOT NULL, p.is_secretary_of_community
  FROM home LEFT JOIN party p ON p.home_id = home.id AND p.form <> 4;

-- xixian/owners_body_after_preliminary  (old, enterprise and scattered estates are past it; rental has none)
SELECT id, kind IN (2, 6, 8) OR (kind <> 4 AND (company_id IS NULL OR NOT is_preliminary)),
       id IN (SELECT home_id FROM acting)
  FROM home;

-- xixian/committee_cross_appointed
SELECT id, kind = 1 AND state = 2, cross_appointed > 0 FROM owners_body;

-- xixian/community_grid_workers
SELECT c.id, EXISTS (SELECT 1 FROM home WHERE home.region_id = c.id),
       c.id IN (SELECT home_id FROM posted WHERE kind = 4)
  FROM community c;

-- xixian/smart_service
SELECT id, company_id IS NOT NULL, is_smart_managed FROM home;

-- xixian/new_estate_smart  (since 2021)
SELECT id, built_year >= 2021, is_smart_managed AND has_gate_control AND has_video FROM home;

-- xixian/subdistrict_mediators  (of the subdistrict or of its communities)
SELECT t.id, EXISTS (SELECT 1 FROM below b JOIN home ON home.region_id = b.id WHERE b.top = t.id),
       EXISTS (SELECT 1 FROM below b JOIN posted p ON p.home_id = b.id WHERE b.top = t.id AND p.kind = 7)
  FROM town t;
