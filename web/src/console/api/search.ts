import { api, ok } from '../../shared/client.ts';

export type Hit = Awaited<ReturnType<typeof search>>[number];

export const search = async (q: string) => (await ok(api.GET('/api/v1/search', { params: { query: { q } } }))).items;
