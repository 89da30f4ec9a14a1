import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const houseRoutes: RouteRecordRaw[] = [
  {
    path: '/estates/:estate/houses/:house',
    name: 'house',
    meta: { title: 'page.house', may: MAY.readHouse, parent: 'estates' },
    props: true,
    component: () => import('./HouseDetail.vue'),
  },
];
