import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const regionRoutes: RouteRecordRaw[] = [
  {
    path: '/regions',
    name: 'regions',
    meta: { title: 'page.regions', may: MAY.readPlace },
    component: () => import('./RegionPage.vue'),
  },
];
