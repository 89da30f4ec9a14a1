import { expect, test } from './fixtures.ts';

const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types vue default";

test('every shell comes with the strict policy and is asked for anew', async ({ request }) => {
  for (const path of ['/console/estates', '/m/', '/', '/estates/x']) {
    const reply = await request.get(path);
    expect(reply.headers()['content-security-policy'], path).toBe(POLICY);
    expect(reply.headers()['cache-control'], path).toBe('no-cache');
    expect(reply.headers()['content-type'], path).toContain('text/html');
  }
});

test('files carry their hash and are kept, absent ones are no page', async ({ request }) => {
  const html = await (await request.get('/console/')).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)![1]!;
  const reply = await request.get(script, { headers: { 'Accept-Encoding': 'br' } });
  expect(reply.headers()['cache-control']).toContain('immutable');
  expect(reply.headers()['content-encoding']).toBe('br');
  expect((await request.get('/assets/none.js')).status()).toBe(404);
  expect((await request.get('/m/sw.js')).headers()['cache-control']).toBe('no-cache');
});
