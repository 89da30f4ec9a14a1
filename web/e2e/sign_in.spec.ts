import { createHmac } from 'node:crypto';
import { DISTRICT, PASSWORD } from './accounts.ts';
import { expect, expectAccessible, settled, signIn, test } from './fixtures.ts';

/** Accounts of their own: these tests change how they sign in. */
const WITH_CODE = 'heping.wuye';
const CHANGES_PASSWORD = 'hanshan.wuye';

test('a wrong password is refused, the right one leads on to where one wanted to go', async ({ page }) => {
  await page.goto('/console/account?tab=sessions');
  await expect(page).toHaveURL(/sign-in\?next=/);
  await expect(page).toHaveTitle('登录 - 邻里');
  await signIn(page, 'sanqiao.shequ', 'wrong');
  await expect(page.getByRole('alert')).toContainText('不正确');
  await signIn(page, 'sanqiao.shequ', PASSWORD);
  await expect(page).toHaveURL(/\/console\/account\?tab=sessions$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('账号与安全');
});

test('signing out ends the session', async ({ page }) => {
  await page.goto('/console/');
  await signIn(page, 'chengdong.shequ', PASSWORD);
  await page.getByRole('button', { name: '用户菜单' }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page).toHaveURL(/sign-in/);
  await page.goto('/console/');
  await expect(page).toHaveURL(/sign-in/);
});

test('too many attempts are told with the time that is left', async ({ page }) => {
  await page.route('**/api/v1/session', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 429,
          contentType: 'application/problem+json',
          headers: { 'Retry-After': '125' },
          body: JSON.stringify({
            type: 'urn:linli:problem:too_many', title: '操作过于频繁', status: 429, code: 'too_many',
            key: 'session.wait', detail: '', params: [3], request_id: '0s9v000000001',
          }),
        })
      : route.continue(),
  );
  await page.goto('/console/sign-in');
  await signIn(page, 'somebody', 'x');
  await expect(page.getByRole('alert')).toContainText(/2:0[345]/);
  await expect(page.getByRole('button', { name: '登录' })).toBeDisabled();
});

function totp(secret: string, ms: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[\s=]/g, '')].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(ms / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = digest.at(-1)! & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a second factor is set up by its picture and then asked for', async ({ page, browser }) => {
  await page.goto('/console/account?tab=totp');
  await signIn(page, WITH_CODE, PASSWORD);
  await page.getByRole('button', { name: '启用两步验证' }).click();
  await expect(page.getByRole('img', { name: '两步验证二维码' })).toBeVisible();
  await expectAccessible(page);
  const secret = await page.locator('code').innerText();
  await page.getByLabel('6 位验证码').fill('000000');
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await expect(page.locator('.error')).toContainText('请核对手机时间');
  const first = totp(secret, Date.now());
  await page.getByLabel('6 位验证码').fill(first);
  await page.getByRole('button', { name: '启用', exact: true }).click();
  await expect(page.getByText('已启用', { exact: true })).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await other.goto(new URL('/console/', page.url()).href);
  await signIn(other, WITH_CODE, PASSWORD);
  const code = other.getByLabel('动态口令');
  await expect(code).toBeFocused();
  await code.fill(totp(secret, Date.now() + 30_000));
  await other.getByRole('button', { name: '验证' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toContainText('您好');
  await other.context().close();
});

test('a password is changed and counts at once', async ({ page }) => {
  await page.goto('/console/account');
  await signIn(page, CHANGES_PASSWORD, PASSWORD);
  await settled(page);
  await page.getByRole('textbox', { name: /^当前口令/ }).fill('not-this-1A');
  await page.getByRole('textbox', { name: /^新口令/ }).fill('short');
  await page.getByRole('textbox', { name: /^再输一次新口令/ }).fill('other');
  await expect(page.getByText('两次输入的口令不一致')).toBeVisible();
  await page.getByRole('textbox', { name: /^再输一次新口令/ }).fill('short');
  await page.getByRole('button', { name: '修改口令' }).click();
  await expect(page.getByText('口令不正确')).toBeVisible();
  await page.getByRole('textbox', { name: /^当前口令/ }).fill(PASSWORD);
  await page.getByRole('button', { name: '修改口令' }).click();
  await expect(page.getByText(/至少 10 位，且含.*至少 3 类$/)).toBeVisible();
  await page.getByRole('textbox', { name: /^新口令/ }).fill('Xin-Kouling-2027');
  await page.getByRole('textbox', { name: /^再输一次新口令/ }).fill('Xin-Kouling-2027');
  await page.getByRole('button', { name: '修改口令' }).click();
  await expect(page.getByText('口令已修改')).toBeVisible();
});

test('a link that is no longer good says so', async ({ page }) => {
  await page.goto('/console/invitations/no-such-link');
  await expect(page.getByText('链接已失效')).toBeVisible();
  await expectAccessible(page);
});

test.describe('signed in', () => {
  test.use({ account: DISTRICT });

  test('sessions elsewhere are listed and ended', async ({ page, playwright, baseURL }) => {
    const elsewhere = await playwright.request.newContext({ baseURL, userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/130.0' });
    await elsewhere.post('/api/v1/session', { data: { login: DISTRICT, password: PASSWORD } });
    await page.goto('/console/account?tab=sessions');
    await page.getByRole('button', { name: '退出 Firefox 130 · Windows' }).click();
    await expect(page.getByText('已退出该设备')).toBeVisible();
    expect((await elsewhere.get('/api/v1/session')).status()).toBe(401);
  });

  test('the language is switched and kept', async ({ page }) => {
    await page.goto('/console/');
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('link', { name: 'Workbench' }).first()).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.reload();
    await expect(page).toHaveTitle('Workbench - Linli');
  });
});
