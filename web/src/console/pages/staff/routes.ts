import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const staffRoutes: RouteRecordRaw[] = [
  {
    path: '/staff',
    name: 'staff',
    meta: { title: 'page.staff', may: MAY.readStaff },
    component: () => import('./StaffList.vue'),
  },
  {
    path: '/posts',
    name: 'posts',
    meta: { title: 'page.posts', may: MAY.readStaff },
    component: () => import('./PostList.vue'),
  },
];
