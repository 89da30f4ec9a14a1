import type { Page } from '@playwright/test';
import { DISTRICT, PASSWORD, TOWN } from './accounts.ts';
import { expect, expectAccessible, expectNoOverflow, givePasswordIfAsked, pick, settled, test } from './fixtures.ts';

const unique = (what: string): string => `${what}${Date.now().toString(36)}`;

/** A credit code whose check character is right, made of the clock. */
function creditCode(): string {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const body = `91330106${String(Date.now() % 1_000_000_000).padStart(9, '0')}`;
  const sum = [...body].reduce((all, sign, i) => all + signs.indexOf(sign) * weights[i]!, 0);
  return body + signs[(31 - (sum % 31)) % 31];
}

async function pickRegion(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '所在辖区' }).click();
  const dialog = page.getByRole('dialog', { name: '选择辖区' });
  await dialog.getByRole('searchbox').fill(name);
  await dialog.getByRole('treeitem', { name: new RegExp(`^${name}`) }).first().click();
}

async function create(page: Page, name: string): Promise<void> {
  await page.goto('/console/organisations/new?kind=company');
  await page.getByLabel(/^\*?名称/).fill(name);
  await pickRegion(page, '翠苑街道');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

async function search(page: Page, name: string): Promise<void> {
  await page.getByLabel('关键词').fill(name);
  await page.getByRole('button', { name: '查询' }).click();
}

test.describe('a district’s officer', () => {
  test.use({ account: DISTRICT });

  test('organisations are listed by kind, one’s own first', async ({ page }) => {
    await page.goto('/console/organisations');
    await expect(page).toHaveURL(/here=true/);
    await page.getByRole('button', { name: '物业服务企业' }).click();
    await expect(page).toHaveURL(/kind=company/);
    await expect(page.locator('tbody tr').first().locator('td').first()).toHaveText('物业服务企业');
    await page.locator('tbody th a').first().click();
    await page.getByRole('tab', { name: '服务小区' }).click();
    await expect(page.getByRole('columnheader', { name: '合同到期' })).toBeVisible();
    await page.getByRole('tab', { name: '人员与岗位' }).click();
    await expect(page.getByRole('heading', { name: '岗位名录' })).toBeVisible();
    await expectAccessible(page);
  });

  test('an organisation is made, changed, deleted and brought back', async ({ page }) => {
    const name = unique('浏览物业');
    await page.goto('/console/organisations/new?kind=company');
    await page.getByLabel(/^\*?名称/).fill(name);
    const code = page.getByLabel('统一社会信用代码');
    await code.fill('91330106MA0000019X');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('统一社会信用代码校验位不符')).toBeVisible();
    await expect(code).toBeFocused();
    await code.fill(creditCode());
    await pickRegion(page, '翠苑街道');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);

    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('简称').fill('浏览');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('浏览', { exact: true })).toBeVisible();
    await page.getByRole('tab', { name: '变更记录' }).click();
    await expect(page.getByRole('row', { name: /简称/ })).toContainText('浏览');

    await page.goto('/console/organisations?here=true');
    await search(page, name);
    await page.getByRole('button', { name: '删除' }).click();
    await page.getByLabel('说明原因').fill('重复登记');
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await expect(page.getByText('没有符合条件的数据')).toBeVisible();
    await pick(page, '已删除', '是');
    await pick(page, '管理范围内', '否');
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByRole('button', { name: '恢复' }).click();
    await expect(page.getByText('没有符合条件的数据')).toBeVisible();
    await page.goto(`/console/organisations?q=${encodeURIComponent(name)}`);
    await expect(page.getByRole('link', { name })).toBeVisible();
  });

  test('one that was registered twice goes into the other', async ({ page }) => {
    const [first, second] = [unique('留存物业'), unique('重复物业')];
    await create(page, first);
    await create(page, second);
    await page.getByRole('button', { name: '合并重复单位' }).click();
    const dialog = page.getByRole('dialog', { name: '合并重复单位' });
    await expectAccessible(page);
    await dialog.getByRole('combobox').fill(first);
    await page.getByRole('option', { name: first }).click();
    await dialog.getByRole('button', { name: '合并重复单位' }).click();
    await givePasswordIfAsked(page, PASSWORD, page.getByRole('heading', { level: 1, name: first }));
  });

  test('the search shows all that it finds', async ({ page }) => {
    await page.goto('/console/');
    await page.getByRole('combobox', { name: '搜索小区、企业、人员、房屋' }).fill('示例');
    await page.getByRole('option', { name: '查看全部结果' }).click();
    await expect(page).toHaveURL(/\/search\?q=/);
    await expect(page.getByRole('heading', { name: '单位' })).toBeVisible();
    await page.getByRole('searchbox', { name: /搜索/ }).last().fill('没有这样的名称');
    await page.getByRole('button', { name: '查询' }).click();
    await expect(page.getByText('没有找到“没有这样的名称”')).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe('a subdistrict’s officer', () => {
  test.use({ account: TOWN });

  test('another district’s organisations are seen, and not changed', async ({ page }) => {
    await page.goto('/console/organisations?q=永川');
    await expect(page.locator('tbody tr').first()).toBeVisible();
    await expect(page.getByRole('button', { name: '删除' })).toHaveCount(0);
    const address = await page.locator('tbody th a').first().getAttribute('href');
    await page.goto(`${address}/edit`);
    await page.getByLabel('简称').fill('越权');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('alert').filter({ hasText: '管理范围' })).toBeVisible();
  });

  test('staff and posts of one’s own reach, by name and kind', async ({ page }) => {
    await page.goto('/console/staff');
    await settled(page);
    await pick(page, '岗位类别', '保安员');
    await page.getByRole('button', { name: '查询' }).click();
    await expect(page).toHaveURL(/kind=guard/);
    await page.goto('/console/posts');
    await pick(page, '角色', '社区负责人');
    await page.getByRole('button', { name: '查询' }).click();
    await expect(page.locator('tbody tr').first()).toContainText('翠苑');
  });

  test('no page of an administrator opens', async ({ page }) => {
    for (const path of ['accounts', 'roles', 'tokens', 'audit', 'audit/chain', 'settings', 'system', 'outbox']) {
      await page.goto(`/console/${path}`);
      await expect(page.getByRole('heading', { level: 1, name: '没有权限' })).toBeVisible();
    }
    await expect(page.getByRole('navigation', { name: '主菜单' })).not.toContainText('账号与权限');
  });
});

for (const look of [{ lang: 'zh', theme: 'light' }, { lang: 'en', theme: 'dark' }] as const) {
  test.describe(`${look.lang}, ${look.theme}, at 390 px`, () => {
    test.use({ account: DISTRICT, look, viewport: { width: 390, height: 844 } });

    test('organisations, staff, regions and the search are accessible and fit', async ({ page }) => {
      for (const path of ['organisations?here=true', 'organisations/new', 'staff', 'posts', 'regions', 'search?q=cy']) {
        await page.goto(`/console/${path}`);
        await settled(page);
        await expectAccessible(page);
        await expectNoOverflow(page);
      }
    });
  });
}
