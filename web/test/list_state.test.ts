import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as state from '../src/console/use/list_state.ts';

const NAMES = ['q', 'kind'];

test('the URL says filters, order and place, and nothing that is as by default', () => {
  const read = state.readState({ q: '翠苑', kind: 'old', sort: '-name', size: '50', page: '7', other: 'x' }, NAMES);
  assert.deepEqual(read, { filters: { q: '翠苑', kind: 'old' }, sort: '-name', size: 50, place: { page: 7 } });
  assert.deepEqual(state.writeState(read), { q: '翠苑', kind: 'old', sort: '-name', size: '50', page: '7' });
  assert.deepEqual(state.writeState(state.readState({}, NAMES)), {});
});

test('nonsense in the URL is as by default', () => {
  const read = state.readState({ size: '7', page: '-1', at: 'x', q: ['a', 'b'] }, NAMES);
  assert.deepEqual(read, { filters: { q: 'a' }, sort: '', size: 20, place: { page: 1 } });
});

test('a page by key keeps its number for showing', () => {
  const third = state.nextPlace({ page: 2 }, 'CURSOR');
  assert.deepEqual(third, { after: 'CURSOR', at: 3 });
  const read = state.readState(state.writeState({ filters: {}, sort: '', size: 20, place: third }), NAMES);
  assert.deepEqual(read.place, third);
  assert.deepEqual(state.previousPlace(third, 'PREV'), { before: 'PREV', at: 2 });
  assert.deepEqual(state.previousPlace({ page: 2 }, 'PREV'), { page: 1 });
});

test('the server is asked to count only when it must', () => {
  const current = state.readState({ kind: 'old', page: '3' }, NAMES);
  assert.deepEqual(state.toApiQuery(current, true), { kind: 'old', size: 20, page: 3, total: 1 });
  assert.deepEqual(state.toApiQuery({ ...current, place: { before: 'C', at: 2 } }, false), { kind: 'old', size: 20, before: 'C' });
});

test('jumps stay within the first ten thousand rows', () => {
  assert.equal(state.lastJump(45, 20), 3);
  assert.equal(state.lastJump(10_000, 50), 200);
  assert.equal(state.lastJump(1_000_000, 100), 100);
  assert.equal(state.lastJump(0, 20), 1);
});

test('a heading sorts up, down, and not at all', () => {
  assert.equal(state.toggleSort('', 'name'), 'name');
  assert.equal(state.toggleSort('name', 'name'), '-name');
  assert.equal(state.toggleSort('-name', 'name'), '');
  assert.equal(state.toggleSort('-number', 'name'), 'name');
  assert.equal(state.sortState('-name', 'name'), 'descending');
});
