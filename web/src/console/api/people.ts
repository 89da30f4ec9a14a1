import type { paths } from '../../shared/api.d.ts';
import { api, ifMatch, ok } from '../../shared/client.ts';
import type { Found } from '../use/found.ts';
import { type Home, listParts } from './parts.ts';

type Query = NonNullable<paths['/api/v1/estates/{estate}/people']['get']['parameters']['query']>;
export type Resident = Awaited<ReturnType<typeof listPeople>>['items'][number];
export type Person = Awaited<ReturnType<typeof loadPerson>>;
export type PersonInput = paths['/api/v1/estates/{estate}/people']['post']['requestBody']['content']['application/json'];
export type PersonPatch =
  paths['/api/v1/estates/{estate}/people/{person}']['patch']['requestBody']['content']['application/json'];
export type Revealed = Awaited<ReturnType<typeof revealPerson>>;

const at = (estate: string, person: string) => ({ path: { estate, person } });

/** Owners, tenants and household members of an estate, masked. Who has two houses is there twice. */
export const listPeople = (estate: string, query: Query) =>
  ok(api.GET('/api/v1/estates/{estate}/people', { params: { path: { estate }, query } }));

export const loadPerson = (estate: string, person: string) =>
  ok(api.GET('/api/v1/estates/{estate}/people/{person}', { params: at(estate, person) }));

/** Registers somebody, or finds who is registered already under this number and name. */
export const createPerson = ({ kind, id }: Home, body: PersonInput) =>
  ok(
    kind === 'region'
      ? api.POST('/api/v1/regions/{region}/people', { params: { path: { region: id } }, body })
      : api.POST('/api/v1/estates/{estate}/people', { params: { path: { estate: id } }, body }),
  );

export const changePerson = (estate: string, person: Person, body: PersonPatch) =>
  ok(
    api.PATCH('/api/v1/estates/{estate}/people/{person}', {
      params: { ...at(estate, person.id), header: ifMatch(person.version) },
      body,
    }),
  );

/** The bare values of a person's data. The look is recorded with its reason, for the person to see. */
export const revealPerson = (estate: string, person: string, reason: string) =>
  ok(api.POST('/api/v1/estates/{estate}/people/{person}/reveal', { params: at(estate, person), body: { reason } }));

/** Who looked at a person's data before, newest first. */
export const personLooks = (estate: string, person: string, after?: string | null) =>
  ok(
    api.GET('/api/v1/estates/{estate}/people/{person}/looks', {
      params: { ...at(estate, person), query: { sort: '-id', size: 20, ...(after && { after }) } },
    }),
  );

/** Each once. */
const once = (found: Found[]): Found[] => found.filter(({ id }, i) => found.findIndex((other) => other.id === id) === i);
const called = ({ name, label }: Resident): string => [name, label].filter(Boolean).join(' · ');

/** Each with the house by which they are told apart. */
export const findPeople = async (estate: string, q: string): Promise<Found[]> => {
  const { items } = await listPeople(estate, { q, size: 50 });
  return once(items.map((row) => ({ id: row.id, name: called(row) })));
};

export const loadPersonName = async (estate: string, person: string): Promise<Found> => ({
  id: person,
  name: (await loadPerson(estate, person)).name ?? '',
});

/** Who is posted to a region; staff act in the open, under their names. */
export const findPosted = async (region: Home, q: string): Promise<Found[]> => {
  const { items } = await listParts('staff', region, { ...(q && { q }), size: 50 });
  return once(items.map((row) => ({ id: row.person_id ?? '', name: row.name ?? '' })));
};

export const loadPostedName = async (region: Home, person: string): Promise<Found> => ({
  id: person,
  name: (await findPosted(region, '')).find(({ id }) => id === person)?.name ?? '',
});
