import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const cockpitRoutes: RouteRecordRaw[] = [
  {
    path: '/cockpit',
    name: 'cockpit',
    meta: { title: 'page.cockpit', may: MAY.readPolicy },
    component: () => import('./CockpitPage.vue'),
  },
  {
    path: '/cockpit/:region/regions',
    name: 'cockpit-regions',
    meta: { title: 'page.cockpitRegions', may: MAY.readPolicy, parent: 'cockpit' },
    props: true,
    component: () => import('./ComparePage.vue'),
  },
  {
    path: '/cockpit/:region/clauses/:clause',
    name: 'clause',
    meta: { title: 'page.clause', may: MAY.readPolicy, parent: 'cockpit' },
    props: true,
    component: () => import('./ClausePage.vue'),
  },
];
