import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { browserPath, run } from './e2e/run.ts';

// --test lets a test read the messages that a phone would be sent.
// LINLI: the program under test, with the web in it.
const program = process.env.LINLI ?? '../b/linli';

export default defineConfig({
  testDir: 'e2e',
  outputDir: run.failures,
  globalSetup: './e2e/global_setup.ts',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: run.base,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1366, height: 768 },
    actionTimeout: 15_000,
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browserPath,
      args: ['--no-sandbox', '--font-render-hinting=none'],
    },
  },
  webServer: process.env.BASE_URL
    ? undefined
    : {
        command: `exec "${program}" serve --listen ${new URL(run.base).host} --data "${join(run.folder, 'data')}" --demo --test`,
        url: `${run.base}/readyz`,
        timeout: 60_000,
        stderr: 'pipe',
        gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
      },
});
