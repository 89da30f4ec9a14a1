import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fill } from '../src/shared/i18n.ts';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`).forEach((text, path) => flat.set(path, text));
  }
  return flat;
}
const read = (face: string, lang: string): Map<string, string> =>
  flatten(JSON.parse(readFileSync(new URL(`../src/${face}/${lang}.json`, import.meta.url), 'utf8')) as Tree);
const slots = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

const src = new URL('../src/', import.meta.url);
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|vue)$/.test(file))
  .map((file) => readFileSync(new URL(file, src), 'utf8'))
  .join('\n');

/** Said somewhere, whole or as `prefix.${…}`. */
function isUsed(key: string): boolean {
  const parts = key.split('.');
  const prefixes = parts.slice(1).map((_, i) => `\`${parts.slice(0, i + 1).join('.')}.\${`);
  return sources.includes(`'${key}'`) || prefixes.some((prefix) => sources.includes(prefix));
}

for (const face of ['shared', 'console', 'resident', 'portal']) {
  test(`${face}: both languages have the same keys and slots`, () => {
    const zh = read(face, 'zh');
    const en = read(face, 'en');
    assert.deepEqual([...zh.keys()].sort(), [...en.keys()].sort());
    for (const [key, text] of zh) assert.deepEqual(slots(text), slots(en.get(key)!), key);
  });

  test(`${face}: each language is itself`, () => {
    for (const [key, text] of read(face, 'en')) {
      if (key !== 'lang.switch' && key !== 'lang.label') assert.doesNotMatch(text, /[㐀-鿿]/u, key);
    }
  });
}

test('no message is left that nothing says', () => {
  const idle = ['shared', 'console', 'resident', 'portal'].flatMap((face) => [...read(face, 'zh').keys()].filter((key) => !isUsed(key)));
  assert.deepEqual(idle, []);
});

test('slots are filled, unknown ones stay', () => {
  assert.equal(fill('{a} of {b}', { a: 1 }), '1 of {b}');
});
