import { api, ok } from '../../shared/client.ts';
import type { Found } from '../use/found.ts';

export const findOrganisations = async (q: string): Promise<Found[]> => {
  const { items } = await ok(api.GET('/api/v1/organisations', { params: { query: { q, size: 20 } } }));
  return items.map(({ id, name }) => ({ id, name: name ?? '' }));
};

export const loadOrganisation = (organisation: string) =>
  ok(api.GET('/api/v1/organisations/{organisation}', { params: { path: { organisation } } }));
