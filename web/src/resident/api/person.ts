import { api, ifMatch, ok } from '../../shared/client.ts';
import type { paths } from '../../shared/api.d.ts';
import { takeSession } from '../../shared/session.ts';

export type OwnPerson = Awaited<ReturnType<typeof loadOwn>>;
export type OwnChange = paths['/api/v1/me/person']['patch']['requestBody']['content']['application/json'];
export type Closed = Awaited<ReturnType<typeof closeAccount>>;

/** What is kept of me; the ID number masked. */
export const loadOwn = () => ok(api.GET('/api/v1/me/person'));
/** The same in the clear, after the password was given again. */
export const loadOwnClear = () => ok(api.GET('/api/v1/me/person/clear'));

export const changeOwn = (version: number, body: OwnChange) =>
  ok(api.PATCH('/api/v1/me/person', { params: { header: ifMatch(version) }, body }));

/** When a code can be asked for again. */
export const sendPhoneCode = async (phone: string) => (await ok(api.POST('/api/v1/me/phone/codes', { body: { phone } }))).again_at;
export const changePhone = (phone: string, code: string) => ok(api.PUT('/api/v1/me/phone', { body: { phone, code } }));

/** What I am asked for, purpose by purpose, and whether I agree. */
export type Consent = Awaited<ReturnType<typeof myConsents>>[number];
type Purpose = NonNullable<Consent['purpose']>;
export const myConsents = async () => (await ok(api.GET('/api/v1/me/consents'))).items;
export const consent = async ({ purpose, wording = 0 }: { purpose?: Purpose; wording?: number }, is: boolean) =>
  (await ok(
    api.PUT('/api/v1/me/consents/{purpose}', { params: { path: { purpose: purpose ?? '' } }, body: { is_given: is, wording } }),
  )).items;

/** What was erased, and what the law keeps. The session ends with the account. */
export const closeAccount = () => ok(api.DELETE('/api/v1/me/account'));
export const forgetMe = () => takeSession(undefined);
