import type { paths } from '../../shared/api.d.ts';
import { api, ok } from '../../shared/client.ts';

type Query = NonNullable<paths['/api/v1/estates/{estate}/house-codes']['get']['parameters']['query']>;
export type CodeRow = Awaited<ReturnType<typeof listCodes>>['items'][number];
export type CodeLetter = Awaited<ReturnType<typeof makeCodes>>[number];
export type CodeWish = paths['/api/v1/estates/{estate}/house-codes']['post']['requestBody']['content']['application/json'];

export const listCodes = (estate: string, query: Query) =>
  ok(api.GET('/api/v1/estates/{estate}/house-codes', { params: { path: { estate }, query } }));

/** New codes for letters; they are shown this once. */
export const makeCodes = async (estate: string, body: CodeWish) =>
  (await ok(api.POST('/api/v1/estates/{estate}/house-codes', { params: { path: { estate } }, body }))).items;

export const revokeCode = (estate: string, code: string) =>
  ok(api.DELETE('/api/v1/estates/{estate}/house-codes/{code}', { params: { path: { estate, code } } }));
