import type { paths } from '../../shared/api.d.ts';
import { api, ok } from '../../shared/client.ts';

export type ActQuery = NonNullable<paths['/api/v1/audit']['get']['parameters']['query']>;
export type ActRow = Awaited<ReturnType<typeof listActs>>['items'][number];

/** The newest first, unless another order is asked for. */
export const listActs = (query: ActQuery) => ok(api.GET('/api/v1/audit', { params: { query: { sort: '-id', ...query } } }));
export const loadAct = (act: string) => ok(api.GET('/api/v1/audit/{act}', { params: { path: { act } } }));
export const loadChain = () => ok(api.GET('/api/v1/audit/chain'));
/** Begins a job that recomputes the chain; its id. */
export const verifyChain = async () => (await ok(api.POST('/api/v1/audit/chain/verification'))).job_id ?? '';
