import { api, ok } from '../../shared/client.ts';
import type { paths } from '../../shared/api.d.ts';

export type MyHouse = Awaited<ReturnType<typeof myHouses>>[number];
export type Binding = Awaited<ReturnType<typeof myBindings>>[number];
export type BindingRequest = paths['/api/v1/me/bindings']['post']['requestBody']['content']['application/json'];

export const myHouses = async () => (await ok(api.GET('/api/v1/me/houses'))).items;
export const myBindings = async () => (await ok(api.GET('/api/v1/me/bindings'))).items;

/** By the register, by a printed code, or by asking the community; the bindings as they then are. */
export const bind = async (body: BindingRequest) => (await ok(api.POST('/api/v1/me/bindings', { body }))).items;

export const takeBack = (binding: string) =>
  ok(api.DELETE('/api/v1/me/bindings/{binding}', { params: { path: { binding } } }));
