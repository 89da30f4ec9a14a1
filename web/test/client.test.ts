import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

Object.assign(globalThis, { location: new URL('http://localhost/console/') });
const { api, idempotency, ifMatch, ok, setCsrf, setRepairs } = await import('../src/shared/client.ts');
const { Problem } = await import('../src/shared/problem.ts');

let asked: Request[] = [];
let replies: Response[] = [];
globalThis.fetch = async (input) => {
  asked.push((input as Request).clone());
  const reply = replies.shift();
  if (!reply) throw new TypeError('no network');
  return reply;
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
const refusal = (status: number, key: string): Response => json(status, { status, code: 'x', key, title: '', request_id: 'r1' });
const newPost = () => ok(api.PUT('/api/v1/session/post', { body: { post_id: '0000000000001' } }));

beforeEach(() => {
  asked = [];
  replies = [];
  setCsrf('token');
  setRepairs(undefined);
});

test('writes carry the token of the session, reads do not', async () => {
  replies = [json(200, {}), json(200, {})];
  await newPost();
  await ok(api.GET('/api/v1/session'));
  assert.equal(asked[0]!.headers.get('X-CSRF-Token'), 'token');
  assert.equal(asked[1]!.headers.get('X-CSRF-Token'), null);
  assert.equal(asked[0]!.headers.get('Accept-Language'), 'zh-CN');
});

test('a refusal becomes a problem with its fields', async () => {
  const errors = [{ path: 'post_id', key: 'k', detail: '不对' }];
  replies = [json(422, { code: 'invalid', key: 'invalid', detail: '填写有误', request_id: 'r7', errors })];
  await assert.rejects(newPost(), (error) => {
    assert.ok(error instanceof Problem);
    assert.deepEqual([error.status, error.message, error.requestId], [422, '填写有误', 'r7']);
    assert.deepEqual(error.fields, errors);
    return true;
  });
});

test('no answer at all, an answer that is no JSON, and waiting are told apart', async () => {
  await assert.rejects(newPost(), { isOffline: true });
  replies = [new Response('<html>', { status: 502 })];
  await assert.rejects(newPost(), { status: 502, isOffline: false });
  replies = [json(429, { key: 'session.wait' }, { 'Retry-After': '90' })];
  await assert.rejects(newPost(), { retryAfter: 90 });
});

test('an ended session is asked for and the request sent again with its body and the new token', async () => {
  setRepairs({ signIn: async () => (setCsrf('new'), true), confirmPassword: async () => false });
  replies = [refusal(401, 'session.needed'), json(200, {})];
  await newPost();
  assert.equal(asked.length, 2);
  assert.deepEqual(await asked[1]!.json(), { post_id: '0000000000001' });
  assert.equal(asked[1]!.headers.get('X-CSRF-Token'), 'new');
});

test('a dangerous act asks for the password, and is refused if it is not given', async () => {
  let confirmed = 0;
  setRepairs({ signIn: async () => assert.fail(), confirmPassword: async () => ++confirmed > 1 });
  replies = [refusal(401, 'session.fresh_needed')];
  await assert.rejects(newPost(), { key: 'session.fresh_needed' });
  replies = [refusal(401, 'session.fresh_needed'), json(200, {})];
  await newPost();
  assert.equal(confirmed, 2);
});

test('signing in itself is never repaired', async () => {
  setRepairs({ signIn: async () => assert.fail(), confirmPassword: async () => assert.fail() });
  replies = [refusal(401, 'session.wrong')];
  await assert.rejects(ok(api.POST('/api/v1/session', { body: { login: 'a', password: 'b' } })), { key: 'session.wrong' });
});

test('trying again keeps the key, another body gets another', () => {
  const keyFor = idempotency();
  const first = keyFor({ a: 1 });
  assert.deepEqual(keyFor({ a: 1 }), first);
  assert.notDeepEqual(keyFor({ a: 2 }), first);
  assert.match(first['Idempotency-Key'], /^[0-9a-f]{32}$/);
  assert.deepEqual(ifMatch(7), { 'If-Match': '"7"' });
});
