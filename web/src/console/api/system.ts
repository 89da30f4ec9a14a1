import type { paths } from '../../shared/api.d.ts';
import { api, ok } from '../../shared/client.ts';

export type Setting = Awaited<ReturnType<typeof listSettings>>[number];
export type MessageQuery = NonNullable<paths['/api/v1/outbox']['get']['parameters']['query']>;
export type MessageRow = Awaited<ReturnType<typeof listMessages>>['items'][number];

export const listSettings = async () => (await ok(api.GET('/api/v1/settings'))).items;
export const changeSetting = (key: string, value: string) => ok(api.PUT('/api/v1/settings/{key}', { params: { path: { key } }, body: { value } }));

export const loadSystem = () => ok(api.GET('/api/v1/system'));

/** What was sent, the newest first. */
export const listMessages = (query: MessageQuery) => ok(api.GET('/api/v1/outbox', { params: { query: { sort: '-id', ...query } } }));
/** What a message says; a demo alone tells. */
export const loadMessage = (message: string) => ok(api.GET('/api/v1/outbox/{message}', { params: { path: { message } } }));
