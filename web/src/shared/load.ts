import { onScopeDispose, ref, shallowRef } from 'vue';
import { asProblem, type Problem } from './problem.ts';

/** Loads something for a page and keeps what went wrong; of two loads the later one counts. */
export function useLoad<T>(load: () => Promise<T>) {
  const data = shallowRef<T>();
  const problem = ref<Problem>();
  const isLoading = ref(false);
  /** When what is shown was known to be so. */
  const loadedAt = ref(0);
  let turn = 0;
  let isRefreshing = false;
  onScopeDispose(() => turn++);

  async function reload(): Promise<void> {
    const mine = ++turn;
    isLoading.value = true;
    try {
      const loaded = await load();
      if (mine !== turn) return;
      data.value = loaded;
      problem.value = undefined;
      loadedAt.value = Date.now();
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error);
    } finally {
      if (mine === turn) isLoading.value = false;
    }
  }

  /** Loads in silence: what is shown stays in its place where nothing has changed, or nothing came. */
  async function refresh(): Promise<void> {
    const mine = turn;
    if (isLoading.value || isRefreshing) return;
    isRefreshing = true;
    const loaded = await load().catch(() => undefined);
    isRefreshing = false;
    if (mine !== turn || loaded === undefined) return;
    problem.value = undefined;
    loadedAt.value = Date.now();
    if (JSON.stringify(loaded) !== JSON.stringify(data.value)) data.value = loaded;
  }

  return { data, problem, isLoading, loadedAt, reload, refresh };
}
