import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Field, fromInput, show, titleOf, toInput } from '../src/shared/fields.ts';

const price: Field = { label: ['单价', 'Price'], kind: 'int', min: 1, max: 10_000_000, places: 4, unit: '元' };
const name: Field = { label: ['名称', 'Name'], kind: 'text', required: true, min: 2, max: 5 };
const flag: Field = { label: ['电梯', 'Lift'], kind: 'flag' };
const kind: Field = { label: ['类型', 'Kind'], kind: 'choice', choices: { old: ['老旧小区', 'Old estate'] } };
const year: Field = { label: ['年份', 'Year'], kind: 'year', min: 1900, max: 2100 };

test('values are shown by the kind of their field', () => {
  assert.equal(show(price, 23800), '2.38');
  assert.equal(show(flag, false), '否');
  assert.equal(show(kind, 'old'), '老旧小区');
  assert.equal(show(kind, 'new'), 'new');
  assert.equal(show(year, 2006), '2006');
  assert.equal(show(name, ''), '—');
  assert.equal(titleOf(price), '单价 (元)');
});

test('inputs are read as the API wants them', () => {
  assert.deepEqual(fromInput('price', price, '2.38'), { value: 23800 });
  assert.deepEqual(fromInput('price', price, ' '), { value: null });
  assert.deepEqual(fromInput('year', year, '2006'), { value: 2006 });
  assert.deepEqual(fromInput('lift', flag, false), { value: false });
  assert.deepEqual(fromInput('name', name, ' 翠苑 '), { value: '翠苑' });
  assert.equal(toInput(price, 23850), '2.385');
  assert.equal(toInput(flag, undefined), null);
});

test('what is wrong with an input is named', () => {
  assert.deepEqual(fromInput('name', name, '  '), { problem: 'required' });
  assert.deepEqual(fromInput('name', name, '翠'), { problem: 'too_short' });
  assert.deepEqual(fromInput('name', name, '一二三四五六'), { problem: 'too_long' });
  assert.deepEqual(fromInput('name', name, '𠮷𠮷𠮷𠮷𠮷'), { value: '𠮷𠮷𠮷𠮷𠮷' });
  assert.deepEqual(fromInput('price', price, '0'), { problem: 'too_small' });
  assert.deepEqual(fromInput('price', price, '1001'), { problem: 'too_large' });
  assert.deepEqual(fromInput('price', price, '1.23456'), { problem: 'too_fine' });
  assert.deepEqual(fromInput('phone', { label: ['电话', 'Phone'], kind: 'text' }, '123'), { problem: 'phone' });
});

test('what goes on has no last day to be seen or typed', () => {
  const until: Field = { label: ['至', 'Until'], kind: 'date' };
  assert.equal(show(until, '9999-12-31'), '至今');
  assert.equal(show(until, '2026-12-31'), '2026-12-31');
  assert.equal(toInput(until, '9999-12-31'), '');
});
