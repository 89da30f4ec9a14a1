import { api, ok } from '../../shared/client.ts';

export type Region = Awaited<ReturnType<typeof regionsBelow>>[number];

/** The nodes below one, or where the tree begins for the current post. */
export const regionsBelow = async (parent?: string) =>
  (await ok(api.GET('/api/v1/regions', { params: { query: { ...(parent && { parent }) } } }))).items;

/** By name or pinyin initials. */
export const findRegions = async (q: string) =>
  (await ok(api.GET('/api/v1/regions', { params: { query: { q } } }))).items;

export const loadRegion = (region: string) =>
  ok(api.GET('/api/v1/regions/{region}', { params: { path: { region } } }));
