import type { RouteLocationRaw } from 'vue-router';
import type { Batch } from '../../api/imports.ts';

/** The tab of the estate's file where what an import has brought stands, by its kind. */
const TABS: Record<string, string> = {
  roll: 'people',
  buildings: 'buildings',
  houses: 'houses',
  parking_spaces: 'spaces',
  vehicles: 'vehicles',
  facilities: 'facilities',
  committees: 'committees',
  committee_members: 'members',
  party_organisations: 'parties',
  staff: 'staff',
};

/** Where what an import has brought can be seen; undefined: nowhere. */
export function recordsOf({ kind = '', region_id: region, estate_id: estate }: Batch): RouteLocationRaw | undefined {
  if (kind === 'estates') return { name: 'estates', query: region ? { region } : {} };
  if (kind === 'organisations') return { name: 'organisations' };
  const tab = TABS[kind];
  return tab && estate ? { name: 'estate', params: { estate }, query: { tab } } : undefined;
}
