import { computed, shallowRef } from 'vue';
import { api, ok, setCsrf } from './client.ts';
import type { components } from './api.d.ts';
import { Problem } from './problem.ts';

type Shown = components['schemas']['Session'];
type Member = 'account_id' | 'login' | 'name' | 'csrf' | 'idle_s';
/** The server's session, with what it always says marked as there. */
export type Session = Shown & Required<Pick<Shown, Member>>;
export type Post = Session['posts'][number];

/** Who is signed in; undefined: nobody, or not asked yet. */
export const session = shallowRef<Session>();
export const currentPost = computed(() => session.value?.posts.find((post) => post.id === session.value?.post_id));

export function may(permission: string): boolean {
  return session.value?.permissions.includes(permission) ?? false;
}

/** Takes what a reply says of the session that it has opened or changed. */
export function takeSession(next: Shown | undefined): Session | undefined {
  setCsrf(next?.csrf ?? '');
  session.value = next as Session | undefined;
  return session.value;
}

/** Asks the server who is signed in. */
export async function loadSession(): Promise<Session | undefined> {
  try {
    return takeSession(await ok(api.GET('/api/v1/session')));
  } catch (error) {
    if (error instanceof Problem && error.isUnauthenticated) return takeSession(undefined);
    throw error;
  }
}

export async function signIn(login: string, password: string, code?: string): Promise<void> {
  takeSession(await ok(api.POST('/api/v1/session', { body: { login, password, ...(code && { code }) } })));
}

export async function acceptInvitation(token: string, password: string): Promise<void> {
  takeSession(await ok(api.POST('/api/v1/invitations/{token}', { params: { path: { token } }, body: { password } })));
}

export async function signOut(): Promise<void> {
  await ok(api.DELETE('/api/v1/session'));
  takeSession(undefined);
}

/** Ends the session on the server and keeps what is on the screen, for whoever signs in again. */
export async function lockSession(): Promise<void> {
  await ok(api.DELETE('/api/v1/session'));
  setCsrf('');
}

export async function choosePost(postId: string): Promise<void> {
  takeSession(await ok(api.PUT('/api/v1/session/post', { body: { post_id: postId } })));
}

export async function confirmPassword(password: string): Promise<void> {
  takeSession(await ok(api.POST('/api/v1/session/fresh', { body: { password } })));
}

export function forgetSession(): void {
  takeSession(undefined);
}
