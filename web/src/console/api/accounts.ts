import type { paths } from '../../shared/api.d.ts';
import { api, ok } from '../../shared/client.ts';
import type { Found } from '../use/found.ts';

type Body<M> = M extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
export type AccountQuery = NonNullable<paths['/api/v1/accounts']['get']['parameters']['query']>;
export type AccountInput = Body<paths['/api/v1/accounts']['post']>;
export type PostInput = Body<paths['/api/v1/accounts/{account}/posts']['post']>;
export type AccountState = Body<paths['/api/v1/accounts/{account}']['patch']>['state'];
export type Account = Awaited<ReturnType<typeof loadAccount>>;
export type AccountRow = Awaited<ReturnType<typeof listAccounts>>['items'][number];
export type AccountPost = Awaited<ReturnType<typeof accountPosts>>[number];
export type Role = Awaited<ReturnType<typeof listRoles>>[number];

const at = (account: string) => ({ path: { account } });

export const listAccounts = (query: AccountQuery) => ok(api.GET('/api/v1/accounts', { params: { query } }));
export const loadAccount = (id: string) => ok(api.GET('/api/v1/accounts/{account}', { params: at(id) }));

export const findAccounts = async (q: string): Promise<Found[]> =>
  (await listAccounts({ q, size: 20 })).items.map(({ id, name, login }) => ({ id, name: `${name} (${login})` }));
export const loadAccountName = async (id: string): Promise<Found> => ({ id, name: (await loadAccount(id)).name ?? '' });

/** A new account; the reply tells the one-time link, once. */
export const inviteAccount = (body: AccountInput) => ok(api.POST('/api/v1/accounts', { body }));
export const inviteAgain = (id: string) => ok(api.POST('/api/v1/accounts/{account}/invitation', { params: at(id) }));
export const setAccountState = (id: string, state: AccountState) => ok(api.PATCH('/api/v1/accounts/{account}', { params: at(id), body: { state } }));
export const dropTotp = (id: string) => ok(api.DELETE('/api/v1/accounts/{account}/totp', { params: at(id) }));

export const accountPosts = async (id: string) => (await ok(api.GET('/api/v1/accounts/{account}/posts', { params: at(id) }))).items;
export const grantPost = (id: string, body: PostInput) => ok(api.POST('/api/v1/accounts/{account}/posts', { params: at(id), body }));
export const endPost = (account: string, post: string) =>
  ok(api.DELETE('/api/v1/accounts/{account}/posts/{post}', { params: { path: { account, post } } }));

export const listRoles = async () => (await ok(api.GET('/api/v1/roles'))).items;
