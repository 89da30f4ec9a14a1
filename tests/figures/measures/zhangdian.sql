-- zhangdian/placed
SELECT id, 1, region_level IN (8, 9) FROM home;

-- zhangdian/covered
SELECT id, 1, service_mode <> 5 FROM home;

-- zhangdian/town_office  (two, full or part time)
SELECT t.id, 1, (SELECT count(*) FROM posted p WHERE p.home_id = t.id AND p.kind = 2) >= 2 FROM town t;

-- zhangdian/new_estate_graded  (since 2018)
SELECT id, kind = 1 AND built_year >= 2018, service_grade IS NOT NULL FROM home;

-- zhangdian/old_simple_service
SELECT id, kind = 2 AND company_id IS NULL, service_mode IN (2, 3, 4) FROM home;

-- zhangdian/committee_public_members
SELECT id, kind = 1 AND state = 2, party_members > 0 OR deputies > 0 FROM owners_body;

-- zhangdian/association_member
SELECT id, serves > 0, is_association_member FROM company;

-- zhangdian/new_estate_professional  (since 2018)
SELECT id, kind = 1 AND built_year >= 2018, company_id IS NOT NULL AND service_mode = 1 FROM home;

-- zhangdian/preliminary_ended
SELECT id, id IN (SELECT home_id FROM acting WHERE kind = 1), company_id IS NULL OR NOT is_preliminary
  FROM home;

-- zhangdian/old_served
SELECT id, kind = 2, service_mode <> 5 FROM home;

-- zhangdian/rural_and_enterprise_served
SELECT id, kind IN (6, 7), company_id IS NOT NULL OR service_mode IN (3, 4) FROM home;

-- zhangdian/service_graded
SELECT id, company_id IS NOT NULL, service_grade IS NOT NULL FROM home;

-- zhangdian/three_stars
SELECT id, company_id IS NOT NULL, service_grade >= 3 FROM home;

-- zhangdian/appointed_official  (one)
SELECT id, 1, (SELECT count(*) FROM posted p WHERE p.home_id = home.id AND p.kind = 3) >= 1 FROM home;
