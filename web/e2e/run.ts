// What one run of the browser tests has of its own, so that several may run side by side: a port, a
// folder that goes when the run ends, and one for what failed tests leave behind. The first process
// makes them; the workers have them from the environment.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Run {
  base: string;
  folder: string;
  failures: string;
}

/** CHROMIUM: the browser, where it is not found. The shell, without a window, needs half the time. */
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
export const browserPath = process.env.CHROMIUM ?? browsers.find((path) => existsSync(path));

const KEY = 'LINLI_E2E_RUN';

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** BASE_URL: a server that runs already. */
async function begin(): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-e2e-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const failures = join('test-results', String(process.pid));
  mkdirSync(failures, { recursive: true });
  process.on('exit', (status) => {
    if (!status) rmSync(failures, { recursive: true, force: true });
  });
  const base = process.env.BASE_URL ?? `http://127.0.0.1:${await freePort()}`;
  return { base, folder, failures };
}

const known = process.env[KEY];
export const run: Run = known ? (JSON.parse(known) as Run) : await begin();
process.env[KEY] = JSON.stringify(run);
