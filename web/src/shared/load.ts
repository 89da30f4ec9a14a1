import { onScopeDispose, ref, shallowRef } from 'vue';
import { asProblem, type Problem } from './problem.ts';

/** Loads something for a page and keeps what went wrong; of two loads the later one counts. */
export function useLoad<T>(load: () => Promise<T>) {
  const data = shallowRef<T>();
  const problem = ref<Problem>();
  const isLoading = ref(false);
  let turn = 0;
  onScopeDispose(() => turn++);

  async function reload(): Promise<void> {
    const mine = ++turn;
    isLoading.value = true;
    try {
      const loaded = await load();
      if (mine !== turn) return;
      data.value = loaded;
      problem.value = undefined;
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error);
    } finally {
      if (mine === turn) isLoading.value = false;
    }
  }

  return { data, problem, isLoading, reload };
}
