import { AUDITOR, DISTRICT, statePath } from './accounts.ts';
import { expect, expectAccessible, pick, test } from './fixtures.ts';

const unique = (what: string): string => `${what}${Date.now().toString(36)}`;

test.use({ account: AUDITOR });

test('an act is found by who and what, and shows what it changed', async ({ page, browser }) => {
  const name = unique('审计单位');
  const theirs = await browser.newContext({ storageState: statePath(DISTRICT), locale: 'zh-CN' });
  const form = await theirs.newPage();
  await form.goto('/console/organisations/new?kind=other');
  await form.getByLabel(/^\*?名称/).fill(name);
  await form.getByRole('button', { name: '所在辖区' }).click();
  await form.getByRole('treeitem', { name: /^西湖区/ }).click();
  await form.getByRole('button', { name: '保存' }).click();
  await expect(form.getByRole('heading', { level: 1 })).toHaveText(name);
  await theirs.close();

  await page.goto('/console/audit');
  await page.getByLabel('账号或姓名').fill(DISTRICT);
  await pick(page, '操作类别', '单位');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page).toHaveURL(/action=organisation/);
  await page.locator('main tbody').getByRole('link', { name: '新增单位' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('新增单位');
  await expect(page.getByRole('heading', { name: '变更内容' })).toBeVisible();
  await expect(page.locator('table.changes').getByRole('row', { name: /^名称/ })).toContainText('审计单位');
  await expectAccessible(page);
  await page.locator('dl').getByRole('link').first().click();
  await expect(page.getByText(/^只显示对象/)).toBeVisible();
});

test('refused acts are found', async ({ page, playwright, baseURL }) => {
  const nobody = await playwright.request.newContext({ baseURL });
  const reply = await nobody.post('/api/v1/session', { data: { login: DISTRICT, password: 'Wrong-2026-pw' } });
  expect(reply.status()).toBe(401);
  await nobody.dispose();
  await page.goto('/console/audit');
  await page.getByRole('button', { name: '展开' }).click();
  await pick(page, '被拒绝', '是');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.locator('main tbody tr').first()).toContainText('被拒绝');
  await expect(page.locator('main tbody')).not.toContainText('已完成');
});

test('the chain is verified', async ({ page }) => {
  await page.goto('/console/audit/chain');
  await page.getByRole('button', { name: '立即核验' }).click();
  await expect(page.getByText(/^核验通过/)).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
});

test('the audit is taken away as a file', async ({ page }) => {
  await page.goto(`/console/audit?account=${DISTRICT}`);
  await page.getByRole('button', { name: '导出' }).click();
  const file = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: '导出 CSV' }).click();
  expect((await file).suggestedFilename()).toMatch(/\.csv$/);
});
