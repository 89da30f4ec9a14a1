import { api, ok } from '../../shared/client.ts';

export type Job = Awaited<ReturnType<typeof listJobs>>['items'][number];

const at = (job: string) => ({ path: { job } });

export const listJobs = (query: { sort?: string; size?: number; after?: string }) =>
  ok(api.GET('/api/v1/jobs', { params: { query } }));
export const loadJob = (id: string) => ok(api.GET('/api/v1/jobs/{job}', { params: at(id) }));
export const cancelJob = (id: string) => ok(api.DELETE('/api/v1/jobs/{job}', { params: at(id) }));
