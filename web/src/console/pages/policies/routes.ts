import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const policyRoutes: RouteRecordRaw[] = [
  {
    path: '/policies',
    name: 'policies',
    meta: { title: 'page.policies', may: MAY.readPolicy },
    component: () => import('./PolicyList.vue'),
  },
  {
    path: '/policies/new',
    name: 'new-policy',
    meta: { title: 'page.newPolicy', may: MAY.writePolicy, parent: 'policies' },
    component: () => import('./PolicyNew.vue'),
  },
  {
    path: '/policies/:policy',
    name: 'policy',
    meta: { title: 'page.policy', may: MAY.readPolicy, parent: 'policies' },
    props: true,
    component: () => import('./PolicyPage.vue'),
  },
];
