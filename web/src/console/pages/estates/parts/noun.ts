import type { Field, Fields } from '../../../../shared/fields.ts';
import type { AnyPart, PartName, PartRow } from '../../../api/parts.ts';
import type { Key } from '../../../t.ts';
import type { Column, Filter } from '../../../use/list.ts';

/** What a field of a form refers to by id: it is looked up by name. */
export type Target = 'house' | 'person' | 'organisation' | 'committee' | 'space' | 'building' | 'region';

/** All that makes one kind of part different from another, on a tab of its home's page. */
export interface Noun {
  part: PartName;
  title: Key;
  /** "Add a building": the heading of the form; "Change a building". */
  add: Key;
  change: Key;
  columns: Column<AnyPart>[];
  filters: Filter[];
  /** The fields of a new one, and those that may change. */
  created: Fields;
  changed: Fields;
  /** Of the form, in its order; what may not change is left out when one is changed. */
  form: string[];
  targets?: Record<string, Target>;
  /** What a new one begins with. */
  initial?: Record<string, unknown>;
  /** The permission to change them. */
  may: string;
  /** What an import calls it. */
  importKind?: string;
  nameOf(row: AnyPart): string;
}

interface Shown {
  isSortable?: boolean;
  isHidden?: boolean;
}

/** Columns by the names of a row's fields; a name may be followed by how it is shown. */
export function columnsOf(fields: Fields, names: (string | [string, Shown])[]): Column<AnyPart>[] {
  return names.map((entry) => {
    const [name, shown] = typeof entry === 'string' ? [entry, {}] : entry;
    return { name: name as keyof AnyPart & string, field: fields[name] as Field, ...shown };
  });
}

const TEXT: Filter = { name: 'q', label: ['关键词', 'Keyword'], kind: 'text' };
const REMOVED: Filter = { name: 'removed', label: ['已删除', 'Deleted'], kind: 'flag' };

/** The text, the choices by name, and what was removed. */
export function filtersOf(fields: Fields, names: string[]): Filter[] {
  const choices = names.map((name): Filter => ({ name, label: fields[name]!.label, kind: 'choice', field: fields[name] }));
  return [TEXT, ...choices, REMOVED];
}

/** What the page around a tab holds in the URL beside the tab's own filters. */
export const KEPT_QUERY = ['tab', 'as_of', 'region'];

/** A row as its list knows it. */
export const as = <N extends PartName>(row: AnyPart): PartRow<N> => row as PartRow<N>;
