import type { paths } from '../../shared/api.d.ts';
import { api, because, ok } from '../../shared/client.ts';
import type { Found } from '../use/found.ts';
import { listParts, ofEstate } from './parts.ts';

export type House = Awaited<ReturnType<typeof loadHouse>>;
type Body<P extends keyof paths> = paths[P] extends { post: { requestBody: { content: { 'application/json': infer T } } } } ? T : never;
export type Transfer = Body<'/api/v1/estates/{estate}/houses/{house}/transfer'>;
export type Split = Body<'/api/v1/estates/{estate}/houses/{house}/split'>;

const at = (estate: string, house: string) => ({ path: { estate, house } });

export const loadHouse = (estate: string, house: string, asOf = '') =>
  ok(api.GET('/api/v1/estates/{estate}/houses/{house}', { params: { ...at(estate, house), query: { ...(asOf && { as_of: asOf }) } } }));

export const transferHouse = (estate: string, house: string, body: Transfer, reason: string) =>
  ok(api.POST('/api/v1/estates/{estate}/houses/{house}/transfer', { params: at(estate, house), body, headers: because(reason) }));

/** The parts that the house has become. */
export const splitHouse = async (estate: string, house: string, body: Split, reason: string) =>
  (await ok(api.POST('/api/v1/estates/{estate}/houses/{house}/split', { params: at(estate, house), body, headers: because(reason) }))).items;

export const findHouses = async (estate: string, q: string): Promise<Found[]> =>
  (await listParts('houses', ofEstate(estate), { q, size: 20 })).items.map((row) => ({ id: row.id, name: row.label ?? '' }));

export const loadHouseName = async (estate: string, house: string): Promise<Found> => ({
  id: house,
  name: (await loadHouse(estate, house)).label ?? '',
});
