import { labelOf } from './fields.ts';
import { NONE } from './format.ts';
import { getMePersonClear as person } from './labels/me_person.ts';

const labels: Record<string, (typeof person)[keyof typeof person]> = person;

/** Which data a look showed, in words: `names` are names of fields with commas between. */
export function seenInWords(names: string | undefined): string {
  if (!names) return NONE;
  return names.split(',').map((name) => (labels[name] ? labelOf(labels[name]) : name)).join('、');
}
