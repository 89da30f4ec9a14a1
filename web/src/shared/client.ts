// The one way to the server. Every request passes send(): it carries the session's CSRF token and
// the language, and when the session has ended or the password must be given again, it asks and
// goes on, so that a page that was being filled in keeps all it holds.

import createClient from 'openapi-fetch';
import type { components, paths } from './api.d.ts';
import { lang } from './i18n.ts';
import { Problem, problemOf } from './problem.ts';

const SAFE = new Set(['GET', 'HEAD']);
/** Where one signs in: a refusal there is an answer, not a session that has ended. */
const DOORS = new Set(['/api/v1/session', '/api/v1/residents']);
const FRESH_NEEDED = 'session.fresh_needed';

let csrf = '';
export function setCsrf(token: string): void {
  csrf = token;
}

/** What a face offers when a request needs the person: each resolves to whether it succeeded. */
export interface Repairs {
  signIn(): Promise<boolean>;
  confirmPassword(): Promise<boolean>;
}
let repairs: Repairs | undefined;
export function setRepairs(next: Repairs | undefined): void {
  repairs = next;
}

async function attempt(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', lang.value === 'en' ? 'en' : 'zh-CN');
  if (csrf && !SAFE.has(request.method)) request.headers.set('X-CSRF-Token', csrf);
  try {
    return await fetch(request);
  } catch {
    throw new Problem(0, { code: 'offline' });
  }
}

async function repairFor(request: Request, response: Response): Promise<(() => Promise<boolean>) | undefined> {
  if (response.status !== 401 || !repairs || DOORS.has(new URL(request.url).pathname)) return undefined;
  const { key } = problemOf(response, await response.clone().json().catch(() => undefined));
  return key === FRESH_NEEDED ? repairs.confirmPassword : repairs.signIn;
}

async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await attempt(request);
  const repair = await repairFor(request, response);
  return repair && (await repair()) ? attempt(again) : response;
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });

interface Reply<T> {
  data?: T;
  error?: unknown;
  response: Response;
}
type Begun = components['schemas']['Begun'];

async function taken<T>(reply: Promise<Reply<T>>): Promise<T> {
  const { data, error, response } = await reply;
  if (!response.ok) throw problemOf(response, error);
  return data as T;
}

/** The body of a reply, or a thrown Problem. */
export function ok<T>(reply: Promise<Reply<T>>): Promise<Exclude<T, Begun>> {
  return taken(reply) as Promise<Exclude<T, Begun>>;
}

/** The id of the job that a request has begun, or a thrown Problem. */
export async function begun<T>(reply: Promise<Reply<T>>): Promise<string> {
  return ((await taken(reply)) as Begun).job;
}

/** The header of a request that changes version `version` and no other. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}

/** The header that says why something is changed; it stands in the thing's history. */
export function because(reason: string): { 'X-Reason': string } {
  return { 'X-Reason': encodeURIComponent(reason) };
}

function randomKey(): string {
  // Not randomUUID(): browsers hide it where the LAN is served without TLS.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface IdempotencyKey {
  'Idempotency-Key': string;
}

/** Idempotency keys of one form: trying again with the same body keeps the key, another body gets
 * a new one. */
export function idempotency(): (body: unknown) => IdempotencyKey {
  let last = { text: '', key: '' };
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== last.text) last = { text, key: randomKey() };
    return { 'Idempotency-Key': last.key };
  };
}
