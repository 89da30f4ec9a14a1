import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const settingRoutes: RouteRecordRaw[] = [
  {
    path: '/settings',
    name: 'settings',
    meta: { title: 'page.settings', may: MAY.writeSetting },
    component: () => import('./SettingsPage.vue'),
  },
  {
    path: '/system',
    name: 'system-state',
    meta: { title: 'page.systemState', may: MAY.writeSetting },
    component: () => import('./SystemPage.vue'),
  },
];
