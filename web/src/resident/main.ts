import '../shared/tokens.css';
import './resident.css';
import { createApp } from 'vue';
import { setRepairs } from '../shared/client.ts';
import { restoreLang } from '../shared/i18n.ts';
import { applyTheme } from '../shared/theme.ts';
import { installTrustedTypes } from '../shared/trusted_types.ts';
import App from './App.vue';
import { router } from './router.ts';
import { askPassword, askSignIn } from './use/ask.ts';
import { tellError } from './use/tell.ts';
import { registerWorker } from './use/worker.ts';

async function start(): Promise<void> {
  installTrustedTypes();
  applyTheme();
  await restoreLang();
  setRepairs({ signIn: askSignIn, confirmPassword: askPassword });
  const app = createApp(App).use(router);
  app.config.errorHandler = tellError;
  app.mount('#app');
  registerWorker();
}

void start();
