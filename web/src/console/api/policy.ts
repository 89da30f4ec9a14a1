import type { components, paths } from '../../shared/api.d.ts';
import { api, ok } from '../../shared/client.ts';

type Replied<F extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<F>>;
export type ClausePage = Replied<typeof loadClause>;
export type Measure = ClausePage['measures'][number];
export type Target = ClausePage['targets'][number];
export type RegionLights = Replied<typeof regionsSideBySide>[number];
export type Subject = Replied<typeof listSubjects>['items'][number];
export type EstateClause = Replied<typeof estateClauses>[number];
export type PolicyRow = Replied<typeof listPolicies>[number];
export type Policy = Replied<typeof loadPolicy>;
export type PolicyFile = Policy['files'][number];
export type Checked = Replied<typeof checkPolicy>;
export type Finding = components['schemas']['PoliciesCheckFindings'];
export type Changed = components['schemas']['PoliciesCheckClauses'];
export type SubjectQuery = NonNullable<paths['/api/v1/regions/{region}/measures/{measure}/subjects']['get']['parameters']['query']>;

const of = (pack: string) => ({ ...(pack && { pack }) });

/** `pack` empty: the region's own. */
export const loadCockpit = (region: string, pack: string) =>
  ok(api.GET('/api/v1/regions/{region}/cockpit', { params: { path: { region }, query: of(pack) } }));

export const regionsSideBySide = async (region: string, pack: string) =>
  (await ok(api.GET('/api/v1/regions/{region}/cockpit/regions', { params: { path: { region }, query: of(pack) } }))).items;

export const loadClause = (region: string, clause: string, pack: string) =>
  ok(api.GET('/api/v1/regions/{region}/clauses/{clause}', { params: { path: { region, clause }, query: of(pack) } }));

export const listSubjects = (region: string, measure: string, query: SubjectQuery) =>
  ok(api.GET('/api/v1/regions/{region}/measures/{measure}/subjects', { params: { path: { region, measure }, query } }));

export const measureDays = async (region: string, measure: string) =>
  (await ok(api.GET('/api/v1/regions/{region}/measures/{measure}/days', { params: { path: { region, measure } } }))).items;

export const measureRegions = async (region: string, measure: string) =>
  (await ok(api.GET('/api/v1/regions/{region}/measures/{measure}/regions', { params: { path: { region, measure } } }))).items;

export const estateClauses = async (estate: string) =>
  (await ok(api.GET('/api/v1/estates/{estate}/clauses', { params: { path: { estate } } }))).items;

export const listPolicies = async () => (await ok(api.GET('/api/v1/policies'))).items;

export const loadPolicy = (policy: string) => ok(api.GET('/api/v1/policies/{policy}', { params: { path: { policy } } }));

/** What is wrong with a pack, and what would change; nothing is kept. */
export const checkPolicy = (name: string, files: PolicyFile[]) => ok(api.POST('/api/v1/policies/check', { body: { name, files } }));

export const putPolicyInForce = (name: string, files: PolicyFile[], reason: string) =>
  ok(api.POST('/api/v1/policies', { body: { name, files, reason } }));
