import { computed, ref, watchEffect } from 'vue';
import type { RouteLocationNormalizedLoaded } from 'vue-router';
import { t } from '../t.ts';

const own = ref('');
const route = ref<RouteLocationNormalizedLoaded>();

/** The title of the page: its own, once it knows one, otherwise its route's. */
export const pageTitle = computed(() => own.value || (route.value?.meta.title ? t(route.value.meta.title) : ''));

export function setPageTitle(title: string): void {
  own.value = title;
}

export function enterRoute(to: RouteLocationNormalizedLoaded): void {
  if (to.path !== route.value?.path) own.value = '';
  route.value = to;
}

export function followTitle(): void {
  watchEffect(() => {
    document.title = pageTitle.value ? `${pageTitle.value} - ${t('system')}` : t('system');
  });
}
