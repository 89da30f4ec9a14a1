-- Old estates of this document are those registered as old (2), run by an enterprise (6) or scattered (8).

-- nanzheng/old_committee_party  (an owners' or management committee in office)
SELECT home.id, home.kind IN (2, 6, 8) AND a.id IS NOT NULL, a.party_members > 0
  FROM home LEFT JOIN acting a ON a.home_id = home.id AND a.kind IN (1, 2);

-- nanzheng/old_estate_served
SELECT id, kind IN (2, 6, 8), service_mode BETWEEN 1 AND 4 FROM home;

-- nanzheng/old_mode_professional
SELECT id, kind IN (2, 6, 8) AND service_mode = 1, company_id IS NOT NULL FROM home;

-- nanzheng/old_mode_basic
SELECT id, kind IN (2, 6, 8) AND service_mode = 2, has_service_rules FROM home;

-- nanzheng/old_mode_self_managed
SELECT id, kind IN (2, 6, 8) AND service_mode = 3, id IN (SELECT home_id FROM acting) FROM home;

-- nanzheng/old_mode_community
SELECT id, kind IN (2, 6, 8) AND service_mode = 4, region_level IN (8, 9) FROM home;

-- nanzheng/old_estate_rules
SELECT id, kind IN (2, 6, 8), has_service_rules AND has_covenant FROM home;

-- nanzheng/old_estate_not_left_alone
SELECT id, kind IN (2, 6, 8), id IN (SELECT home_id FROM acting) OR service_mode <> 5 FROM home;

-- nanzheng/old_area_mediators  (of the town or of its communities)
SELECT t.id,
       EXISTS (SELECT 1 FROM below b JOIN home ON home.region_id = b.id
                WHERE b.top = t.id AND home.kind IN (2, 6, 8)),
       EXISTS (SELECT 1 FROM below b JOIN posted p ON p.home_id = b.id WHERE b.top = t.id AND p.kind = 7)
  FROM town t;

-- nanzheng/old_estate_assembly
SELECT id, kind IN (2, 6, 8), has_assembly FROM home;

-- nanzheng/old_estate_committee
SELECT id, kind IN (2, 6, 8), id IN (SELECT home_id FROM acting WHERE kind IN (1, 2)) FROM home;

-- nanzheng/old_estate_manager
SELECT id, kind IN (2, 6, 8) AND company_id IS NOT NULL, id IN (SELECT home_id FROM posted WHERE kind = 5)
  FROM home;

-- nanzheng/old_estate_property_room
SELECT id, kind IN (2, 6, 8), has_property_room FROM home;

-- nanzheng/old_estate_renovated
SELECT id, kind IN (2, 6, 8), is_renovated FROM home;

-- nanzheng/old_estate_contract
SELECT id, kind IN (2, 6, 8) AND service_mode = 1, company_id IS NOT NULL AND contract_until >= today
  FROM home, here;

-- nanzheng/old_estate_agreement  (scattered buildings fall back on the community instead)
SELECT id, kind IN (2, 6) AND service_mode = 2 AND company_id IS NOT NULL, contract_until >= today
  FROM home, here;

-- nanzheng/scattered_fallback
SELECT id, kind = 8 AND company_id IS NULL, service_mode IN (2, 3, 4) FROM home;

-- nanzheng/old_area_people  (specialists or volunteers)
SELECT c.id,
       EXISTS (SELECT 1 FROM home WHERE home.region_id = c.id AND home.kind IN (2, 6, 8)),
       EXISTS (SELECT 1 FROM posted p WHERE p.home_id = c.id AND p.kind IN (1, 9))
  FROM community c;

-- nanzheng/old_survey_buildings
SELECT id, kind IN (2, 6, 8),
       building_count IS NOT NULL AND house_count IS NOT NULL AND floor_dm2 IS NOT NULL
  FROM home;

-- nanzheng/old_survey_households
SELECT id, kind IN (2, 6, 8), houses >= house_count AND lived_in > 0 AND lived_in_known >= lived_in
  FROM home JOIN roll USING (id);

-- nanzheng/old_survey_facilities
SELECT id, kind IN (2, 6, 8),
       has_property_room IS NOT NULL AND has_lighting IS NOT NULL AND has_gate_control IS NOT NULL
       AND has_fire_system IS NOT NULL AND has_video IS NOT NULL AND has_waste_sorting IS NOT NULL
       AND has_ev_charging IS NOT NULL AND has_barrier_free IS NOT NULL
  FROM home;
