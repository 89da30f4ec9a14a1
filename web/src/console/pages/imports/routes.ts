import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const importRoutes: RouteRecordRaw[] = [
  {
    path: '/imports',
    name: 'imports',
    meta: { title: 'page.imports', may: MAY.import },
    component: () => import('./ImportList.vue'),
  },
  {
    path: '/imports/new',
    name: 'new-import',
    meta: { title: 'page.newImport', may: MAY.import, parent: 'imports' },
    component: () => import('./ImportNew.vue'),
  },
  {
    path: '/imports/:batch/:step(columns|check|confirm|result)?',
    name: 'import',
    meta: { title: 'page.import', may: MAY.import, parent: 'imports' },
    props: true,
    component: () => import('./ImportWizard.vue'),
  },
];
