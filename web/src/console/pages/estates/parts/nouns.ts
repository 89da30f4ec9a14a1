// The kinds of parts that an estate's file shows, each on its tab; of a region, its staff.

import {
  getEstatesByEstateBuildings as building,
  patchEstatesByEstateBuildingsByBuildingBody as buildingPatch,
  postEstatesByEstateBuildingsBody as buildingBody,
} from '../../../../shared/labels/estates_buildings.ts';
import {
  getEstatesByEstateCommitteeMembers as member,
  patchEstatesByEstateCommitteeMembersByMemberBody as memberPatch,
  postEstatesByEstateCommitteeMembersBody as memberBody,
} from '../../../../shared/labels/estates_committee_members.ts';
import {
  getEstatesByEstateCommittees as committee,
  patchEstatesByEstateCommitteesByCommitteeBody as committeePatch,
  postEstatesByEstateCommitteesBody as committeeBody,
} from '../../../../shared/labels/estates_committees.ts';
import {
  getEstatesByEstateFacilities as facility,
  patchEstatesByEstateFacilitiesByFacilityBody as facilityPatch,
  postEstatesByEstateFacilitiesBody as facilityBody,
} from '../../../../shared/labels/estates_facilities.ts';
import {
  getEstatesByEstateHouses as house,
  patchEstatesByEstateHousesByHouseBody as housePatch,
  postEstatesByEstateHousesBody as houseBody,
} from '../../../../shared/labels/estates_houses.ts';
import {
  getEstatesByEstateParkingSpaces as space,
  patchEstatesByEstateParkingSpacesBySpaceBody as spacePatch,
  postEstatesByEstateParkingSpacesBody as spaceBody,
} from '../../../../shared/labels/estates_parking_spaces.ts';
import {
  getEstatesByEstatePartyOrganisations as party,
  patchEstatesByEstatePartyOrganisationsByPartyBody as partyPatch,
  postEstatesByEstatePartyOrganisationsBody as partyBody,
} from '../../../../shared/labels/estates_party_organisations.ts';
import {
  getEstatesByEstateStaff as staff,
  patchEstatesByEstateStaffByStaffBody as staffPatch,
  postEstatesByEstateStaffBody as staffBody,
} from '../../../../shared/labels/estates_staff.ts';
import {
  getEstatesByEstateVehicles as vehicle,
  patchEstatesByEstateVehiclesByVehicleBody as vehiclePatch,
  postEstatesByEstateVehiclesBody as vehicleBody,
} from '../../../../shared/labels/estates_vehicles.ts';
import { MAY } from '../../../may.ts';
import { as, columnsOf, filtersOf, type Noun } from './noun.ts';

const SORTED = { isSortable: true };
const HIDDEN = { isHidden: true };
/** What is shown of it is when the next one is due. */
const NEXT_MAINTENANCE = { ...facility.maintained_on, label: ['下次维保', 'Maintenance due'] as const };

export const buildings: Noun = {
  part: 'buildings',
  title: 'file.buildings',
  add: 'file.addBuilding',
  change: 'file.changeBuilding',
  columns: columnsOf(building, [
    ['name', SORTED], 'kind', 'floors', ['basement_floors', HIDDEN], 'entrance_count', 'house_count', 'lift_count', 'floor_dm2',
    'completed_on', ['structure', HIDDEN],
  ]),
  filters: filtersOf(building, ['kind']),
  created: buildingBody,
  changed: buildingPatch,
  form: ['name', 'kind', 'floors', 'basement_floors', 'entrance_count', 'house_count', 'lift_count', 'floor_dm2', 'completed_on', 'structure'],
  may: MAY.writeHouse,
  importKind: 'buildings',
  nameOf: (row) => as<'buildings'>(row).name ?? '',
};

export const houses: Noun = {
  part: 'houses',
  title: 'file.houses',
  add: 'file.addHouse',
  change: 'file.changeHouse',
  columns: columnsOf(house, [
    ['label', SORTED], 'kind', 'use', 'area_dm2', 'owner', 'owner_count', ['building', HIDDEN], ['entrance', HIDDEN], ['floor', HIDDEN],
  ]),
  filters: filtersOf(house, ['kind', 'use']),
  created: houseBody,
  changed: housePatch,
  form: ['building_id', 'entrance', 'floor', 'name', 'kind', 'use', 'area_dm2', 'unit_number', 'delivered_on'],
  targets: { building_id: 'building' },
  initial: { kind: 'home', use: 'lived_in' },
  may: MAY.writeHouse,
  importKind: 'houses',
  nameOf: (row) => as<'houses'>(row).label ?? '',
};

export const spaces: Noun = {
  part: 'parking-spaces',
  title: 'file.spaces',
  add: 'file.addSpace',
  change: 'file.changeSpace',
  columns: columnsOf(space, [['name', SORTED], 'kind', 'holding', 'house', 'area_dm2', 'has_charger', 'completed_on']),
  filters: filtersOf(space, ['kind', 'holding']),
  created: spaceBody,
  changed: spacePatch,
  form: ['name', 'kind', 'holding', 'house_id', 'area_dm2', 'has_charger', 'completed_on'],
  targets: { house_id: 'house' },
  initial: { kind: 'motor' },
  may: MAY.writeHouse,
  importKind: 'parking_spaces',
  nameOf: (row) => as<'parking-spaces'>(row).name ?? '',
};

export const vehicles: Noun = {
  part: 'vehicles',
  title: 'file.vehicles',
  add: 'file.addVehicle',
  change: 'file.changeVehicle',
  columns: columnsOf(vehicle, ['plate', 'kind', 'house', 'space', 'note']),
  filters: filtersOf(vehicle, ['kind']),
  created: vehicleBody,
  changed: vehiclePatch,
  form: ['plate', 'kind', 'house_id', 'space_id', 'note'],
  targets: { house_id: 'house', space_id: 'space' },
  initial: { kind: 'car' },
  may: MAY.writeHouse,
  importKind: 'vehicles',
  nameOf: (row) => as<'vehicles'>(row).plate ?? '',
};

export const facilities: Noun = {
  part: 'facilities',
  title: 'file.facilities',
  add: 'file.addFacility',
  change: 'file.changeFacility',
  columns: columnsOf({ ...facility, maintained_on: NEXT_MAINTENANCE }, [
    ['name', SORTED], 'kind', 'state', 'place', 'maintainer', 'maintained_on', 'inspect_due_on', ['number', HIDDEN], ['model', HIDDEN],
    ['installed_on', HIDDEN], ['maintain_every_days', HIDDEN], ['inspected_on', HIDDEN],
  ]),
  filters: filtersOf(facility, ['kind', 'state']),
  created: facilityBody,
  changed: facilityPatch,
  form: [
    'name', 'kind', 'state', 'number', 'place', 'model', 'installed_on', 'maintainer', 'maintained_on', 'maintain_every_days',
    'inspected_on', 'inspect_due_on', 'operated_by',
  ],
  targets: { operated_by: 'organisation' },
  initial: { state: 'working' },
  may: MAY.writeHouse,
  importKind: 'facilities',
  nameOf: (row) => as<'facilities'>(row).name ?? '',
};

export const committees: Noun = {
  part: 'committees',
  title: 'file.committees',
  add: 'file.addCommittee',
  change: 'file.changeCommittee',
  columns: columnsOf(committee, ['name', 'kind', 'state', ['since', SORTED], 'until', 'filed_on', 'filing_number', 'has_party_branch']),
  filters: filtersOf(committee, ['kind', 'state']),
  created: committeeBody,
  changed: committeePatch,
  form: ['kind', 'name', 'state', 'since', 'until', 'filed_on', 'filing_number', 'has_party_branch'],
  initial: { kind: 'owners' },
  may: MAY.writeEstate,
  importKind: 'committees',
  nameOf: (row) => as<'committees'>(row).name ?? '',
};

export const members: Noun = {
  part: 'committee-members',
  title: 'file.members',
  add: 'file.addMember',
  change: 'file.changeMember',
  columns: columnsOf(member, ['person', 'duty', 'committee', 'since', 'until', 'is_party_member', 'is_cross_appointed', 'trained_on']),
  filters: filtersOf(member, ['duty']),
  created: memberBody,
  changed: memberPatch,
  form: ['committee_id', 'person_id', 'duty', 'since', 'until', 'is_party_member', 'is_cross_appointed', 'trained_on'],
  targets: { committee_id: 'committee', person_id: 'person' },
  may: MAY.writeEstate,
  importKind: 'committee_members',
  nameOf: (row) => as<'committee-members'>(row).person ?? '',
};

export const parties: Noun = {
  part: 'party-organisations',
  title: 'file.parties',
  add: 'file.addParty',
  change: 'file.changeParty',
  columns: columnsOf(party, ['name', 'form', 'secretary', 'is_secretary_of_community', 'member_count', ['since', SORTED], 'until']),
  filters: filtersOf(party, ['form']),
  created: partyBody,
  changed: partyPatch,
  form: ['name', 'form', 'secretary_id', 'is_secretary_of_community', 'member_count', 'since', 'until'],
  targets: { secretary_id: 'person' },
  may: MAY.writeEstate,
  importKind: 'party_organisations',
  nameOf: (row) => as<'party-organisations'>(row).name ?? '',
};

export const staffs: Noun = {
  part: 'staff',
  title: 'file.staff',
  add: 'file.addStaff',
  change: 'file.changeStaff',
  columns: columnsOf(staff, [['name', SORTED], 'kind', 'organisation', 'title', 'work_phone', 'is_full_time', 'since', 'until']),
  filters: filtersOf(staff, ['kind']),
  created: staffBody,
  changed: staffPatch,
  form: ['kind', 'person_id', 'name', 'organisation_id', 'title', 'work_phone', 'is_full_time', 'since', 'until'],
  targets: { person_id: 'person', organisation_id: 'organisation' },
  may: MAY.writeStaff,
  importKind: 'staff',
  nameOf: (row) => as<'staff'>(row).name ?? '',
};
