import { api, because, type IdempotencyKey, ifMatch, ok } from '../../shared/client.ts';
import type { paths } from '../../shared/api.d.ts';
import type { Found } from '../use/found.ts';

type Replied<T extends Promise<unknown>> = Awaited<T>;
export type EstateRow = Replied<ReturnType<typeof listEstates>>['items'][number];
export type Estate = Replied<ReturnType<typeof loadEstate>>;
export type EstateVersion = Replied<ReturnType<typeof estateVersions>>[number];
export type EstateInput = paths['/api/v1/estates']['post']['requestBody']['content']['application/json'];
export type EstatePatch = paths['/api/v1/estates/{estate}']['patch']['requestBody']['content']['application/json'];
export type EstateQuery = NonNullable<paths['/api/v1/estates']['get']['parameters']['query']>;

const at = (estate: string) => ({ path: { estate } });

export const listEstates = (query: EstateQuery) => ok(api.GET('/api/v1/estates', { params: { query } }));

export const loadEstate = (id: string, asOf?: string) =>
  ok(api.GET('/api/v1/estates/{estate}', { params: { ...at(id), query: { ...(asOf && { as_of: asOf }) } } }));

/** `key`: the same estate is not made twice when an answer is lost and the form sent again. */
export const createEstate = (body: EstateInput, key: IdempotencyKey) =>
  ok(api.POST('/api/v1/estates', { body, headers: { ...key } }));

export const changeEstate = (id: string, version: number, body: EstatePatch) =>
  ok(api.PATCH('/api/v1/estates/{estate}', { params: { ...at(id), header: ifMatch(version) }, body }));

export const removeEstate = (id: string, version: number, reason: string) =>
  ok(
    api.DELETE('/api/v1/estates/{estate}', {
      params: { ...at(id), header: ifMatch(version) },
      headers: because(reason),
    }),
  );

export const restoreEstate = (id: string) => ok(api.POST('/api/v1/estates/{estate}/restore', { params: at(id) }));

export const estateVersions = async (id: string) =>
  (await ok(api.GET('/api/v1/estates/{estate}/versions', { params: { ...at(id), query: { size: 100 } } }))).items;

export const mergeEstate = (id: string, into: string) =>
  ok(api.POST('/api/v1/estates/{estate}/merge', { params: at(id), body: { into_id: into } }));

export const findEstates = async (q: string): Promise<Found[]> =>
  (await listEstates({ q, size: 20 })).items.map((row) => ({ id: row.id, name: [row.name, row.region].filter(Boolean).join(' · ') }));

export const loadEstateName = async (id: string): Promise<Found> => {
  const { name } = await loadEstate(id);
  return { id, name };
};
