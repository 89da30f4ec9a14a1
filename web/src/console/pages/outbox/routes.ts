import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const outboxRoutes: RouteRecordRaw[] = [
  {
    path: '/outbox',
    name: 'outbox',
    meta: { title: 'page.outbox', may: MAY.readOutbox },
    component: () => import('./MessageList.vue'),
  },
];
