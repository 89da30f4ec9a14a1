// What everybody may see, without signing in.

import { api, ok } from './client.ts';

export type PublicEstate = Awaited<ReturnType<typeof loadPublicEstate>>;
export type PublicRegion = Awaited<ReturnType<typeof publicRegions>>[number];

export const findPublicEstates = (query: { q?: string; region?: string; size?: number; after?: string; before?: string; page?: number; total?: number }) =>
  ok(api.GET('/api/public/estates', { params: { query } }));

export const loadPublicEstate = (estate: string) =>
  ok(api.GET('/api/public/estates/{estate}', { params: { path: { estate } } }));

/** A region's own document, clause by clause. */
export const loadPublicCockpit = (region: string) =>
  ok(api.GET('/api/public/regions/{region}/cockpit', { params: { path: { region } } }));

/** Who runs the site, for its footer. */
export type Site = Awaited<ReturnType<typeof loadSite>>;
export const loadSite = () => ok(api.GET('/api/public/site'));

export const publicRegions = async (parent?: string) =>
  (await ok(api.GET('/api/public/regions', { params: { query: { ...(parent && { parent }) } } }))).items;
