import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../src/shared/format.ts';

test('money, areas and prices are text made of digits', () => {
  assert.equal(format.formatDecimal(123450, 2), '1,234.50');
  assert.equal(format.formatDecimal(5, 2), '0.05');
  assert.equal(format.formatDecimal(-100000, 2), '-1,000.00');
  assert.equal(format.formatDecimal(23800, 4), '2.38');
  assert.equal(format.formatDecimal(23850, 4), '2.385');
  assert.equal(format.formatDecimal(20000, 4), '2.00');
  assert.equal(format.formatDecimal(305, 1), '30.5');
  assert.equal(format.formatDecimal(undefined, 2), '—');
  assert.equal(format.formatDecimal(9007199254740991, 2), '90,071,992,547,409.91');
});

test('what is typed is read as a scaled integer', () => {
  assert.deepEqual(format.parseScaled(' 1,234.5 ', 2), { value: 123450 });
  assert.deepEqual(format.parseScaled('８９．５０', 2), { value: 8950 });
  assert.deepEqual(format.parseScaled('2.380000', 4), { value: 23800 });
  assert.deepEqual(format.parseScaled('-3', 0), { value: -3 });
  assert.deepEqual(format.parseScaled('0.1', 2), { value: 10 });
});

test('what is no number, too fine or too large is told apart', () => {
  for (const text of ['', 'x', '1,23', '1.2.3', '--1', '1e3', '.5', '12,34.5']) {
    assert.deepEqual(format.parseScaled(text, 2), { error: 'not_a_number' }, text);
  }
  assert.deepEqual(format.parseScaled('1.005', 2), { error: 'too_fine' });
  assert.deepEqual(format.parseScaled('99999999999999999', 2), { error: 'too_large' });
});

test('an input begins with what it would read back', () => {
  for (const [value, places] of [[123450, 2], [23850, 4], [7, 0], [-5, 2]] as const) {
    assert.deepEqual(format.parseScaled(format.editDecimal(value, places), places), { value });
  }
  assert.equal(format.editDecimal(undefined, 2), '');
});

test('instants are shown as Asia/Shanghai sees them', () => {
  assert.equal(format.formatInstant('2026-02-28T16:30:00.000Z'), '2026-03-01 00:30');
  assert.equal(format.formatInstant(undefined), '—');
  assert.equal(format.today(Date.parse('2026-12-31T16:00:00Z')), '2027-01-01');
  assert.equal(format.formatClock(Date.parse('2026-01-01T01:05:00Z')), '09:05');
});

test('sizes and countdowns', () => {
  assert.equal(format.formatSize(900), '900 B');
  assert.equal(format.formatSize(1536), '1.5 KB');
  assert.equal(format.formatSize(64 * 1024 * 1024), '64 MB');
  assert.equal(format.formatCountdown(205), '3:25');
  assert.equal(format.formatCountdown(-1), '0:00');
});
