import { idempotency, request } from '../../shared/client.ts';

export interface MyHouse {
  id: string;
  estate_id: string;
  estate: string;
  house: string;
  area_dm2?: number;
  relation: string;
}

export interface Binding {
  id: string;
  estate: string;
  house?: string;
  state: 'asked' | 'bound' | 'refused';
  reason?: string;
}

/** The three ways to bind a house: by the register, by a printed code, by asking the community. */
export type BindingRequest =
  | { way: 'register'; estate_id: string; name: string; id_number: string }
  | { way: 'code'; code: string }
  | { way: 'request'; estate_id: string; house: string; name: string; note?: string };

async function items<T>(path: string): Promise<T[]> {
  return ((await (await request(path)).json()) as { items: T[] }).items;
}

export const myHouses = () => items<MyHouse>('/api/v1/me/houses');
export const myBindings = () => items<Binding>('/api/v1/me/bindings');

const keyFor = idempotency();
export async function bind(body: BindingRequest): Promise<Binding> {
  const response = await request('/api/v1/me/bindings', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...keyFor(body) },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Binding;
}
