import type { paths } from '../../shared/api.d.ts';
import { api, ifMatch, ok } from '../../shared/client.ts';

type Body<M> = M extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
export type RegionInput = Body<paths['/api/v1/regions']['post']>;
export type RegionPatch = Body<paths['/api/v1/regions/{region}']['patch']>;
export type Region = Awaited<ReturnType<typeof regionsBelow>>[number];

/** The nodes below one, or where the tree begins for the current post. */
export const regionsBelow = async (parent?: string) =>
  (await ok(api.GET('/api/v1/regions', { params: { query: { ...(parent && { parent }) } } }))).items;

/** By name or pinyin initials. */
export const findRegions = async (q: string) =>
  (await ok(api.GET('/api/v1/regions', { params: { query: { q } } }))).items;

export const loadRegion = (region: string) =>
  ok(api.GET('/api/v1/regions/{region}', { params: { path: { region } } }));

export const createRegion = (body: RegionInput) => ok(api.POST('/api/v1/regions', { body }));

export const changeRegion = (region: string, version: number, body: RegionPatch) =>
  ok(api.PATCH('/api/v1/regions/{region}', { params: { path: { region }, header: ifMatch(version) }, body }));

export const regionVersions = async (region: string) =>
  (await ok(api.GET('/api/v1/regions/{region}/versions', { params: { path: { region }, query: { size: 100 } } }))).items;
