import { computed, ref } from 'vue';
import { api, ok } from './client.ts';
import type { components } from './api.d.ts';
import { asProblem, type Problem } from './problem.ts';
import { acceptInvitation } from './session.ts';

export type Invitation = components['schemas']['Invitations'];

/** The first sign-in by a one-time link. */
export function useInvitation(token: string) {
  const invitation = ref<Invitation>();
  const password = ref('');
  const repeat = ref('');
  const loadProblem = ref<Problem>();
  const problem = ref<Problem>();
  const isBusy = ref(false);
  const isMismatch = computed(() => repeat.value !== '' && repeat.value !== password.value);

  async function load(): Promise<void> {
    try {
      invitation.value = await ok(api.GET('/api/v1/invitations/{token}', { params: { path: { token } } }));
    } catch (error) {
      loadProblem.value = asProblem(error);
    }
  }

  /** True when the account now has its password and is signed in. */
  async function submit(): Promise<boolean> {
    if (isBusy.value || repeat.value !== password.value) return false;
    isBusy.value = true;
    problem.value = undefined;
    try {
      await acceptInvitation(token, password.value);
      return true;
    } catch (error) {
      problem.value = asProblem(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return { invitation, password, repeat, loadProblem, problem, isBusy, isMismatch, load, submit };
}
