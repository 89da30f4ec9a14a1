import { computed } from 'vue';
import type { Field } from '../../shared/fields.ts';
import { stored } from '../../shared/stored.ts';
import type { Column } from './list.ts';

export type Density = 'compact' | 'comfortable';
export const density = stored<Density>('density', 'comfortable');

interface Choice {
  order: string[];
  hidden: string[];
}

/** Which columns of a list are shown, and in which order; kept for each list in this browser. The
 * first column names the row and stays. */
export function useColumns<T>(listName: string, columns: Column<T>[]) {
  const initial: Choice = {
    order: columns.map((column) => column.name),
    hidden: columns.filter((column) => column.isHidden).map((column) => column.name),
  };
  const choice = stored<Choice>(`columns.${listName}`, initial);

  // Columns that a newer version added stand at the end.
  const rank = (name: string): number => {
    const at = choice.value.order.indexOf(name);
    return at < 0 ? columns.length : at;
  };
  const all = computed(() => {
    const [first, ...rest] = columns;
    return first ? [first, ...rest.sort((a, b) => rank(a.name) - rank(b.name))] : [];
  });
  const isShown = (name: string): boolean => !choice.value.hidden.includes(name);
  const shown = computed(() => all.value.filter((column, i) => i === 0 || isShown(column.name)));

  function toggle(name: string): void {
    const { order, hidden } = choice.value;
    choice.value = { order, hidden: isShown(name) ? [...hidden, name] : hidden.filter((other) => other !== name) };
  }

  /** One place up (-1) or down (1). */
  function move(name: string, by: -1 | 1): void {
    const order = all.value.map((column) => column.name as string);
    const from = order.indexOf(name);
    const to = from + by;
    if (to < 1 || to >= order.length) return;
    [order[from], order[to]] = [order[to]!, order[from]!];
    choice.value = { ...choice.value, order };
  }

  function reset(): void {
    choice.value = initial;
  }

  return { all, shown, isShown, toggle, move, reset };
}

/** What the settings need of it, whatever the rows are. */
export interface Columns {
  all: { readonly value: { name: string; field: Field }[] };
  isShown(name: string): boolean;
  toggle(name: string): void;
  move(name: string, by: -1 | 1): void;
  reset(): void;
}
