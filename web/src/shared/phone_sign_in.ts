import { computed, onUnmounted, ref } from 'vue';
import { api, ok } from './client.ts';
import { formatCountdown } from './format.ts';
import { asProblem, type Problem } from './problem.ts';
import { takeSession } from './session.ts';

const CODE_NEEDED = 'session.code_needed';
const NEW_FIELDS = ['name', 'password'];

/** Signing in by a code sent to a mobile phone; who is new also gives a name and sets a password. */
export function usePhoneSignIn(done: () => void) {
  const phone = ref('');
  const code = ref('');
  const name = ref('');
  const password = ref('');
  const totp = ref('');
  const isNew = ref(false);
  const needsTotp = ref(false);
  const problem = ref<Problem>();
  const isBusy = ref(false);

  const now = ref(Date.now());
  const againAt = ref(0);
  const clock = setInterval(() => (now.value = Date.now()), 1000);
  onUnmounted(() => clearInterval(clock));
  const isWaiting = computed(() => againAt.value > now.value);
  const wait = computed(() => formatCountdown((againAt.value - now.value) / 1000));

  const errorAt = (path: string): string => problem.value?.fields.find((field) => field.path === path)?.detail ?? '';

  async function attempt(act: () => Promise<void>): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = undefined;
    try {
      await act();
    } catch (error) {
      refuse(asProblem(error));
    } finally {
      isBusy.value = false;
    }
  }

  function refuse(refusal: Problem): void {
    if (refusal.key === CODE_NEEDED && !needsTotp.value) {
      needsTotp.value = true;
      return;
    }
    const asksWhoIsNew = !isNew.value && refusal.fields.some(({ path }) => NEW_FIELDS.includes(path));
    if (asksWhoIsNew) isNew.value = true;
    else problem.value = refusal;
  }

  const sendCode = (): Promise<void> =>
    attempt(async () => {
      const sent = await ok(api.POST('/api/v1/residents/codes', { body: { phone: phone.value.trim() } }));
      now.value = Date.now();
      againAt.value = Date.parse(sent.again_at ?? '') || 0;
    });

  const submit = (): Promise<void> =>
    attempt(async () => {
      const body = {
        phone: phone.value.trim(),
        code: code.value.trim(),
        ...(isNew.value && { name: name.value.trim(), password: password.value }),
        ...(needsTotp.value && { totp: totp.value.trim() }),
      };
      takeSession(await ok(api.POST('/api/v1/residents', { body })));
      done();
    });

  return { phone, code, name, password, totp, isNew, needsTotp, problem, isBusy, isWaiting, wait, errorAt, sendCode, submit };
}
