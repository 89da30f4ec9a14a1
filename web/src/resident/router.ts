import { createRouter, createWebHistory, type RouteComponent } from 'vue-router';
import { focusHeading } from '../shared/a11y.ts';
import { loadSession, session } from '../shared/session.ts';
import { type Key, t } from './t.ts';

type Name =
  | 'home' | 'houses' | 'house' | 'bind' | 'looks' | 'me' | 'person' | 'phone' | 'security' | 'close' | 'privacy'
  | 'signIn' | 'invitation' | 'missing';

export const titleOf = (name: unknown): Key => `page.${name as Name}`;
const page = (path: string, name: Name, component: RouteComponent, isPublic = false) => ({
  path,
  name,
  component,
  props: true,
  meta: { isPublic },
});

export const router = createRouter({
  history: createWebHistory('/m/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    page('/', 'home', () => import('./pages/Home.vue')),
    page('/houses', 'houses', () => import('./pages/Houses.vue')),
    page('/houses/bind', 'bind', () => import('./pages/BindHouse.vue')),
    page('/houses/:estate/:house', 'house', () => import('./pages/House.vue')),
    page('/looks', 'looks', () => import('./pages/Looks.vue')),
    page('/me', 'me', () => import('./pages/Me.vue')),
    page('/me/person', 'person', () => import('./pages/Person.vue')),
    page('/me/phone', 'phone', () => import('./pages/Phone.vue')),
    page('/me/security', 'security', () => import('./pages/Security.vue')),
    page('/me/close', 'close', () => import('./pages/CloseAccount.vue')),
    page('/privacy', 'privacy', () => import('./pages/Privacy.vue'), true),
    page('/sign-in', 'signIn', () => import('./pages/SignIn.vue'), true),
    page('/invitations/:token', 'invitation', () => import('./pages/Invitation.vue'), true),
    page('/:rest(.*)*', 'missing', () => import('./pages/Missing.vue')),
  ],
});

let isAsked = false;

router.beforeEach(async (to) => {
  if (!isAsked) {
    await loadSession();
    isAsked = true;
  }
  if (to.meta.isPublic || session.value) return true;
  return { name: 'signIn', query: to.fullPath === '/' ? {} : { next: to.fullPath } };
});

router.afterEach((to, from) => {
  document.title = `${t(titleOf(to.name))} - ${t('system')}`;
  if (from.matched.length > 0 && to.path !== from.path) void focusHeading();
});
