// Who owns and who lives in a house, as parts of the estate.

import {
  getEstatesByEstateOccupancies as occupancy,
  patchEstatesByEstateOccupanciesByOccupancyBody as occupancyPatch,
  postEstatesByEstateOccupanciesBody as occupancyBody,
} from '../../../shared/labels/estates_occupancies.ts';
import {
  getEstatesByEstateOwnerships as ownership,
  patchEstatesByEstateOwnershipsByOwnershipBody as ownershipPatch,
  postEstatesByEstateOwnershipsBody as ownershipBody,
} from '../../../shared/labels/estates_ownerships.ts';
import { MAY } from '../../may.ts';
import { as, columnsOf, filtersOf, type Noun } from '../estates/parts/noun.ts';

export const ownerships: Noun = {
  part: 'ownerships',
  title: 'house.owners',
  add: 'house.addOwner',
  change: 'house.changeOwner',
  columns: columnsOf({ ...ownership, share_num: { ...ownership.share_num, label: ['份额', 'Share'] } }, ['person', 'share_num', 'is_representative', 'certificate', 'since', 'until']),
  filters: filtersOf(ownership, []),
  created: ownershipBody,
  changed: ownershipPatch,
  form: ['person_id', 'share_num', 'share_den', 'is_representative', 'certificate', 'since', 'until'],
  targets: { house_id: 'house', person_id: 'person' },
  initial: { share_num: 1, share_den: 1 },
  may: MAY.writeHouse,
  nameOf: (row) => as<'ownerships'>(row).person ?? '',
};

export const occupancies: Noun = {
  part: 'occupancies',
  title: 'house.occupants',
  add: 'house.addOccupant',
  change: 'house.changeOccupant',
  columns: columnsOf(occupancy, ['person', 'kind', 'relation', 'since', 'until']),
  filters: filtersOf(occupancy, ['kind']),
  created: occupancyBody,
  changed: occupancyPatch,
  form: ['house_id', 'person_id', 'kind', 'relation', 'since', 'until'],
  targets: { house_id: 'house', person_id: 'person' },
  initial: { kind: 'member' },
  may: MAY.writeHouse,
  nameOf: (row) => as<'occupancies'>(row).person ?? '',
};
