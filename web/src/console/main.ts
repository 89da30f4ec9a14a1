import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import '../shared/tokens.css';
import './console.css';
import { createApp } from 'vue';
import { setRepairs } from '../shared/client.ts';
import { restoreLang } from '../shared/i18n.ts';
import { applyTheme } from '../shared/theme.ts';
import { installTrustedTypes } from '../shared/trusted_types.ts';
import App from './App.vue';
import { router } from './router.ts';
import { askPassword, askSignIn } from './use/ask.ts';
import { tellError } from './use/tell.ts';
import { followTitle } from './use/page_title.ts';

async function start(): Promise<void> {
  installTrustedTypes();
  applyTheme();
  await restoreLang();
  followTitle();
  setRepairs({ signIn: () => askSignIn(), confirmPassword: () => askPassword() });
  const app = createApp(App).use(router);
  app.config.errorHandler = tellError;
  app.mount('#app');
}

void start();
