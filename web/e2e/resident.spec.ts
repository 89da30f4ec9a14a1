import { devices, type Page } from '@playwright/test';
import { OWNER, PASSWORD } from './accounts.ts';
import { expect, expectAccessible, expectNoOverflow, givePasswordIfAsked, settled, test } from './fixtures.ts';
import { codeSentTo, newPhone, RESIDENT_PASSWORD } from './newcomer.ts';

const { defaultBrowserType, ...phone } = devices['Pixel 7'];
const PAGES = [
  '/m/', '/m/houses', '/m/houses/bind', '/m/looks', '/m/me', '/m/me/person', '/m/me/phone', '/m/me/security', '/m/me/close', '/m/privacy',
  '/m/no-such-page',
];

/** Every address, and that of the house of who is signed in. */
async function pagesOf(page: Page): Promise<string[]> {
  const { items } = (await (await page.request.get('/api/v1/me/houses')).json()) as { items: { estate_id: string; house_id: string }[] };
  return [...PAGES, `/m/houses/${items[0]!.estate_id}/${items[0]!.house_id}`];
}

test.use({ ...phone, account: OWNER });

const LOOKS = [
  { lang: 'zh', theme: 'light', large: false },
  { lang: 'en', theme: 'dark', large: true },
] as const;

for (const look of LOOKS) {
  test.describe(`${look.lang}, ${look.theme}${look.large ? ', 长辈版' : ''}`, () => {
    test.use({ look });

    test('every page is accessible', async ({ page }) => {
      for (const path of await pagesOf(page)) {
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
      for (const path of await pagesOf(page)) {
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
    for (const path of await pagesOf(page)) {
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

test('an owner registers who lives in the house, and removes them', async ({ page }) => {
  await page.goto('/m/houses');
  await page.getByRole('link', { name: '查看房屋' }).first().click();
  await page.getByRole('button', { name: '添加同住人' }).click();
  await page.getByLabel('姓名').fill('唐小满');
  await page.getByLabel('与业主的关系（选填）').fill('子女');
  await expectAccessible(page);
  await page.getByRole('button', { name: '保存' }).click();
  const member = page.getByRole('listitem').filter({ hasText: '家庭成员 · 子女' });
  await expect(member).toBeVisible();
  await member.getByRole('button', { name: /^移出/ }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: '移出' }).click();
  await expect(member).toHaveCount(0);
});

test('one sees the whole of one’s ID number after giving the password', async ({ page }) => {
  await page.goto('/m/me/person');
  const number = page.locator('dd').nth(2);
  await expect(number).toHaveText(/^\d{6}\*{8}/);
  await page.getByRole('button', { name: '输入口令查看完整证件号' }).click();
  const shown = number.filter({ hasText: /^\d{17}[\dX]$/ });
  await givePasswordIfAsked(page, PASSWORD, shown);
});

test.describe('a newcomer', () => {
  test.use({ account: '' });

  test('registers by phone, asks for a house, and closes the account', async ({ page }) => {
    const phone = newPhone();
    await page.goto('/m/');
    await page.getByLabel('手机号').fill(phone);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await expect(page.getByRole('button', { name: /后可重新获取/ })).toBeVisible();
    await page.getByLabel('短信验证码').fill(await codeSentTo(page.request, phone));
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel('姓名').fill('林处暑');
    await page.getByLabel('设置口令').fill(RESIDENT_PASSWORD);
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeDisabled();
    await page.getByLabel('我已阅读并同意').check();
    await expectAccessible(page);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('林处暑，您好');

    await page.getByRole('link', { name: '绑定房屋' }).or(page.getByRole('button', { name: '绑定房屋' })).first().click();
    await page.getByRole('radio', { name: /^申请社区确认/ }).check();
    await page.getByLabel('小区').fill('鹤川');
    await page.getByRole('button', { name: /鹤川花园/ }).first().click();
    await page.getByLabel('楼栋').selectOption({ index: 1 });
    await page.getByLabel('房屋', { exact: true }).selectOption({ index: 3 });
    await page.getByLabel('身份', { exact: true }).selectOption({ label: '租户' });
    await page.getByRole('button', { name: '提交' }).click();
    await expect(page.getByText('待社区确认', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: '撤回申请' }).click();
    await expect(page.getByText('还没有绑定房屋')).toBeVisible();

    await page.goto('/m/me/close');
    await page.getByLabel('我已了解以上内容，确认注销').check();
    await page.getByRole('button', { name: '注销账号' }).click();
    const closed = page.getByRole('heading', { name: '账号已注销' });
    await givePasswordIfAsked(page, RESIDENT_PASSWORD, closed);
    await expectAccessible(page);
    await page.getByRole('button', { name: '知道了' }).click();
    await expect(page).toHaveURL(/\/m\/sign-in$/);
  });
});
