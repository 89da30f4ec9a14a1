import type { Field, Fields } from '../../shared/fields.ts';
import type { Column } from './list.ts';

type How = Pick<Column<unknown>, 'isSortable' | 'isHidden'>;

/** The named columns of a list, with what its field table says of each. */
export function columnsOf<T>(fields: Fields, names: (keyof T & string)[], how: Partial<Record<keyof T & string, How>> = {}): Column<T>[] {
  return names.map((name) => ({ name, field: fields[name] as Field, ...how[name] }));
}
