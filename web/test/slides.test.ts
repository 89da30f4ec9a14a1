import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clause } from '../src/shared/clauses.ts';
import { slidesOf } from '../src/console/pages/cockpit/slides.ts';

const clause = (id: string, light: Clause['light'], met = 0): Clause => ({ id, light, met, lead: [], with: [] });

test('clauses that count something come by their lights, eight on a slide', () => {
  const met = Array.from({ length: 8 }, (_, i) => clause(`m${i}`, 'met', 1));
  const slides = slidesOf([...met, clause('f', 'in_force'), clause('u', 'unmet', 1)]);
  assert.deepEqual(slides.map((slide) => slide.length), [8, 1]);
  assert.equal(slides[0]?.[0]?.id, 'u');
  assert.deepEqual(slidesOf([clause('n', 'not_yet')]), []);
});
