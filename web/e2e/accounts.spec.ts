import type { Page } from '@playwright/test';
import { AUDITOR, PASSWORD, SECURITY, SYSTEM } from './accounts.ts';
import { expect, expectAccessible, expectNoOverflow, pick, settled, signIn, test } from './fixtures.ts';

const NEW_PASSWORD = 'Linli-2026-e2e';

const unique = (what: string): string => `${what}.${Date.now().toString(36)}`;

/** What follows needs a password that was just given. */
async function enter(page: Page, account: string): Promise<void> {
  await page.goto('/console/sign-in');
  await signIn(page, account, PASSWORD);
  await expect(page).toHaveURL(/\/console\/$/);
}

/** Makes an account; its one-time link. */
async function invite(page: Page, login: string, name: string): Promise<string> {
  await page.goto('/console/accounts');
  await page.getByRole('button', { name: '邀请人员' }).click();
  const dialog = page.getByRole('dialog', { name: '邀请人员' });
  await dialog.getByLabel('账号').fill(login);
  await dialog.getByLabel('姓名').fill(name);
  await dialog.getByRole('button', { name: '邀请人员' }).click();
  const told = page.getByRole('dialog', { name: `${login} 的一次性链接` });
  const link = await told.getByLabel('一次性链接', { exact: true }).inputValue();
  await expectAccessible(page);
  await told.getByRole('button', { name: '已保存，关闭' }).click();
  return link;
}

async function openAccount(page: Page, login: string): Promise<void> {
  await page.goto(`/console/accounts?q=${login}`);
  await page.getByRole('link', { name: login }).click();
  await settled(page);
}

test('an account: invited, given a post, which ends, closed', async ({ page, browser }) => {
  const login = unique('e2e');
  await enter(page, SYSTEM);
  const link = await invite(page, login, '浏览测试');

  const theirs = await browser.newPage();
  await theirs.goto(link);
  await theirs.getByLabel('设置口令').fill(NEW_PASSWORD);
  await theirs.getByLabel('再输一次').fill(NEW_PASSWORD);
  await theirs.getByRole('button', { name: '设置并登录' }).click();
  await theirs.getByRole('button', { name: '以后再说' }).click();
  await expect(theirs.getByRole('heading', { level: 1 })).toContainText('浏览测试');
  await theirs.goto('/console/estates');
  await expect(theirs.getByRole('heading', { name: '没有权限' })).toBeVisible();

  await page.context().clearCookies();
  await enter(page, SECURITY);
  await openAccount(page, login);
  await page.getByRole('button', { name: '授予岗位' }).click();
  const dialog = page.getByRole('dialog', { name: '授予岗位' });
  await pick(dialog, '角色', '镇街物业办');
  await dialog.getByLabel('岗位名称').fill('街道物业办');
  await dialog.getByRole('button', { name: '授予岗位' }).click();
  await expect(dialog.getByText(/与角色不符/)).toBeVisible();
  await dialog.getByRole('button', { name: '管理范围' }).click();
  const tree = page.getByRole('dialog', { name: '选择辖区' });
  await tree.getByRole('searchbox').fill('古荡街道');
  await tree.getByRole('treeitem', { name: /^古荡街道/ }).click();
  await dialog.getByRole('button', { name: '授予岗位' }).click();
  await expect(page.getByRole('cell', { name: '古荡街道' })).toBeVisible();

  await theirs.context().clearCookies();
  await theirs.goto('/console/sign-in?next=/estates');
  await signIn(theirs, login, NEW_PASSWORD);
  await expect(theirs.locator('main tbody tr').first()).toBeVisible();

  await page.getByRole('button', { name: '授予岗位' }).click();
  await pick(dialog, '角色', '安全管理员');
  await dialog.getByLabel('岗位名称').fill('安全管理员');
  await dialog.getByRole('button', { name: '授予岗位' }).click();
  await expect(dialog.locator('.error')).toBeVisible();
  await dialog.getByRole('button', { name: '取消' }).click();
  await page.getByRole('dialog', { name: '有未保存的内容' }).getByRole('button', { name: '离开' }).click();

  await page.getByRole('button', { name: '结束岗位“街道物业办”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '结束', exact: true }).click();
  await expect(page.getByText('已结束').first()).toBeVisible();
  await theirs.reload();
  await expect(theirs.getByRole('heading', { name: '没有权限' })).toBeVisible();
  await theirs.close();

  await page.context().clearCookies();
  await enter(page, SYSTEM);
  await openAccount(page, login);
  await page.getByRole('button', { name: '停用' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
  await expect(page.getByText('已停用').first()).toBeVisible();
  await page.getByRole('button', { name: '启用' }).click();
  await expect(page.getByText('正常')).toBeVisible();
});

test('a token is told once, works within its limits, and is revoked', async ({ page, request }) => {
  const name = unique('对接');
  await enter(page, SECURITY);
  await page.goto('/console/tokens');
  await page.getByRole('button', { name: '新建令牌' }).click();
  const dialog = page.getByRole('dialog', { name: '新建令牌' });
  await dialog.getByRole('combobox', { name: '负责账号' }).fill('cuiyuan.wuye');
  await page.getByRole('option', { name: /cuiyuan\.wuye/ }).click();
  await pick(dialog, '岗位', '翠苑');
  await dialog.getByLabel('用途').fill(name);
  await dialog.getByRole('combobox', { name: '截止日期' }).fill('2036-12-31');
  await dialog.getByRole('combobox', { name: '截止日期' }).press('Enter');
  await dialog.getByRole('button', { name: '新建令牌' }).click();
  await expect(dialog.getByText('请填写权限')).toBeVisible();
  await dialog.getByRole('checkbox', { name: '查看小区' }).check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '新建令牌' }).click();
  const told = page.getByRole('dialog', { name: '令牌已生成' });
  const token = await told.getByLabel('令牌', { exact: true }).inputValue();
  await told.getByRole('button', { name: '已保存，关闭' }).click();

  const headers = { Authorization: `Bearer ${token}` };
  expect((await request.get('/api/v1/estates', { headers })).status()).toBe(200);
  expect((await request.get('/api/v1/regions', { headers })).status()).toBe(403);
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('查看小区');
  await row.getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click();
  await expect(row).toContainText('已撤销');
  expect((await request.get('/api/v1/estates', { headers })).status()).toBe(401);
});

test.describe('three administrators exclude one another', () => {
  const MENUS = [
    { account: SYSTEM, has: ['账号', '系统设置', '系统状态', '消息发送', '辖区'], not: ['审计', '住宅小区'], opens: 'settings', shut: ['audit', 'estates', 'staff'] },
    { account: SECURITY, has: ['账号', '接口令牌', '角色'], not: ['审计', '系统设置', '住宅小区'], opens: 'roles', shut: ['audit', 'settings', 'outbox', 'estates'] },
    { account: AUDITOR, has: ['操作记录', '防篡改核验'], not: ['账号与权限', '系统设置', '住宅小区'], opens: 'audit', shut: ['accounts', 'settings', 'estates', 'organisations'] },
  ];
  for (const { account, has, not, opens, shut } of MENUS) {
    test.describe(account, () => {
      test.use({ account });

      test('sees its own menu, and no other page opens', async ({ page }) => {
        await page.goto(`/console/${opens}`);
        await settled(page);
        const menu = page.getByRole('navigation', { name: '主菜单' });
        const shutGroups = menu.getByRole('button', { expanded: false });
        while ((await shutGroups.count()) > 0) await shutGroups.first().click();
        for (const text of has) await expect(menu.getByRole('link', { name: text, exact: true })).toBeVisible();
        for (const text of not) await expect(menu.getByText(text, { exact: true })).toHaveCount(0);
        for (const path of shut) {
          await page.goto(`/console/${path}`);
          await expect(page.getByRole('heading', { level: 1, name: '没有权限' })).toBeVisible();
        }
      });
    });
  }
});

const PAGES: Record<string, string[]> = {
  [SYSTEM]: ['accounts', 'roles', 'tokens', 'regions', 'organisations', 'settings', 'system', 'outbox'],
  [SECURITY]: ['accounts', 'roles', 'tokens'],
  [AUDITOR]: ['audit', 'audit/looks', 'audit/chain'],
};
for (const look of [{ lang: 'zh', theme: 'dark' }, { lang: 'en', theme: 'light' }] as const) {
  for (const [account, paths] of Object.entries(PAGES)) {
    test.describe(`${account}, ${look.lang}, ${look.theme}, at 390 px`, () => {
      test.use({ account, look, viewport: { width: 390, height: 844 } });

      test('its pages are accessible and fit', async ({ page }) => {
        for (const path of paths) {
          await page.goto(`/console/${path}`);
          await settled(page);
          await expectAccessible(page);
          await expectNoOverflow(page);
        }
      });
    });
  }
}
