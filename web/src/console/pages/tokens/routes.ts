import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const tokenRoutes: RouteRecordRaw[] = [
  {
    path: '/tokens',
    name: 'tokens',
    meta: { title: 'page.tokens', may: MAY.readAccount },
    component: () => import('./TokenList.vue'),
  },
];
