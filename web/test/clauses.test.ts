import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applicable, byPart, change, type Clause, permille, reason } from '../src/shared/clauses.ts';

const clause = (own: Partial<Clause>): Clause => ({ id: 'A-1', lead: [], with: [], ...own });

test('the unknown are among those to whom it applies', () => {
  assert.equal(applicable({ met: 13, unmet: 9, unknown: 3 }), 25);
  assert.equal(applicable({}), 0);
});

test('a share is rounded down: only all is all', () => {
  assert.equal(permille(999_999, 1_000_000), 999);
  assert.equal(permille(25, 25), 1000);
  assert.equal(permille(0, 0), 0);
});

test('a change is known only where it was counted 30 days ago', () => {
  assert.equal(change(clause({ met: 9, met_earlier: 12, total_earlier: 12 })), -3);
  assert.equal(change(clause({ met: 9, met_earlier: 0, total_earlier: 0 })), undefined);
});

test('what decides a light: targets before the measures that they count', () => {
  assert.deepEqual(reason(clause({ light: 'unmet', unmet: 78, targets_missed: 3 })), { reason: 'missed', n: 3 });
  assert.deepEqual(reason(clause({ light: 'unmet', unmet: 20 })), { reason: 'unmet', n: 20 });
  assert.deepEqual(reason(clause({ light: 'short', targets_behind: 1, targets_missed: 2 })), { reason: 'behind', n: 1 });
  assert.deepEqual(reason(clause({ light: 'short', targets_missed: 2 })), { reason: 'late', n: 2 });
  assert.deepEqual(reason(clause({ light: 'short', unmet: 4 })), { reason: 'unmet', n: 4 });
  assert.deepEqual(reason(clause({ light: 'unknown', duties: 17, duties_held: 16 })), { reason: 'duties', n: 1 });
  assert.deepEqual(reason(clause({ light: 'unknown', unknown: 6, duties: 17, duties_held: 16 })), { reason: 'unknown', n: 6 });
  assert.deepEqual(reason(clause({ light: 'met', met: 5, targets_reached: 1 })), { reason: 'reached', n: 1 });
  assert.deepEqual(reason(clause({ light: 'met', met: 5 })), { reason: 'met', n: 5 });
  assert.deepEqual(reason(clause({ light: 'in_force' })), { reason: 'inForce', n: 0 });
});

test('clauses stand by the parts of the document, those of none last', () => {
  const parts = [{ name: 'p1', title: 'One' }, { name: 'p2', title: 'Two' }, { name: 'p3', title: 'Empty' }];
  const all = [clause({ id: 'X' }), clause({ id: 'B', part: 'p2' }), clause({ id: 'A', part: 'p1' })];
  assert.deepEqual(byPart(parts, all).map((part) => [part.name, part.clauses.map(({ id }) => id)]), [['p1', ['A']], ['p2', ['B']], ['', ['X']]]);
});
