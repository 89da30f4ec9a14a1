import type { paths } from '../../shared/api.d.ts';
import { api, because, type IdempotencyKey, ifMatch, ok } from '../../shared/client.ts';
import type { Found } from '../use/found.ts';

type Path = '/api/v1/organisations';
type Body<M> = M extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
export type OrganisationQuery = NonNullable<paths[Path]['get']['parameters']['query']>;
export type OrganisationInput = Body<paths[Path]['post']>;
export type OrganisationPatch = Body<paths['/api/v1/organisations/{organisation}']['patch']>;
export type OrganisationRow = Awaited<ReturnType<typeof listOrganisations>>['items'][number];
export type Organisation = Awaited<ReturnType<typeof loadOrganisation>>;

const at = (organisation: string) => ({ path: { organisation } });

export const listOrganisations = (query: OrganisationQuery) => ok(api.GET('/api/v1/organisations', { params: { query } }));

export const findOrganisations = async (q: string): Promise<Found[]> => {
  const { items } = await listOrganisations({ q, size: 20 });
  return items.map(({ id, name }) => ({ id, name: name ?? '' }));
};

export const loadOrganisation = (id: string) => ok(api.GET('/api/v1/organisations/{organisation}', { params: at(id) }));

export const createOrganisation = (body: OrganisationInput, key: IdempotencyKey) =>
  ok(api.POST('/api/v1/organisations', { body, headers: { ...key } }));

export const changeOrganisation = (id: string, version: number, body: OrganisationPatch) =>
  ok(api.PATCH('/api/v1/organisations/{organisation}', { params: { ...at(id), header: ifMatch(version) }, body }));

export const removeOrganisation = (id: string, version: number, reason: string) =>
  ok(api.DELETE('/api/v1/organisations/{organisation}', { params: { ...at(id), header: ifMatch(version) }, headers: because(reason) }));

export const restoreOrganisation = (id: string) => ok(api.POST('/api/v1/organisations/{organisation}/restore', { params: at(id) }));

export const mergeOrganisation = (id: string, into: string) =>
  ok(api.POST('/api/v1/organisations/{organisation}/merge', { params: at(id), body: { into_id: into } }));

export const organisationVersions = async (id: string) =>
  (await ok(api.GET('/api/v1/organisations/{organisation}/versions', { params: { ...at(id), query: { size: 100 } } }))).items;

/** The estates within reach that it serves or has built. */
export const organisationEstates = (id: string, query: { after?: string }) =>
  ok(api.GET('/api/v1/organisations/{organisation}/estates', { params: { ...at(id), query: { size: 50, ...query } } }));
