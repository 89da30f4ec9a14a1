import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const searchRoutes: RouteRecordRaw[] = [
  {
    path: '/search',
    name: 'search',
    meta: { title: 'page.search', may: MAY.readEstate },
    component: () => import('./SearchPage.vue'),
  },
];
