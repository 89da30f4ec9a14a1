// What every browser test stands on: pages on which a violated policy, an error of ours or a reply
// off the contract fails the test, and the ways to sign in, look and pick that all tests share.

import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { statePath } from './accounts.ts';
import { offContract } from './validate.ts';

/** Paths whose replies are no JSON of one piece. */
const STREAMS = ['/api/v1/events'];

function watchReplies(page: Page, faults: string[]): void {
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith('/api/') || STREAMS.includes(pathname)) return;
    const type = (response.headers()['content-type'] ?? '').split(';')[0]!;
    // A page that is left takes its open replies with it.
    const body = type.endsWith('json') ? await response.text().catch(() => undefined) : '';
    if (body === undefined) return;
    const fault = offContract(response.request().method(), response.url(), response.status(), type, body);
    if (fault) faults.push(fault);
  });
}

async function watchPolicy(page: Page, faults: string[]): Promise<void> {
  await page.exposeFunction('policyViolated', (what: string) => faults.push(`policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = (window as unknown as { policyViolated(what: string): void }).policyViolated;
      tell(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`);
    });
  });
}

export interface Look {
  lang?: 'zh' | 'en';
  theme?: 'light' | 'dark';
  large?: boolean;
  contrast?: boolean;
  plain?: boolean;
}

export const test = base.extend<{ look: Look; account: string; guarded: void }>({
  look: [{}, { option: true }],
  /** Who is signed in when the test begins; empty: nobody. */
  account: ['', { option: true }],
  storageState: async ({ account }, use) => use(account ? statePath(account) : undefined),
  guarded: [
    async ({ page, look }, use) => {
      const faults: string[] = [];
      watchReplies(page, faults);
      await watchPolicy(page, faults);
      page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
      await page.addInitScript((stored) => {
        for (const [name, value] of Object.entries(stored)) {
          if (localStorage.getItem(`linli.${name}`) === null) localStorage.setItem(`linli.${name}`, JSON.stringify(value));
        }
      }, look as Record<string, unknown>);
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

/** What fades or slides is where it stays; what never ends (a spinner) is not waited for. */
export async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

/**
 * No violation of WCAG 2.1 A and AA that a machine can find. Legacy is the mode for pages without
 * foreign frames, which ours never have: it needs no second page, and a third of the time.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await still(page);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
    .analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(told).toEqual([]);
}

/** Nothing to scroll sideways to. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
}

/** The page shows its content: the heading is there and nothing loads. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

/** Chooses in a select of Element Plus. */
export async function pick(scope: Page | Locator, label: string, option: string | RegExp): Promise<void> {
  const box = scope.getByRole('combobox', { name: label });
  await box.locator('xpath=ancestor::*[contains(@class,"el-select__wrapper")]').click();
  const page = 'page' in scope ? scope.page() : scope;
  const list = page.locator(`[id="${await box.getAttribute('aria-controls')}"]`);
  await list.getByRole('option', { name: option }).click();
}

export async function signIn(page: Page, account: string, password: string): Promise<void> {
  await page.getByLabel('账号').fill(account);
  await page.getByLabel('口令', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
}

/** Who signed in a moment ago is not asked for the password again; `then` is what comes afterwards. */
export async function givePasswordIfAsked(page: Page, password: string, then: Locator): Promise<void> {
  const asked = page.getByRole('dialog', { name: /^(请再次输入口令|登录)$/ });
  await expect(asked.or(then).first()).toBeVisible();
  if (await then.isVisible()) return;
  await asked.getByLabel('口令').fill(password);
  await asked.getByRole('button', { name: '确定' }).click();
  await expect(then).toBeVisible();
}
