import { devices, type Page } from '@playwright/test';
import { OWNER } from './accounts.ts';
import { expect, expectAccessible, expectNoOverflow, settled, test } from './fixtures.ts';

const { defaultBrowserType, ...phone } = devices['Pixel 7'];
const PAGES = ['/m/', '/m/houses', '/m/houses/bind', '/m/looks', '/m/me', '/m/me/security', '/m/no-such-page'];

test.use({ ...phone, account: OWNER });

const LOOKS = [
  { lang: 'zh', theme: 'light', large: false },
  { lang: 'en', theme: 'dark', large: false },
  { lang: 'zh', theme: 'dark', large: true },
  { lang: 'en', theme: 'light', large: true },
] as const;

for (const look of LOOKS) {
  test.describe(`${look.lang}, ${look.theme}${look.large ? ', 长辈版' : ''}`, () => {
    test.use({ look });

    test('every page is accessible', async ({ page }) => {
      for (const path of PAGES) {
        await page.goto(path);
        await settled(page);
        await expectAccessible(page);
      }
    });
  });
}

interface Smallest {
  text: [number, string];
  target: [number, string];
}

/** The smallest text and the smallest thing to touch of what is on the page. */
function smallest(page: Page): Promise<Smallest> {
  return page.evaluate(() => {
    const result: Smallest = { text: [1000, ''], target: [1000, ''] };
    const name = (element: Element): string => `${element.tagName} ${element.className} ${element.textContent?.trim().slice(0, 20)}`;
    const note = (key: keyof Smallest, size: number, element: Element): void => {
      if (size < result[key][0]) result[key] = [size, name(element)];
    };
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      if (!box.width || !box.height || element.closest('.visually-hidden, .skip-link')) continue;
      const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      if (hasText) note('text', parseFloat(getComputedStyle(element).fontSize), element);
      if (element.matches('a, button, label:has(input), textarea, input:not(label input)')) note('target', Math.min(box.width, box.height), element);
    }
    return result;
  });
}

for (const { large, text, target } of [{ large: false, text: 14, target: 44 }, { large: true, text: 18, target: 60 }]) {
  test.describe(`sizes${large ? ' of 长辈版' : ''}`, () => {
    test.use({ look: { large } });

    test(`nothing below ${text} px to read and ${target} px to touch`, async ({ page }) => {
      for (const path of PAGES) {
        await page.goto(path);
        await settled(page);
        const found = await smallest(page);
        expect(found.text[0], `${path}: ${found.text[1]}`).toBeGreaterThanOrEqual(text);
        expect(found.target[0], `${path}: ${found.target[1]}`).toBeGreaterThanOrEqual(target);
      }
    });
  });
}

test.describe('at 320 px in 长辈版', () => {
  test.use({ viewport: { width: 320, height: 640 }, look: { lang: 'en', large: true } });

  test('nothing is lost sideways', async ({ page }) => {
    for (const path of PAGES) {
      await page.goto(path);
      await settled(page);
      await expectNoOverflow(page);
    }
  });
});

test('长辈版 is one touch away and kept', async ({ page }) => {
  await page.goto('/m/');
  await page.getByRole('button', { name: '长辈版' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-size', 'large');
  await page.reload();
  await expect(page.getByRole('button', { name: '长辈版' })).toHaveAttribute('aria-pressed', 'true');
});

test('the shell opens without the network', async ({ page, context }) => {
  await page.goto('/m/');
  await page.waitForFunction(() => navigator.serviceWorker.ready);
  await page.reload();
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText('连不上服务器')).toBeVisible();
  await context.setOffline(false);
  await page.getByRole('button', { name: '重试' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('您好');
});

test('the app can be installed', async ({ page, context }) => {
  await page.goto('/m/');
  await page.waitForFunction(() => navigator.serviceWorker.ready);
  const devtools = await context.newCDPSession(page);
  expect((await devtools.send('Page.getAppManifest')).errors).toEqual([]);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map((error) => error.errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});
