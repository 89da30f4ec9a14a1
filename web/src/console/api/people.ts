import { api, ok } from '../../shared/client.ts';
import type { paths } from '../../shared/api.d.ts';

type Query = NonNullable<paths['/api/v1/estates/{estate}/people']['get']['parameters']['query']>;
export type Resident = Awaited<ReturnType<typeof listPeople>>['items'][number];

/** Owners, tenants and household members of an estate, masked. Who has two houses is there twice. */
export const listPeople = (estate: string, query: Query) =>
  ok(api.GET('/api/v1/estates/{estate}/people', { params: { path: { estate }, query } }));

/** The bare values of a person's data. The look is recorded with its reason, for the person to see. */
export const revealPerson = (estate: string, person: string, reason: string) =>
  ok(api.POST('/api/v1/estates/{estate}/people/{person}/reveal', { params: { path: { estate, person } }, body: { reason } }));
