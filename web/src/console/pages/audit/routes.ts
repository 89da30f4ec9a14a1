import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const auditRoutes: RouteRecordRaw[] = [
  {
    path: '/audit',
    name: 'audit',
    meta: { title: 'page.audit', may: MAY.readAudit },
    component: () => import('./ActList.vue'),
  },
  {
    path: '/audit/looks',
    name: 'looks',
    meta: { title: 'page.looks', may: MAY.readAudit },
    component: () => import('./LookList.vue'),
  },
  {
    path: '/audit/chain',
    name: 'chain',
    meta: { title: 'page.chain', may: MAY.readAudit },
    component: () => import('./ChainPage.vue'),
  },
  {
    path: '/audit/:act',
    name: 'act',
    meta: { title: 'page.act', may: MAY.readAudit, parent: 'audit' },
    props: true,
    component: () => import('./ActDetail.vue'),
  },
];
