// Shows every screen of screens_table.ts in a fresh demo, as it is at both widths, and keeps it in
// docs/screens with an index.
//
//   LINLI=../b/linli npm run screens [-- PART-OF-A-NAME…]     only those, the index as it is
//
// Needs Chromium and pngquant.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type APIRequestContext, type Browser, chromium, type Page, request } from '@playwright/test';
import { PASSWORD } from '../e2e/accounts.ts';
import { browserPath, run } from '../e2e/run.ts';
import { askForHouse, newPhone, register } from '../e2e/newcomer.ts';
import { FACES, type Look, type Screen, type Things } from './screens_table.ts';

const FOLDER = new URL('../../docs/screens/', import.meta.url).pathname;
const SIZES = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];
/** A page is shown whole, up to this. */
const HEIGHT_MAX = 1600;
const STORED: Record<Look, [string, unknown]> = {
  dark: ['theme', 'dark'],
  en: ['lang', 'en'],
  large: ['large', true],
  contrast: ['contrast', true],
  plain: ['plain', true],
};

async function serve(): Promise<ChildProcess> {
  const listen = new URL(run.base).host;
  const words = ['serve', '--demo', '--test', '--listen', listen, '--data', join(run.folder, 'data')];
  const server = spawn(process.env.LINLI ?? '../b/linli', words, { stdio: 'ignore' });
  for (let tries = 0; tries < 120; tries++) {
    if (await fetch(`${run.base}/readyz`).then((reply) => reply.ok, () => false)) return server;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the server does not get ready');
}

async function signedIn(account: string): Promise<APIRequestContext> {
  const context = await request.newContext({ baseURL: run.base });
  const reply = await context.post('/api/v1/session', { data: { login: account, password: PASSWORD } });
  if (!reply.ok()) throw new Error(`${account} cannot sign in: ${await reply.text()}`);
  return context;
}

async function rows(context: APIRequestContext, path: string): Promise<Record<string, string>[]> {
  const reply = await context.get(path);
  if (!reply.ok()) throw new Error(`${path}: ${await reply.text()}`);
  return ((await reply.json()) as { items: Record<string, string>[] }).items;
}

/** What the pages speak of; somebody waits to be bound to a house. */
async function findThings(): Promise<Things> {
  const owner = await signedIn('xihu.yezhu');
  const district = await signedIn('xihu.fangguan');
  const admin = await signedIn('sysadmin');
  const [own] = await rows(owner, '/api/v1/me/houses');
  const [organisation] = await rows(district, '/api/v1/organisations?kind=company&size=1');
  const [account] = await rows(admin, '/api/v1/accounts?q=xihu.fangguan&size=1');
  const [region] = await rows(district, '/api/v1/regions');
  const [province] = await rows(admin, '/api/v1/regions');
  const policy = (await rows(admin, '/api/v1/policies')).find(({ pack }) => pack === 'xihu');
  const newcomer = await request.newContext({ baseURL: run.base });
  await askForHouse(newcomer, await register(newcomer, newPhone(), '林处暑'), own!.estate_id!, '3 幢 2 单元 501');
  return {
    estate: own!.estate_id!,
    house: own!.house_id!,
    mine: `${own!.estate_id}/${own!.house_id}`,
    organisation: organisation!.id!,
    account: account!.id!,
    region: region!.id!,
    province: province!.id!,
    policy: policy!.hash!,
  };
}

/** The window grows to what there is to see: nothing of it is under a bar that stays. */
async function unfold(page: Page, width: number, least: number): Promise<void> {
  const height = await page.evaluate(() => {
    const main = document.querySelector('main');
    const within = main ? main.getBoundingClientRect().top + main.scrollHeight : 0;
    return Math.max(document.documentElement.scrollHeight, Math.ceil(within));
  });
  await page.setViewportSize({ width, height: Math.min(Math.max(height, least), HEIGHT_MAX) });
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

const states = new Map<string, Awaited<ReturnType<APIRequestContext['storageState']>>>();
async function stateOf(account: string) {
  const kept = states.get(account) ?? (await (await signedIn(account)).storageState());
  states.set(account, kept);
  return kept;
}

async function show(browser: Browser, screen: Screen, things: Things, look?: Look): Promise<void> {
  for (const size of SIZES) {
    const context = await browser.newContext({
      baseURL: run.base,
      viewport: size,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      serviceWorkers: 'block',
      ...(screen.as && { storageState: await stateOf(screen.as) }),
    });
    const page = await context.newPage();
    if (look) await page.addInitScript(([name, value]) => localStorage.setItem(`linli.${name}`, JSON.stringify(value)), STORED[look]);
    if (screen.without) await page.route(screen.without, (route) => route.abort());
    await page.goto(typeof screen.path === 'string' ? screen.path : screen.path(things));
    await settle(page);
    await screen.act?.(page);
    await settle(page);
    await unfold(page, size.width, size.height);
    await settle(page);
    keep(fileOf(screen, size.width, look), await page.screenshot());
    await context.close();
  }
}

const fileOf = (screen: Screen, width: number, look?: Look): string => `${[screen.name, look, width].filter(Boolean).join('-')}.png`;

function keep(file: string, picture: Buffer): void {
  const path = join(FOLDER, file);
  writeFileSync(path, picture);
  execFileSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--speed', '3', '--ext', '.png', '64', path], { stdio: 'ignore' });
}

const link = (file: string, text: string): string => `[${text}](${file})`;

function indexOf(screen: Screen): string {
  const shown = [undefined, ...(screen.looks ?? [])];
  const links = shown.map((look) => `${look ? `${look} ` : ''}${SIZES.map(({ width }) => link(fileOf(screen, width, look), String(width))).join(' · ')}`);
  return `| ${screen.title} | ${links.join(', ')} |`;
}

function writeIndex(): void {
  const parts = FACES.map(({ title, screens }) => [`## ${title}`, '', '| | |', '|---|---|', ...screens.map(indexOf), ''].join('\n'));
  const head = '# Screens\n\nEvery screen in the demo at 1440 and 390 pixels, some in dark colours, English, large text. `npm --prefix web run screens` makes them anew.\n';
  writeFileSync(join(FOLDER, 'README.md'), [head, ...parts].join('\n'));
}

const wanted = process.argv.slice(2);
const screens = FACES.flatMap((face) => face.screens).filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
if (wanted.length === 0) rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const server = await serve();
const failed: string[] = [];
try {
  const things = await findThings();
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--font-render-hinting=none'] });
  for (const screen of screens) {
    for (const look of [undefined, ...(screen.looks ?? [])]) {
      await show(browser, screen, things, look).catch((error: unknown) => failed.push(`${screen.name}: ${String(error).split('\n')[0]}`));
    }
    console.log(screen.name, statSync(join(FOLDER, fileOf(screen, SIZES[0]!.width)), { throwIfNoEntry: false })?.size ?? 'none');
  }
  await browser.close();
  writeIndex();
} finally {
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
}
for (const text of failed) console.error(text);
process.exitCode = failed.length > 0 ? 1 : 0;
