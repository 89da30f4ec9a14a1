import { api, ok } from '../../shared/client.ts';
import type { paths } from '../../shared/api.d.ts';
import type { Found } from '../use/found.ts';

type Query = NonNullable<paths['/api/v1/bindings']['get']['parameters']['query']>;
export type Binding = Awaited<ReturnType<typeof listBindings>>['items'][number];
export type Decision =
  paths['/api/v1/estates/{estate}/bindings/{binding}/decision']['post']['requestBody']['content']['application/json'];

/** Of one estate: its rows say no estate. */
export const listEstateBindings = (estate: string, query: Query) =>
  ok(api.GET('/api/v1/estates/{estate}/bindings', { params: { path: { estate }, query } }));

const at = ({ estate_id: estate = '', id: binding }: Binding) => ({ path: { estate, binding } });

/** Of all estates within reach. */
export const listBindings = (query: Query) => ok(api.GET('/api/v1/bindings', { params: { query } }));

export const decideBinding = (binding: Binding, body: Decision) =>
  ok(api.POST('/api/v1/estates/{estate}/bindings/{binding}/decision', { params: at(binding), body }));

/** Name and phone of who asks, in the clear; the look is recorded with its reason. */
export const revealAsker = (binding: Binding, reason: string) =>
  ok(api.POST('/api/v1/estates/{estate}/bindings/{binding}/reveal', { params: at(binding), body: { reason } }));

export const findHouses = async (estate: string, q: string): Promise<Found[]> =>
  (await ok(api.GET('/api/v1/estates/{estate}/houses', { params: { path: { estate }, query: { q, size: 20 } } }))).items.map(
    (house) => ({ id: house.id, name: house.label ?? '' }),
  );

export const loadHouse = async (estate: string, house: string): Promise<Found> => {
  const { label } = await ok(api.GET('/api/v1/estates/{estate}/houses/{house}', { params: { path: { estate, house } } }));
  return { id: house, name: label ?? '' };
};
