import { DISTRICT, SYSTEM } from './accounts.ts';
import { expect, expectAccessible, pick, test } from './fixtures.ts';

const unique = (what: string): string => `${what}${Date.now().toString(36)}`;

test.describe('the system administrator', () => {
  test.use({ account: SYSTEM });

  test('a node is found by initials, gets one below it, which is renamed and comes to its end', async ({ page }) => {
    const name = unique('新设社区');
    await page.goto('/console/regions');
    await page.getByRole('searchbox').fill('cyjd');
    await page.getByRole('treeitem', { name: /^翠苑街道/ }).click();
    await expect(page.getByRole('heading', { name: '翠苑街道' })).toBeVisible();
    await page.getByRole('button', { name: '新增下级' }).click();
    const dialog = page.getByRole('dialog');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(dialog.getByText('请填写名称')).toBeVisible();
    await pick(dialog, '层级', '社区');
    await dialog.getByLabel(/^\*?名称/).fill(name);
    await dialog.getByLabel('区划代码').fill('33010600505');
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(dialog.getByText('区划代码应是 6、9 或 12 位数字')).toBeVisible();
    await dialog.getByLabel('区划代码').fill('');
    await dialog.getByRole('button', { name: '保存' }).click();

    await page.getByRole('main').getByRole('button', { name }).click();
    await expect(page.getByText('无区划代码')).toBeVisible();
    await page.getByRole('button', { name: '修改' }).click();
    await dialog.getByLabel(/^\*?名称/).fill(`${name}改`);
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('heading', { name: `${name}改` })).toBeVisible();
    await page.getByRole('tab', { name: '变更记录' }).click();
    await expect(page.getByRole('row', { name: /名称/ }).first()).toBeVisible();
    await page.getByRole('button', { name: '停用' }).click();
    await dialog.getByRole('combobox', { name: '停用日期' }).fill('2026-01-01');
    await dialog.getByRole('combobox', { name: '停用日期' }).press('Enter');
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('已停用')).toBeVisible();
  });

  test('an area that is no division stands in the tree', async ({ page }) => {
    await page.goto('/console/regions');
    await page.getByRole('searchbox').fill('西咸');
    await page.getByRole('treeitem', { name: /^西咸新区/ }).first().click();
    await expect(page.getByText('无区划代码')).toBeVisible();
    await expect(page.getByText('新城').first()).toBeVisible();
  });
});

test.describe('an officer', () => {
  test.use({ account: DISTRICT });

  test('the tree is read, and not changed', async ({ page }) => {
    await page.goto('/console/regions');
    await page.getByRole('treeitem', { name: /^西湖区/ }).click();
    await expect(page.getByRole('heading', { name: '西湖区' })).toBeVisible();
    await expect(page.getByRole('heading', { name: /^下级辖区/ })).toBeVisible();
    await expect(page.getByRole('button', { name: '新增下级' })).toHaveCount(0);
    await page.getByRole('link', { name: '查看小区' }).click();
    await expect(page).toHaveURL(/\/estates\?region=/);
  });
});
