import { shallowRef } from 'vue';
import { useLoad } from '../../shared/load.ts';

interface PageOf<T> {
  items: T[];
  next?: string | null;
}

/** A list that grows page by page at a button. */
export function useMore<T>(load: (after: { after?: string }) => Promise<PageOf<T>>) {
  const before = shallowRef<T[]>([]);
  const place = shallowRef<{ after?: string }>({});
  const { data, problem, isLoading, reload: turn } = useLoad(async () => {
    const page = await load(place.value);
    return { items: [...before.value, ...page.items], next: page.next };
  });

  /** From the beginning. */
  function reload(): Promise<void> {
    before.value = [];
    place.value = {};
    return turn();
  }

  function more(): Promise<void> {
    before.value = data.value?.items ?? [];
    place.value = data.value?.next ? { after: data.value.next } : {};
    return turn();
  }

  return { data, problem, isLoading, reload, more };
}
