import { PASSWORD, SYSTEM } from './accounts.ts';
import { expect, expectAccessible, signIn, test } from './fixtures.ts';

test.beforeEach(async ({ page }) => {
  await page.goto('/console/sign-in');
  await signIn(page, SYSTEM, PASSWORD);
  await expect(page).toHaveURL(/\/console\/$/);
});

test('a setting is refused beyond its range, and says who changed it', async ({ page }) => {
  await page.goto('/console/settings');
  await page.getByRole('button', { name: '修改“一次性链接有效（天）”' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('99');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByText('数值过大，最大 30')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('textbox').fill('4');
  await dialog.getByRole('button', { name: '保存' }).click();
  const row = page.getByRole('row', { name: /一次性链接有效/ });
  await expect(row).toContainText('4');
  await expect(row).not.toContainText('默认，未修改');
  await page.getByRole('button', { name: '修改“一次性链接有效（天）”' }).click();
  await dialog.getByRole('textbox').fill('3');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(row.locator('strong')).toHaveText('3');
});

test('the state of the system is shown', async ({ page }) => {
  await page.goto('/console/system');
  await expect(page.getByText('0001_store')).toBeVisible();
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(page.getByText(/^截至/)).toBeVisible();
});

test('a demo shows what its messages say', async ({ page }) => {
  await page.goto('/console/accounts');
  await page.getByRole('button', { name: '邀请人员' }).click();
  const dialog = page.getByRole('dialog', { name: '邀请人员' });
  await dialog.getByLabel('账号').fill(`sms.${Date.now().toString(36)}`);
  await dialog.getByLabel('姓名').fill('短信测试');
  await dialog.getByLabel('手机').fill('138000');
  await dialog.getByRole('button', { name: '邀请人员' }).click();
  await expect(dialog.getByText('应为 11 位手机号')).toBeVisible();
  await dialog.getByLabel('手机').fill('13800000123');
  await dialog.getByRole('button', { name: '邀请人员' }).click();
  await page.getByRole('button', { name: '已保存，关闭' }).click();
  await page.goto('/console/outbox');
  await expect(page.locator('tbody tr').first()).toContainText('138****0123');
  await page.getByRole('button', { name: '查看内容' }).first().click();
  await expect(page.getByRole('dialog')).toContainText('请在三天内打开一次性链接');
  await expectAccessible(page);
});
