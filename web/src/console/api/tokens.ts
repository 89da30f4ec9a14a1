import type { paths } from '../../shared/api.d.ts';
import { api, ok } from '../../shared/client.ts';

export type TokenInput = paths['/api/v1/tokens']['post']['requestBody']['content']['application/json'];
export type TokenRow = Awaited<ReturnType<typeof listTokens>>[number];

export const listTokens = async () => (await ok(api.GET('/api/v1/tokens'))).items;
/** The reply tells the token, once. */
export const createToken = (body: TokenInput) => ok(api.POST('/api/v1/tokens', { body }));
export const revokeToken = (token: string) => ok(api.DELETE('/api/v1/tokens/{token}', { params: { path: { token } } }));
