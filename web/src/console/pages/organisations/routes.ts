import type { RouteRecordRaw } from 'vue-router';
import { MAY } from '../../may.ts';

export const organisationRoutes: RouteRecordRaw[] = [
  {
    path: '/organisations',
    name: 'organisations',
    meta: { title: 'page.organisations', may: MAY.readPlace },
    component: () => import('./OrganisationList.vue'),
  },
  {
    path: '/organisations/new',
    name: 'new-organisation',
    meta: { title: 'page.newOrganisation', may: MAY.writeOrganisation, parent: 'organisations' },
    component: () => import('./OrganisationNew.vue'),
  },
  {
    path: '/organisations/:organisation',
    name: 'organisation',
    meta: { title: 'page.organisation', may: MAY.readPlace, parent: 'organisations' },
    props: true,
    component: () => import('./OrganisationDetail.vue'),
  },
  {
    path: '/organisations/:organisation/edit',
    name: 'edit-organisation',
    meta: { title: 'page.editOrganisation', may: MAY.writeOrganisation, parent: 'organisations' },
    props: true,
    component: () => import('./OrganisationEdit.vue'),
  },
];
