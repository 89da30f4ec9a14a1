import { VantResolver } from '@vant/auto-import-resolver';
import vue from '@vitejs/plugin-vue';
import components from 'unplugin-vue-components/vite';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import { defineConfig } from 'vite';
import { budgets } from './build/budgets.ts';
import { cssDataFiles } from './build/css_data_files.ts';
import { serviceWorker } from './build/service_worker.ts';

const KIB = 1024;

export default defineConfig({
  appType: 'mpa',
  plugins: [
    vue(),
    components({
      dirs: [],
      dts: 'src/components.d.ts',
      resolvers: [ElementPlusResolver({ directives: false }), VantResolver()],
    }),
    cssDataFiles(),
    serviceWorker({ entry: 'resident', source: 'src/resident/sw.js', output: 'm/sw.js', pages: ['/m/'] }),
    budgets({
      console: { route: 260 * KIB, dashboards: 280 * KIB },
      resident: { route: 110 * KIB },
      portal: { route: 60 * KIB },
    }),
  ],
  build: {
    target: 'es2020',
    cssTarget: 'chrome87',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Above what any chunk may be: the budgets judge what a route loads.
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      input: { console: 'index.html', resident: 'm/index.html', portal: 'portal/index.html' },
    },
  },
});
