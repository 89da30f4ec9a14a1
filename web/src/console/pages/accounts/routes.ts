import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const accountRoutes: RouteRecordRaw[] = [
  {
    path: '/accounts',
    name: 'accounts',
    meta: { title: 'page.accounts', may: MAY.readAccount },
    component: () => import('./AccountList.vue'),
  },
  {
    path: '/accounts/:account',
    name: 'one-account',
    meta: { title: 'page.oneAccount', may: MAY.readAccount, parent: 'accounts' },
    props: true,
    component: () => import('./AccountDetail.vue'),
  },
  {
    path: '/roles',
    name: 'roles',
    meta: { title: 'page.roles', may: MAY.readAccount },
    component: () => import('./RoleTable.vue'),
  },
];
