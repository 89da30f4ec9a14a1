import { createRouter, createWebHistory, type RouteLocationNormalizedLoaded } from 'vue-router';
import { focusHeading } from '../shared/a11y.ts';
import { loadSession, may, session } from '../shared/session.ts';
import { routes } from './routes.ts';
import { enterRoute } from './use/page_title.ts';

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

export function isAllowed(name: string): boolean {
  const permission = router.getRoutes().find((route) => route.name === name)?.meta.may;
  return !permission || may(permission);
}

export function mayOpen(route: RouteLocationNormalizedLoaded): boolean {
  return !route.meta.may || may(route.meta.may);
}

let isAsked = false;

router.beforeEach(async (to) => {
  if (!isAsked) {
    await loadSession();
    isAsked = true;
  }
  if (to.meta.isPublic || session.value) return true;
  return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } };
});

router.afterEach((to, from) => {
  enterRoute(to);
  if (from.matched.length > 0 && to.path !== from.path) void focusHeading();
});
