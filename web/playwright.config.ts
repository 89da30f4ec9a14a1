import { defineConfig } from '@playwright/test';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// LINLI: the program under test, with the web in it. BASE_URL: a server that runs already.
const port = 18457;
const base = process.env.BASE_URL ?? `http://127.0.0.1:${port}`;
const program = process.env.LINLI ?? '../b/linli';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global_setup.ts',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: base,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1366, height: 768 },
    trace: 'off',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--font-render-hinting=none'],
    },
  },
  webServer: process.env.BASE_URL
    ? undefined
    : {
        command: `"${program}" serve --listen 127.0.0.1:${port} --data "${mkdtempSync(join(tmpdir(), 'linli-e2e-'))}" --demo`,
        url: `${base}/readyz`,
        timeout: 60_000,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
      },
});
