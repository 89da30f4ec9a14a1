import '../shared/tokens.css';
import './portal.css';
import { createApp } from 'vue';
import { restoreLang } from '../shared/i18n.ts';
import { applyTheme } from '../shared/theme.ts';
import { installTrustedTypes } from '../shared/trusted_types.ts';
import App from './App.vue';
import { router } from './router.ts';
import { applyPlain } from './use/tools.ts';

async function start(): Promise<void> {
  installTrustedTypes();
  applyTheme();
  applyPlain();
  await restoreLang();
  createApp(App).use(router).mount('#app');
}

void start();
