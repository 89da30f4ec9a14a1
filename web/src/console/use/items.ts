import type { Field, Fields } from '../../shared/fields.ts';

/** One name and value of a thing. */
export interface Item {
  name: string;
  field: Field;
  value: unknown;
}

/** The named fields of a thing, for Descriptions. */
export function itemsOf(fields: Fields, thing: object, names: string[]): Item[] {
  return names.flatMap((name) => {
    const field = fields[name];
    return field ? [{ name, field, value: (thing as Record<string, unknown>)[name] }] : [];
  });
}
