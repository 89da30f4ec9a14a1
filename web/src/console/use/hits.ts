import type { RouteLocationRaw } from 'vue-router';
import type { Hit } from '../api/search.ts';
import type { Key } from '../t.ts';

/** Where a hit leads; kinds without a page of their own are not offered. */
const PAGES: Record<string, { title: Key; page: (hit: Hit) => RouteLocationRaw }> = {
  estate: { title: 'page.estates', page: (hit) => ({ name: 'estate', params: { estate: hit.id } }) },
  organisation: { title: 'page.organisations', page: (hit) => ({ name: 'organisation', params: { organisation: hit.id } }) },
  staff: { title: 'page.staff', page: (hit) => ({ name: 'staff', query: { q: hit.name } }) },
};

export const pageOf = (hit: Hit): RouteLocationRaw | undefined => PAGES[hit.kind ?? '']?.page(hit);
export const titleOfKind = (kind: string): Key => PAGES[kind]?.title ?? 'page.search';

export interface HitGroup {
  kind: string;
  hits: Hit[];
}

/** Hits by their kind, in the order in which they came. */
export function byKind(hits: Hit[]): HitGroup[] {
  const kinds = [...new Set(hits.map((hit) => hit.kind ?? ''))];
  return kinds.map((kind) => ({ kind, hits: hits.filter((hit) => hit.kind === kind) }));
}
