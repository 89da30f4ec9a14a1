// The parts of an estate: buildings, vehicles, staff … and the staff of a region. All of them have the
// same seven addresses, so one set of functions serves them; what differs is the type of a row.

import type { paths } from '../../shared/api.d.ts';
import { api, because, ifMatch, ok } from '../../shared/client.ts';
import type { PageOf } from '../use/list_state.ts';

/** What parts belong to. */
export interface Home {
  kind: 'estate' | 'region';
  id: string;
}
export const ofEstate = (id: string): Home => ({ kind: 'estate', id });
export const ofRegion = (id: string): Home => ({ kind: 'region', id });

/** The segments below their home, each with the name of its own id in the path. */
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

const list = (name: PartName, { kind }: Home): string => `/api/v1/${kind}s/{${kind}}/${name}`;
const one = (name: PartName, home: Home): string => `${list(name, home)}/{${PARTS[name]}}`;
const within = ({ kind, id }: Home) => ({ [kind]: id });
const at = (name: PartName, home: Home, id: string) => ({ ...within(home), [PARTS[name]]: id });
const why = (reason: string) => (reason ? { headers: because(reason) } : {});

export const listParts = <N extends PartName>(name: N, home: Home, query: Query) =>
  ok(any.GET(list(name, home), { params: { path: within(home), query } })) as Promise<PageOf<PartRow<N>>>;

export const loadPart = (name: PartName, home: Home, id: string) =>
  ok(any.GET(one(name, home), { params: { path: at(name, home, id) } })) as Promise<AnyPart & Body>;

export const createPart = (name: PartName, home: Home, body: Body, reason = '') =>
  ok(any.POST(list(name, home), { params: { path: within(home) }, body, ...why(reason) })) as Promise<AnyPart & Body>;

export const changePart = (name: PartName, home: Home, row: AnyPart, body: Body, reason = '') =>
  ok(any.PATCH(one(name, home), { params: { path: at(name, home, row.id), header: ifMatch(row.version) }, body, ...why(reason) }));

export const removePart = (name: PartName, home: Home, row: AnyPart, reason: string) =>
  ok(any.DELETE(one(name, home), { params: { path: at(name, home, row.id), header: ifMatch(row.version) }, ...why(reason) }));

export const restorePart = (name: PartName, home: Home, id: string) =>
  ok(any.POST(`${one(name, home)}/restore`, { params: { path: at(name, home, id) } }));

type Versions = paths['/api/v1/estates/{estate}/versions']['get']['responses'][200]['content']['application/json']['items'];
export const partVersions = async (name: PartName, home: Home, id: string) =>
  ((await ok(any.GET(`${one(name, home)}/versions`, { params: { path: at(name, home, id), query: { size: 100 } } }))) as { items: Versions })
    .items;
