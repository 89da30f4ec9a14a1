import { computed, ref } from 'vue';
import { api, ok } from './client.ts';
import type { components } from './api.d.ts';
import { asProblem, type Problem } from './problem.ts';
import { loadSession } from './session.ts';

export type SessionRow = components['schemas']['Sessions'];
type Look = components['schemas']['MeLooks'];

export const changePassword = (current: string, password: string) =>
  ok(api.PUT('/api/v1/account/password', { body: { current, password } }));

export const listSessions = async () => (await ok(api.GET('/api/v1/sessions'))).items;

export const endSession = (session: string) =>
  ok(api.DELETE('/api/v1/sessions/{session}', { params: { path: { session } } }));

/** Who looked at one's own personal data, newest first, a page at a time. */
export function useLooks() {
  const looks = ref<Look[]>();
  const next = ref<string | null>();
  const problem = ref<Problem>();
  const hasMore = computed(() => Boolean(next.value));

  async function more(): Promise<void> {
    const query = { sort: '-id', size: 20, ...(next.value && { after: next.value }) };
    try {
      const page = await ok(api.GET('/api/v1/me/looks', { params: { query } }));
      looks.value = [...(looks.value ?? []), ...page.items];
      next.value = page.next;
      problem.value = undefined;
    } catch (error) {
      problem.value = asProblem(error);
    }
  }

  return { looks, hasMore, problem, more };
}

export const turnOffTotp = async (): Promise<void> => {
  await ok(api.DELETE('/api/v1/account/totp'));
  await loadSession();
};

/** Turning on the second factor: the server's secret, shown as a picture, proven by a first code. */
export function useTotpSetUp(done: () => void) {
  const secret = ref('');
  const picture = ref('');
  const code = ref('');
  const problem = ref<Problem>();
  const isBusy = ref(false);

  async function begin(): Promise<void> {
    try {
      const totp = await ok(api.POST('/api/v1/account/totp'));
      secret.value = totp.secret ?? '';
      picture.value = `data:image/svg+xml,${encodeURIComponent(totp.qr_svg ?? '')}`;
    } catch (error) {
      problem.value = asProblem(error);
    }
  }

  async function submit(): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = undefined;
    try {
      await ok(api.PUT('/api/v1/account/totp', { body: { secret: secret.value, code: code.value.trim() } }));
      await loadSession();
      done();
    } catch (error) {
      problem.value = asProblem(error);
    } finally {
      isBusy.value = false;
    }
  }

  return { secret, picture, code, problem, isBusy, begin, submit };
}
