import type { RouteRecordRaw } from 'vue-router';
import type { Key } from './t.ts';
import { MAY } from './may.ts';

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
    component: () => import('./pages/Workbench.vue'),
  },
  {
    path: '/account',
    name: 'account',
    meta: { title: 'page.account' },
    component: () => import('./pages/account/Account.vue'),
  },
  {
    path: '/estates',
    name: 'estates',
    meta: { title: 'page.estates', may: MAY.readEstate },
    component: () => import('./pages/estates/EstateList.vue'),
  },
  {
    path: '/estates/new',
    name: 'new-estate',
    meta: { title: 'page.newEstate', may: MAY.writeEstate, parent: 'estates' },
    component: () => import('./pages/estates/EstateNew.vue'),
  },
  {
    path: '/estates/:estate',
    name: 'estate',
    meta: { title: 'page.estate', may: MAY.readEstate, parent: 'estates' },
    props: true,
    component: () => import('./pages/estates/EstateDetail.vue'),
  },
  {
    path: '/estates/:estate/edit',
    name: 'edit-estate',
    meta: { title: 'page.editEstate', may: MAY.writeEstate, parent: 'estates' },
    props: true,
    component: () => import('./pages/estates/EstateEdit.vue'),
  },
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
