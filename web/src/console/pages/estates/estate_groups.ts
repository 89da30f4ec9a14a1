import type { Key } from '../../t.ts';

/** 六有: what every estate is to have. */
export const SIX = [
  'has_property_room', 'has_lighting', 'has_gate_control', 'has_emergency_power', 'has_fire_system', 'has_septic_alarm',
] as const;

/** The attributes of an estate as its file and its form show them. */
export const ESTATE_GROUPS: { title: Key; names: string[] }[] = [
  {
    title: 'estate.group.basic',
    names: ['number', 'name', 'alias', 'region_id', 'address', 'kind', 'developer_id', 'former_unit', 'built_year', 'completed_on', 'delivered_on', 'note'],
  },
  {
    title: 'estate.group.service',
    names: [
      'service_mode', 'service_grade', 'company_id', 'contract_since', 'contract_until', 'charging_form',
      'fee_low_e4', 'fee_high_e4', 'fee_unit', 'is_preliminary', 'preliminary_since',
    ],
  },
  {
    title: 'estate.group.size',
    names: ['building_count', 'house_count', 'resident_count', 'land_dm2', 'floor_dm2', 'housing_dm2', 'green_permille', 'latitude_e7', 'longitude_e7'],
  },
  {
    title: 'estate.group.six',
    names: [...SIX, 'property_room_dm2'],
  },
  {
    title: 'estate.group.facilities',
    names: [
      'has_barrier_free', 'has_recreation', 'has_community_room', 'has_ev_charging', 'has_waste_sorting',
      'has_elder_care', 'courier_dm2', 'has_video', 'has_vehicle_control', 'has_face_recognition', 'security_maintainer',
    ],
  },
  {
    title: 'estate.group.parking',
    names: ['motor_spaces', 'bicycle_spaces', 'visitor_spaces', 'shared_bicycle_spaces', 'public_spaces', 'ev_spaces'],
  },
  {
    title: 'estate.group.governance',
    names: [
      'is_area_delimited', 'area_group', 'has_assembly', 'has_covenant', 'has_assembly_rules', 'has_service_rules',
      'has_emergency_plan', 'has_quality_certificate', 'is_smart_managed', 'is_renovated',
    ],
  },
];
