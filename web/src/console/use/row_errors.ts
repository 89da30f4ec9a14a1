import { nextTick, type Ref, ref } from 'vue';
import { asProblem } from '../../shared/problem.ts';
import { tellProblem } from './tell.ts';

/** What is wrong in a form whose inputs come in rows: by the path that the server would name, such
 * as `owners[0].share_num`. Whatever no input of the page shows is in `others`. */
export function useRowErrors(root: Readonly<Ref<HTMLElement | null>>) {
  const errors = ref<Record<string, string>>({});
  const others = ref<string[]>([]);
  const isBusy = ref(false);

  async function focusFirst(): Promise<void> {
    await nextTick();
    root.value?.querySelector<HTMLElement>('.wrong input, .wrong textarea, .wrong button')?.focus();
  }

  function check(look: (wrong: (path: string, text: string) => void) => void): boolean {
    errors.value = {};
    others.value = [];
    look((path, text) => (errors.value[path] ??= text));
    const isRight = Object.keys(errors.value).length === 0;
    if (!isRight) void focusFirst();
    return isRight;
  }

  async function submit(checkAll: () => boolean, send: () => Promise<void>): Promise<void> {
    if (isBusy.value || !checkAll()) return;
    isBusy.value = true;
    try {
      await send();
    } catch (error) {
      const problem = asProblem(error);
      problem.fields.forEach(({ path, detail }) => (errors.value[path] = detail));
      await nextTick();
      others.value = problem.fields.filter(({ detail }) => !root.value?.textContent?.includes(detail)).map(({ detail }) => detail);
      if (problem.fields.length === 0) tellProblem(problem);
      else await focusFirst();
    } finally {
      isBusy.value = false;
    }
  }

  return { errors, others, isBusy, check, submit };
}
