import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCreditCode, isIdNumber, isPhone } from '../src/shared/checks.ts';

// Numbers made for the purpose: no region 999999 exists.
test('the last character of an ID number follows from the others', () => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const stem = '99999919800101001';
  const last = '10X98765432'[[...stem].reduce((sum, c, i) => sum + Number(c) * weights[i]!, 0) % 11]!;
  assert.ok(isIdNumber(stem + last));
  for (const other of '0123456789X') assert.equal(isIdNumber(stem + other), other === last);
  assert.ok(!isIdNumber(stem));
  assert.ok(!isIdNumber(`${stem}x`));
});

test('one wrong character of a credit code is noticed', () => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const stem = '91999999MA0000000';
  const last = [...alphabet].filter((c) => isCreditCode(stem + c));
  assert.equal(last.length, 1);
  assert.ok(!isCreditCode(`82${stem.slice(2)}${last[0]}`));
  assert.ok(!isCreditCode(`${stem.slice(0, 16)}I${last[0]}`));
  assert.ok(!isCreditCode('91'));
});

test('phones', () => {
  assert.ok(isPhone('13800000000'));
  assert.ok(isPhone('0571-88888888'));
  assert.ok(!isPhone('12800000000'));
  assert.ok(!isPhone('1380000000'));
});
