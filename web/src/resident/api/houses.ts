import { api, ok } from '../../shared/client.ts';
import type { paths } from '../../shared/api.d.ts';

export type MyHouse = Awaited<ReturnType<typeof myHouses>>[number];
export type Binding = Awaited<ReturnType<typeof myBindings>>[number];
export type House = Awaited<ReturnType<typeof loadHouse>>;
export type MemberInput = paths['/api/v1/me/houses/{estate}/{house}/members']['post']['requestBody']['content']['application/json'];
export type BindingRequest = paths['/api/v1/me/bindings']['post']['requestBody']['content']['application/json'];

const at = (estate: string, house: string) => ({ path: { estate, house } });

export const myHouses = async () => (await ok(api.GET('/api/v1/me/houses'))).items;
export const myBindings = async () => (await ok(api.GET('/api/v1/me/bindings'))).items;

/** By the register, by a printed code, or by asking the community; the bindings as they then are. */
export const bind = async (body: BindingRequest) => (await ok(api.POST('/api/v1/me/bindings', { body }))).items;

/** The version of the notice that the resident has read beside the box. */
const ID_NUMBER_NOTICE = 1;

/** Agrees to the ID number being compared with the register, separately from anything else. */
export const agreeToIdNumber = () =>
  ok(api.PUT('/api/v1/me/consents/{purpose}', { params: { path: { purpose: 'id_number' } }, body: { is_given: true, wording: ID_NUMBER_NOTICE } }));

export const takeBack = (binding: string) =>
  ok(api.DELETE('/api/v1/me/bindings/{binding}', { params: { path: { binding } } }));

export const loadHouse = (estate: string, house: string) =>
  ok(api.GET('/api/v1/me/houses/{estate}/{house}', { params: at(estate, house) }));
export const addMember = (estate: string, house: string, body: MemberInput) =>
  ok(api.POST('/api/v1/me/houses/{estate}/{house}/members', { params: at(estate, house), body }));
export const removeMember = (estate: string, house: string, member: string) =>
  ok(api.DELETE('/api/v1/me/houses/{estate}/{house}/members/{member}', { params: { path: { estate, house, member } } }));

/** Buildings and houses by name, for choosing one's own. */
const MOST = 100;
export const buildingsOf = async (estate: string) =>
  (await ok(api.GET('/api/public/estates/{estate}/buildings', { params: { path: { estate }, query: { size: MOST } } }))).items;

export async function housesOf(estate: string, building: string) {
  const all = [];
  let after: string | null | undefined;
  do {
    const page = await ok(
      api.GET('/api/public/estates/{estate}/buildings/{building}/houses', {
        params: { path: { estate, building }, query: { size: MOST, ...(after && { after }) } },
      }),
    );
    all.push(...page.items);
    after = page.next;
  } while (after);
  return all;
}
