import { computed, onUnmounted, ref } from 'vue';
import { formatCountdown } from './format.ts';
import { asProblem, type Problem } from './problem.ts';
import { signIn } from './session.ts';

const CODE_NEEDED = 'session.code_needed';

/** Signing in, step by step; the face brings the inputs and the words. */
export function useSignIn(done: () => void) {
  const account = ref('');
  const password = ref('');
  const code = ref('');
  const step = ref<'password' | 'code'>('password');
  const problem = ref<Problem>();
  const isBusy = ref(false);

  const now = ref(Date.now());
  const lockedUntil = ref(0);
  const clock = setInterval(() => (now.value = Date.now()), 1000);
  onUnmounted(() => clearInterval(clock));
  const isLocked = computed(() => lockedUntil.value > now.value);
  const lockedFor = computed(() => formatCountdown((lockedUntil.value - now.value) / 1000));

  function refuse(refusal: Problem): void {
    if (refusal.key === CODE_NEEDED) {
      step.value = 'code';
      problem.value = undefined;
      return;
    }
    problem.value = refusal;
    code.value = '';
    now.value = Date.now();
    if (refusal.status === 429) lockedUntil.value = now.value + refusal.retryAfter * 1000;
  }

  async function submit(): Promise<void> {
    if (isBusy.value || isLocked.value) return;
    isBusy.value = true;
    problem.value = undefined;
    try {
      await signIn(account.value.trim(), password.value, code.value.trim() || undefined);
      done();
    } catch (error) {
      refuse(asProblem(error));
    } finally {
      isBusy.value = false;
    }
  }

  function startOver(): void {
    step.value = 'password';
    password.value = '';
    code.value = '';
    problem.value = undefined;
  }

  return { account, password, code, step, problem, isBusy, isLocked, lockedFor, submit, startOver };
}
