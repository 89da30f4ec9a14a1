import { watchEffect } from 'vue';
import { t } from '../t.ts';

/** The title of the window: the page's, then the site's. */
export function useTitle(title: () => string): void {
  watchEffect(() => (document.title = `${title()} - ${t('system')}`));
}
