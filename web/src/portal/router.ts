import { createRouter, createWebHistory } from 'vue-router';
import { focusHeading } from '../shared/a11y.ts';
import EstateList from './pages/EstateList.vue';

export const router = createRouter({
  history: createWebHistory('/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', name: 'estates', component: EstateList },
    { path: '/estates/:estate', name: 'estate', props: true, component: () => import('./pages/EstatePage.vue') },
    { path: '/cockpit/:region?', name: 'cockpit', props: true, component: () => import('./pages/CockpitPage.vue') },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('./pages/Missing.vue') },
  ],
});

router.afterEach((to, from) => {
  if (from.matched.length > 0 && to.path !== from.path) void focusHeading();
});
