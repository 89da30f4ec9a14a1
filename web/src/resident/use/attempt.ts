import { computed, ref } from 'vue';
import { asProblem, type Problem } from '../../shared/problem.ts';
import { problemText } from '../../shared/words.ts';

/** Sending a form: one at a time, with what went wrong as a whole and by field. */
export function useAttempt() {
  const isBusy = ref(false);
  const problem = ref<Problem>();
  const text = computed(() => (problem.value && problem.value.fields.length === 0 ? problemText(problem.value) : ''));
  const errorAt = (path: string): string => problem.value?.fields.find((field) => field.path === path)?.detail ?? '';

  /** Whether it succeeded. */
  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    problem.value = undefined;
    try {
      await act();
      return true;
    } catch (error) {
      problem.value = asProblem(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return { isBusy, text, errorAt, attempt };
}
