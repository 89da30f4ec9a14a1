import { computed, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Field, Pair } from '../../shared/fields.ts';
import { useLoad } from '../../shared/load.ts';
import * as state from './list_state.ts';

export interface Row {
  id: string;
}

export interface Column<T> {
  name: keyof T & string;
  field: Field;
  /** The server can order by it. */
  isSortable?: boolean;
  /** Not shown until chosen in the column settings. */
  isHidden?: boolean;
  width?: number;
}

export interface Filter {
  name: string;
  label: Pair;
  kind: 'text' | 'choice' | 'flag' | 'date';
  /** Of a choice: what may be chosen. */
  field?: Field;
}

/** All that makes one list different from another. */
export interface ListDefinition<T extends Row> {
  /** Names the stored columns and, below /api/v1/, the exports. */
  name: string;
  /** Of the exports, where the list is a part of something: 'estates/ID/houses'. */
  address?: string;
  columns: Column<T>[];
  filters: Filter[];
  /** Filters that the page itself sets, such as the region of a tree beside the table. */
  pageFilters?: string[];
  /** What else is in the URL and is the page's own, such as the open tab. */
  keeps?: string[];
  load(query: never): Promise<state.PageOf<T>>;
  /** The name of a row, for those who hear it. */
  nameOf(row: T): string;
}

/** A filter that the page itself sets, kept in the URL with the others. */
export function usePageFilter(name: string) {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => String(route.query[name] ?? ''),
    set(value) {
      const { page, after, before, at, ...rest } = route.query;
      void router.push({ query: { ...rest, [name]: value || undefined } });
    },
  });
}

/** The rows that the URL asks for, and the ways to ask for others. */
export function useList<T extends Row>(definition: ListDefinition<T>) {
  const route = useRoute();
  const router = useRouter();
  const { path } = route;
  const names = [...definition.filters.map((filter) => filter.name), ...(definition.pageFilters ?? [])];

  const current = computed(() => state.readState(route.query, names));
  const total = shallowRef<{ count: number; isCapped: boolean }>();
  const counted = ref('');
  const filterKey = computed(() => JSON.stringify(current.value.filters));

  const { data, problem, isLoading, reload: load, refresh: refreshPage } = useLoad(async () => {
    const key = filterKey.value;
    const page = await definition.load(state.toApiQuery(current.value, counted.value !== key) as never);
    if (typeof page.total === 'number') {
      total.value = { count: page.total, isCapped: page.total_is_capped ?? false };
      counted.value = key;
    }
    return page;
  });

  function go(change: Partial<state.ListState>): Promise<unknown> {
    const place = change.place ?? { page: 1 };
    const kept = (definition.keeps ?? []).map((name) => [name, route.query[name]]);
    return router.push({ query: { ...Object.fromEntries(kept), ...state.writeState({ ...current.value, ...change, place }) } });
  }

  function filter(filters: Record<string, string>): void {
    const kept = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
    counted.value = '';
    if (JSON.stringify(kept) === filterKey.value) void load();
    else void go({ filters: kept });
  }

  function reload(): Promise<void> {
    counted.value = '';
    return load();
  }

  function refresh(): Promise<void> {
    counted.value = '';
    return refreshPage();
  }

  watch(
    () => JSON.stringify(current.value),
    () => {
      if (route.path === path) void load();
    },
    { immediate: true },
  );

  return { current, data, total, problem, isLoading, go, filter, reload, refresh };
}
