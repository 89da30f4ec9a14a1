import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedMenu, type MenuItem, menuTrail } from '../src/console/menu_tree.ts';
import { safeNext } from '../src/shared/next.ts';

const MENU = [
  { title: 'home', route: 'home' },
  { title: 'group', children: [{ title: 'a', route: 'a' }, { title: 'deep', children: [{ title: 'b', route: 'b' }] }] },
] as unknown as MenuItem[];

test('what may not be opened is not in the menu, nor are groups left empty', () => {
  assert.deepEqual(allowedMenu(MENU, () => true), MENU);
  assert.deepEqual(allowedMenu(MENU, (route) => route === 'home').map((item) => item.title), ['home']);
  assert.deepEqual(menuTrail(allowedMenu(MENU, (route) => route === 'b'), 'b').map((item) => item.title), ['group', 'deep', 'b']);
});

test('the trail leads from the top to the route', () => {
  assert.deepEqual(menuTrail(MENU, 'a').map((item) => item.title), ['group', 'a']);
  assert.deepEqual(menuTrail(MENU, 'nothing'), []);
});

test('a sign-in leads on within the face only', () => {
  assert.equal(safeNext('/estates?q=1'), '/estates?q=1');
  for (const foreign of ['//evil.example', '/\\evil.example', 'https://evil.example', undefined, '']) {
    assert.equal(safeNext(foreign), '/');
  }
});
