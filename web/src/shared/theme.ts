import { computed, ref, watchEffect } from 'vue';
import { stored } from './stored.ts';

export type Theme = 'light' | 'dark';

/** Light unless chosen otherwise: the design's first theme. */
export const theme = stored<Theme>('theme', 'light');
export const isDark = computed(() => theme.value === 'dark');

/** 长辈版 of the resident app, 大字 of the portal. */
export const isLarge = stored('large', false);
export const isHighContrast = stored('contrast', false);
const root = ref(document.documentElement);

/** Keeps the attributes on <html> in step: the style sheets know nothing else. */
export function applyTheme(): void {
  watchEffect(() => {
    const { dataset, classList } = root.value;
    dataset.theme = theme.value;
    dataset.size = isLarge.value ? 'large' : 'normal';
    dataset.contrast = isHighContrast.value ? 'high' : 'normal';
    // Element Plus and Vant look for these classes.
    classList.toggle('dark', isDark.value);
    classList.toggle('van-theme-dark', isDark.value);
  });
}
