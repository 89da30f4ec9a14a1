// The parts of an estate: buildings, vehicles, staff … All of them have the same seven addresses, so
// one set of functions serves them; what differs is the type of a row.

import type { paths } from '../../shared/api.d.ts';
import { api, because, ifMatch, ok } from '../../shared/client.ts';
import type { PageOf } from '../use/list_state.ts';

/** The segments below an estate, each with the name of its own id in the path. */
const PARTS = {
  buildings: 'building',
  ownerships: 'ownership',
  occupancies: 'occupancy',
  'parking-spaces': 'space',
  vehicles: 'vehicle',
  facilities: 'facility',
  committees: 'committee',
  'committee-members': 'member',
  'party-organisations': 'party',
  staff: 'staff',
  houses: 'house',
} as const;
export type PartName = keyof typeof PARTS;

type ListPath<N extends PartName> = `/api/v1/estates/{estate}/${N}`;
type ListOf<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': { items: (infer T)[] } } } } };
}
  ? T
  : never;
export type PartRow<N extends PartName> = ListOf<ListPath<N> & keyof paths>;
/** What every row of every part has. */
export interface AnyPart {
  id: string;
  version: number;
}
export type Query = Record<string, string | number>;
export type Body = Record<string, unknown>;

/** The client without the types of one address: they are given back by those who know the part. */
interface Untyped {
  GET(path: string, init: object): Promise<{ data?: unknown; error?: unknown; response: Response }>;
  POST: Untyped['GET'];
  PATCH: Untyped['GET'];
  DELETE: Untyped['GET'];
}
const any = api as unknown as Untyped;

const list = (name: PartName): string => `/api/v1/estates/{estate}/${name}`;
const one = (name: PartName): string => `${list(name)}/{${PARTS[name]}}`;
const at = (name: PartName, estate: string, id: string) => ({ estate, [PARTS[name]]: id });
const why = (reason: string) => (reason ? { headers: because(reason) } : {});

export const listParts = <N extends PartName>(name: N, estate: string, query: Query) =>
  ok(any.GET(list(name), { params: { path: { estate }, query } })) as Promise<PageOf<PartRow<N>>>;

export const loadPart = (name: PartName, estate: string, id: string) =>
  ok(any.GET(one(name), { params: { path: at(name, estate, id) } })) as Promise<AnyPart & Body>;

export const createPart = (name: PartName, estate: string, body: Body, reason = '') =>
  ok(any.POST(list(name), { params: { path: { estate } }, body, ...why(reason) })) as Promise<AnyPart & Body>;

export const changePart = (name: PartName, estate: string, row: AnyPart, body: Body, reason = '') =>
  ok(any.PATCH(one(name), { params: { path: at(name, estate, row.id), header: ifMatch(row.version) }, body, ...why(reason) }));

export const removePart = (name: PartName, estate: string, row: AnyPart, reason: string) =>
  ok(any.DELETE(one(name), { params: { path: at(name, estate, row.id), header: ifMatch(row.version) }, ...why(reason) }));

export const restorePart = (name: PartName, estate: string, id: string) =>
  ok(any.POST(`${one(name)}/restore`, { params: { path: at(name, estate, id) } }));

type Versions = paths['/api/v1/estates/{estate}/versions']['get']['responses'][200]['content']['application/json']['items'];
export const partVersions = async (name: PartName, estate: string, id: string) =>
  ((await ok(any.GET(`${one(name)}/versions`, { params: { path: at(name, estate, id), query: { size: 100 } } }))) as { items: Versions })
    .items;
