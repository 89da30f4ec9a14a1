import { labelOf } from '../../../shared/fields.ts';
import { NONE } from '../../../shared/format.ts';
import { getEstatesByEstatePeopleByPerson as person } from '../../../shared/labels/estates_people.ts';

const labels: Record<string, (typeof person)[keyof typeof person]> = person;

/** Which data a look showed, in words; the act's detail names the fields. */
export function fieldsOf(detail: string | undefined): string {
  const { fields } = JSON.parse(detail || '{}') as { fields?: string };
  if (!fields) return NONE;
  return fields.split(',').map((name) => (labels[name] ? labelOf(labels[name]) : name)).join('、');
}
