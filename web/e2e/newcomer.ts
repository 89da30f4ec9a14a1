// Residents that a test makes for itself: registered by a code sent to a phone that nobody has.

import type { APIRequestContext } from '@playwright/test';
import { expect } from './fixtures.ts';

export const RESIDENT_PASSWORD = 'Zhuhu-2026-ok';

/** 138 0000 and four digits: numbers that the demo gives to nobody. */
export const newPhone = (): string => `1380000${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;

/** The code in the newest message to a phone. */
export async function codeSentTo(request: APIRequestContext, phone: string): Promise<string> {
  const reply = await request.get('/test/outbox');
  if (!reply.ok()) throw new Error('codes can be read only from a server started with --test');
  const { items } = (await reply.json()) as { items: { address: string; body: string }[] };
  const body = items.find(({ address }) => address === phone)?.body ?? '';
  return /\d{6}/.exec(body)?.[0] ?? '';
}

/** Registers and stays signed in in this context; the token that writes must carry. */
export async function register(request: APIRequestContext, phone: string, name: string): Promise<string> {
  expect((await request.post('/api/v1/residents/codes', { data: { phone } })).status()).toBe(200);
  const code = await codeSentTo(request, phone);
  const reply = await request.post('/api/v1/residents', { data: { phone, code, name, password: RESIDENT_PASSWORD } });
  expect(reply.status(), await reply.text()).toBe(200);
  return ((await reply.json()) as { csrf: string }).csrf;
}

/** Asks the community to be bound to a house that is named in words. */
export async function askForHouse(request: APIRequestContext, csrf: string, estate: string, label: string): Promise<void> {
  const data = { way: 'request', estate_id: estate, label, tie: 'tenant', note: '刚搬来' };
  const reply = await request.post('/api/v1/me/bindings', { data, headers: { 'X-CSRF-Token': csrf } });
  expect(reply.status(), await reply.text()).toBe(200);
}
