import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canDrop, openSteps } from '../src/console/pages/imports/steps.ts';

test('an import that is opened goes on where it is', () => {
  assert.equal(openSteps({ state: 'mapping' })[0], 'columns');
  assert.equal(openSteps({ state: 'checking' })[0], 'check');
  assert.equal(openSteps({ state: 'checked' })[0], 'check');
  assert.equal(openSteps({ state: 'committing' })[0], 'confirm');
  assert.equal(openSteps({ state: 'committed' })[0], 'result');
});

test('what is under way cannot be changed, unless its job has ended badly', () => {
  assert.deepEqual(openSteps({ state: 'checking' }), ['check']);
  assert.deepEqual(openSteps({ state: 'checking', isStuck: true }), ['check', 'columns']);
  assert.deepEqual(openSteps({ state: 'committing', isStuck: true }), ['confirm', 'columns']);
  assert.deepEqual(openSteps({ state: 'committed', isStuck: true }), ['result', 'check']);
});

test('what was answered must be checked before it is confirmed', () => {
  assert.deepEqual(openSteps({ state: 'checked' }), ['check', 'columns', 'confirm']);
  assert.deepEqual(openSteps({ state: 'checked', needsCheck: true }), ['check', 'columns']);
});

test('only what is not in the register is given up', () => {
  assert.equal(canDrop('checked'), true);
  assert.equal(canDrop('reading'), true);
  assert.equal(canDrop('committed'), false);
  assert.equal(canDrop('given_up'), false);
});
