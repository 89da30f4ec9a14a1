import type { RouteRecordRaw } from 'vue-router';
import type { Key } from './t.ts';
import { accountRoutes } from './pages/accounts/routes.ts';
import { auditRoutes } from './pages/audit/routes.ts';
import { bindingRoutes } from './pages/bindings/routes.ts';
import { cockpitRoutes } from './pages/cockpit/routes.ts';
import { estateRoutes } from './pages/estates/routes.ts';
import { houseRoutes } from './pages/houses/routes.ts';
import { importRoutes } from './pages/imports/routes.ts';
import { organisationRoutes } from './pages/organisations/routes.ts';
import { outboxRoutes } from './pages/outbox/routes.ts';
import { policyRoutes } from './pages/policies/routes.ts';
import { regionRoutes } from './pages/regions/routes.ts';
import { searchRoutes } from './pages/search/routes.ts';
import { settingRoutes } from './pages/settings/routes.ts';
import { staffRoutes } from './pages/staff/routes.ts';
import { tokenRoutes } from './pages/tokens/routes.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** The heading of the page and, with the system's name, the title of the window. */
    title?: Key;
    /** Without this permission the page shows that it is missing. */
    may?: string;
    /** Nobody needs to be signed in, and there is no menu around it. */
    isPublic?: boolean;
    /** The page above it in the breadcrumb. */
    parent?: string;
  }
}

export const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    meta: { title: 'page.signIn', isPublic: true },
    component: () => import('./pages/SignIn.vue'),
  },
  {
    path: '/invitations/:token',
    name: 'invitation',
    meta: { title: 'page.invitation', isPublic: true },
    props: true,
    component: () => import('./pages/Invitation.vue'),
  },
  {
    path: '/',
    name: 'workbench',
    meta: { title: 'page.workbench' },
    component: () => import('./pages/workbench/Workbench.vue'),
  },
  {
    path: '/account',
    name: 'account',
    meta: { title: 'page.account' },
    component: () => import('./pages/account/Account.vue'),
  },
  ...cockpitRoutes,
  ...policyRoutes,
  ...estateRoutes,
  ...houseRoutes,
  ...organisationRoutes,
  ...staffRoutes,
  ...regionRoutes,
  ...accountRoutes,
  ...tokenRoutes,
  ...auditRoutes,
  ...settingRoutes,
  ...outboxRoutes,
  ...searchRoutes,
  ...bindingRoutes,
  ...importRoutes,
  {
    path: '/tasks',
    name: 'tasks',
    meta: { title: 'page.tasks' },
    component: () => import('./pages/Tasks.vue'),
  },
  {
    path: '/:rest(.*)*',
    name: 'missing',
    meta: { title: 'page.missing' },
    component: () => import('./pages/Missing.vue'),
  },
];
