import { findHouses, loadHouseName } from '../../../api/houses.ts';
import { findOrganisations, loadOrganisation } from '../../../api/organisations.ts';
import { type AnyPart, type Body, type Home, listParts, loadPart, type PartName } from '../../../api/parts.ts';
import { findPeople, findPosted, loadPersonName, loadPostedName } from '../../../api/people.ts';
import { findRegions, loadRegion } from '../../../api/regions.ts';
import type { Found } from '../../../use/found.ts';
import type { Target } from './noun.ts';

export interface Finder {
  find(q: string): Promise<Found[]>;
  load(id: string): Promise<Found>;
}

const named = (row: AnyPart & Body): Found => ({ id: row.id, name: String(row.name ?? '') });

/** Parts that have a name, found by a part of it. */
const byName = (part: PartName, home: Home): Finder => ({
  find: async (q) => ((await listParts(part, home, { q, size: 20 })).items as (AnyPart & Body)[]).map(named),
  load: async (id) => named(await loadPart(part, home, id)),
});

/** How each kind of thing that a form can refer to is found, within an estate; of a region, its people. */
const FINDERS: Record<Target, (home: Home) => Finder> = {
  house: ({ id: estate }) => ({ find: (q) => findHouses(estate, q), load: (id) => loadHouseName(estate, id) }),
  person: (home) =>
    home.kind === 'region'
      ? { find: (q) => findPosted(home, q), load: (id) => loadPostedName(home, id) }
      : { find: (q) => findPeople(home.id, q), load: (id) => loadPersonName(home.id, id) },
  organisation: () => ({ find: findOrganisations, load: loadOrganisation }),
  committee: (home) => byName('committees', home),
  space: (home) => byName('parking-spaces', home),
  building: (home) => byName('buildings', home),
  region: () => ({ find: async (q) => (await findRegions(q)).map(({ id, name }) => ({ id, name: name ?? '' })), load: loadRegion }),
};

export const finderOf = (target: Target, home: Home): Finder => FINDERS[target](home);
