import { findHouses, loadHouseName } from '../../../api/houses.ts';
import { findOrganisations, loadOrganisation } from '../../../api/organisations.ts';
import { type AnyPart, type Body, listParts, loadPart, type PartName } from '../../../api/parts.ts';
import { findPeople, loadPersonName } from '../../../api/people.ts';
import { findRegions, loadRegion } from '../../../api/regions.ts';
import type { Found } from '../../../use/found.ts';
import type { Target } from './noun.ts';

export interface Finder {
  find(q: string): Promise<Found[]>;
  load(id: string): Promise<Found>;
}

const named = (row: AnyPart & Body): Found => ({ id: row.id, name: String(row.name ?? '') });

/** Parts that have a name, found by a part of it. */
const byName = (part: PartName, estate: string): Finder => ({
  find: async (q) => ((await listParts(part, estate, { q, size: 20 })).items as (AnyPart & Body)[]).map(named),
  load: async (id) => named(await loadPart(part, estate, id)),
});

/** How each kind of thing that a form can refer to is found, within an estate. */
const FINDERS: Record<Target, (estate: string) => Finder> = {
  house: (estate) => ({ find: (q) => findHouses(estate, q), load: (id) => loadHouseName(estate, id) }),
  person: (estate) => ({ find: (q) => findPeople(estate, q), load: (id) => loadPersonName(estate, id) }),
  organisation: () => ({ find: findOrganisations, load: loadOrganisation }),
  committee: (estate) => byName('committees', estate),
  space: (estate) => byName('parking-spaces', estate),
  building: (estate) => byName('buildings', estate),
  region: () => ({ find: async (q) => (await findRegions(q)).map(({ id, name }) => ({ id, name: name ?? '' })), load: loadRegion }),
};

export const finderOf = (target: Target, estate: string): Finder => FINDERS[target](estate);
