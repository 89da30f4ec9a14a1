import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatShare, isMore, isWhole, sumOf } from '../src/console/pages/houses/shares.ts';

test('shares are summed exactly, in lowest terms', () => {
  assert.equal(formatShare(sumOf([[1, 3], [1, 3], [1, 3]])), '1');
  assert.equal(formatShare(sumOf([[1, 2], [1, 3]])), '5/6');
  assert.equal(formatShare(sumOf([])), '0');
  assert.ok(isWhole(sumOf([[333_333, 1_000_000], [666_667, 1_000_000]])));
  assert.ok(!isWhole(sumOf([[333_333, 1_000_000], [2, 3]])));
  assert.ok(isMore(sumOf([[1, 2], [2, 3]])));
});

test('what is no share yet counts as none', () => {
  assert.equal(formatShare(sumOf([[1, 2], [0, 2], [undefined, 3], [1, 0]])), '1/2');
});
