import { MAY } from '../../may.ts';
import type { Key } from '../../t.ts';
import type { Noun } from './parts/noun.ts';
import { buildings, committees, members, parties, spaces, staffs, vehicles } from './parts/nouns.ts';

/** The tabs of an estate's file, in its order, each with the permission to read it. Those with a
 * noun are its list and nothing else. `isNow`: it has no past to be looked at. */
export interface FileTab {
  name: string;
  title: Key;
  may: string;
  noun?: Noun;
  isNow?: boolean;
}

export const FILE_TABS: FileTab[] = [
  { name: 'basic', title: 'detail.basic', may: MAY.readEstate },
  { name: 'policy', title: 'file.policy', may: MAY.readPolicy, isNow: true },
  { name: 'buildings', title: 'file.buildings', may: MAY.readEstate, noun: buildings },
  { name: 'houses', title: 'file.houses', may: MAY.readHouse },
  { name: 'people', title: 'estate.people', may: MAY.readHouse, isNow: true },
  { name: 'spaces', title: 'file.spaces', may: MAY.readHouse, noun: spaces },
  { name: 'vehicles', title: 'file.vehicles', may: MAY.readHouse, noun: vehicles },
  { name: 'facilities', title: 'file.facilities', may: MAY.readEstate },
  { name: 'committees', title: 'file.committees', may: MAY.readEstate, noun: committees },
  { name: 'members', title: members.title, may: MAY.readHouse },
  { name: 'parties', title: parties.title, may: MAY.readEstate },
  { name: 'staff', title: 'file.staff', may: MAY.readStaff, noun: staffs },
  { name: 'bindings', title: 'file.bindings', may: MAY.confirmBinding, isNow: true },
  { name: 'codes', title: 'file.codes', may: MAY.printCodes, isNow: true },
  { name: 'history', title: 'detail.history', may: MAY.readEstate, isNow: true },
];
