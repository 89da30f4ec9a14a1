import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const bindingRoutes: RouteRecordRaw[] = [
  {
    path: '/bindings',
    name: 'bindings',
    meta: { title: 'page.bindings', may: MAY.confirmBinding },
    component: () => import('./BindingList.vue'),
  },
];
