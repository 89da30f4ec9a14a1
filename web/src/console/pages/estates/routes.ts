import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const estateRoutes: RouteRecordRaw[] = [
  {
    path: '/estates',
    name: 'estates',
    meta: { title: 'page.estates', may: MAY.readEstate },
    component: () => import('./EstateList.vue'),
  },
  {
    path: '/estates/new',
    name: 'new-estate',
    meta: { title: 'page.newEstate', may: MAY.writeEstate, parent: 'estates' },
    component: () => import('./EstateNew.vue'),
  },
  {
    path: '/estates/:estate',
    name: 'estate',
    meta: { title: 'page.estate', may: MAY.readEstate, parent: 'estates' },
    props: true,
    component: () => import('./EstateDetail.vue'),
  },
  {
    path: '/estates/:estate/edit',
    name: 'edit-estate',
    meta: { title: 'page.editEstate', may: MAY.writeEstate, parent: 'estates' },
    props: true,
    component: () => import('./EstateEdit.vue'),
  },
];
