import type { Page } from '@playwright/test';
import { DISTRICT, PASSWORD, TOWN } from './accounts.ts';
import { expect, expectAccessible, pick, settled, test } from './fixtures.ts';

const rows = (page: Page) => page.locator('main tbody tr');

/** How many rows the filters leave. */
async function totalOf(page: Page): Promise<number> {
  const text = await page.getByText(/^共 [\d,]+ 条$/).innerText();
  return Number(text.replace(/\D/g, ''));
}

/** A new estate, made through the form, on whose page the test then is. */
async function create(page: Page, name: string): Promise<void> {
  await page.goto('/console/estates/new');
  await page.getByLabel('小区名称').fill(name);
  await page.getByRole('button', { name: /所属辖区/ }).click();
  const dialog = page.getByRole('dialog', { name: '选择辖区' });
  await dialog.getByRole('searchbox').fill('翠苑一区');
  await dialog.getByRole('treeitem', { name: /^翠苑一区社区/ }).click();
  await pick(page, '小区类型', '老旧小区');
  await page.getByLabel('物业费（最低）').fill('2.38');
  await page.getByLabel('物业费（最高）').fill('2.385');
  await pick(page, '计费单位', '元/㎡·月');
  await page.getByLabel('建筑面积', { exact: true }).fill('１２,345.6');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

const unique = (what: string): string => `${what}${Date.now().toString(36)}`;

test.describe('a district’s officer', () => {
  test.use({ account: DISTRICT });

  test('filters, order and page are in the address and come back', async ({ page }) => {
    await page.goto('/console/estates');
    const all = await totalOf(page);
    await pick(page, '小区类型', '老旧小区');
    await page.getByRole('button', { name: '查询' }).click();
    await expect(page).toHaveURL(/kind=old/);
    await expect.poll(() => totalOf(page)).toBeLessThan(all);
    await page.getByRole('button', { name: '小区名称' }).click();
    await expect(page.getByRole('columnheader', { name: '小区名称' })).toHaveAttribute('aria-sort', 'ascending');
    await page.getByRole('button', { name: '下一页' }).click();
    await expect(page.getByText(/第 2 \/ \d+ 页/)).toBeVisible();
    const second = await rows(page).first().innerText();
    await page.reload();
    await expect(rows(page).first()).toHaveText(second, { useInnerText: true });
    await page.getByRole('button', { name: '上一页' }).click();
    await expect(page.getByText(/第 1 \/ \d+ 页/)).toBeVisible();
    await page.goBack();
    await expect(rows(page).first()).toHaveText(second, { useInnerText: true });
    await page.getByRole('button', { name: '重置' }).click();
    await expect.poll(() => totalOf(page)).toBeGreaterThanOrEqual(all);
  });

  test('a page is jumped to, and as many rows shown as wanted', async ({ page }) => {
    await page.goto('/console/estates');
    await page.getByLabel('跳至页码').fill('9');
    await page.getByLabel('跳至页码').press('Enter');
    await expect(page.getByText(/^第 9 \/ \d+ 页$/)).toBeVisible();
    await pick(page, '每页条数', '100 条/页');
    await expect(rows(page)).toHaveCount(100);
  });

  test('columns are chosen and the choice is kept', async ({ page }) => {
    await page.goto('/console/estates');
    await settled(page);
    await expect(page.getByRole('columnheader', { name: '地址' })).toBeHidden();
    await page.getByRole('button', { name: '列设置' }).click();
    await page.getByRole('checkbox', { name: '地址' }).check();
    await page.getByRole('radio', { name: '紧凑' }).check();
    await page.reload();
    await expect(page.getByRole('columnheader', { name: '地址' })).toBeVisible();
    await expect(page.locator('table.compact')).toBeVisible();
  });

  test('rows are chosen and counted', async ({ page }) => {
    await page.goto('/console/estates');
    await page.getByRole('checkbox', { name: /^选择 / }).first().check();
    await expect(page.getByText('已选 1 项')).toBeVisible();
    await page.getByRole('checkbox', { name: '全选本页' }).check();
    await expect(page.getByText('已选 20 项')).toBeVisible();
    await page.getByRole('button', { name: '取消选择' }).click();
    await expect(page.getByText('已选')).toBeHidden();
  });

  test('an estate is made, changed, seen as it was, deleted and brought back', async ({ page }) => {
    const name = unique('新建小区');
    await create(page, name);
    await expect(page.getByText('2.38', { exact: true })).toBeVisible();
    await expect(page.getByText('12,345.60')).toBeVisible();

    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('户数').fill('320');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('320', { exact: true })).toBeVisible();
    await page.getByRole('tab', { name: '变更记录' }).click();
    await expect(page.getByRole('row', { name: /户数/ })).toContainText('320');
    await expectAccessible(page);

    await page.goto(`/console/estates?q=${encodeURIComponent(name)}`);
    await page.getByRole('button', { name: '删除' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('楼栋、房屋、产权');
    await expect(dialog.getByRole('button', { name: '删除' })).toBeDisabled();
    await dialog.getByRole('textbox').fill('测试删除');
    await dialog.getByRole('button', { name: '删除' }).click();
    await expect(page.getByText('没有符合条件的数据')).toBeVisible();
    await page.goto('/console/estates?removed=true&sort=-id&size=100');
    await page.getByRole('row', { name }).getByRole('button', { name: '恢复' }).click();
    await expect(page.getByText('已恢复')).toBeVisible();
    await page.goto(`/console/estates?q=${encodeURIComponent(name)}`);
    await expect(rows(page)).toHaveCount(1);
  });

  test('what hangs above a community is listed, and is given its own', async ({ page }) => {
    const name = unique('待划归');
    await page.goto('/console/estates/new');
    await page.getByLabel('小区名称').fill(name);
    await page.getByRole('button', { name: /所属辖区/ }).click();
    const regions = page.getByRole('dialog', { name: '选择辖区' });
    await regions.getByRole('searchbox').fill('翠苑街道');
    await regions.getByRole('treeitem', { name: /^翠苑街道/ }).click();
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await page.goto(`/console/estates?unplaced=true&q=${encodeURIComponent(name)}`);
    await expect(rows(page).first()).toContainText('待划归');
    await page.getByRole('button', { name: '划归' }).click();
    const dialog = page.getByRole('dialog', { name: `划归 · ${name}` });
    await expect(dialog).toContainText('目前挂在“翠苑街道”');
    await dialog.getByRole('button', { name: /所属辖区/ }).click();
    await regions.getByRole('searchbox').fill('翠苑一区');
    await regions.getByRole('treeitem', { name: /^翠苑一区社区/ }).click();
    await dialog.getByRole('button', { name: '划归' }).click();
    await expect(page.getByText('已划归')).toBeVisible();
    await expect(page.getByText('没有符合条件的数据')).toBeVisible();
  });

  test('what is wrong is said under its field, and the first one has the focus', async ({ page }) => {
    await page.goto('/console/estates/new');
    await page.getByLabel('户数').fill('很多');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByLabel('小区名称')).toBeFocused();
    await expect(page.getByLabel('小区名称')).toHaveAccessibleDescription('请填写小区名称');
    await expect(page.getByLabel('户数')).toHaveAccessibleDescription('应为数字');
    await expectAccessible(page);
  });

  test('the server’s findings stand under their fields', async ({ page }) => {
    await create(page, unique('收费'));
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('物业费（最高）').fill('');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('物业费须同时填写最低、最高和计费单位')).toBeVisible();
    await expect(page.getByRole('combobox', { name: '计费单位' })).toBeFocused();
  });

  test('a draft is kept, the page is not left unasked', async ({ page }) => {
    await page.goto('/console/estates/new');
    await page.getByLabel('小区名称').fill('写到一半');
    await expect(page.getByText(/草稿已保存 \d\d:\d\d/)).toBeVisible();
    await page.getByRole('link', { name: '工作台' }).click();
    await expect(page.getByRole('dialog', { name: '有未保存的内容' })).toBeVisible();
    await page.getByRole('button', { name: '取消' }).last().click();
    await expect(page.getByLabel('小区名称')).toHaveValue('写到一半');
    await page.getByRole('link', { name: '工作台' }).click();
    await page.getByRole('button', { name: '离开' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('您好');
    await page.goto('/console/estates/new');
    await page.getByRole('button', { name: '恢复草稿' }).click();
    await expect(page.getByLabel('小区名称')).toHaveValue('写到一半');
  });

  test('what somebody else changed meanwhile is taken in, and one’s own change kept', async ({ page, context }) => {
    const name = unique('同时修改');
    await create(page, name);
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('户数').fill('111');
    const id = /estates\/(\w+)\/edit/.exec(page.url())![1]!;
    const { csrf } = (await (await context.request.get('/api/v1/session')).json()) as { csrf: string };
    const headers = { 'X-CSRF-Token': csrf, 'If-Match': '"1"' };
    const changed = await context.request.patch(`/api/v1/estates/${id}`, { headers, data: { alias: '别人改的' } });
    expect(changed.status()).toBe(200);
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('内容已被他人修改')).toBeVisible();
    await expect(page.getByLabel('别名')).toHaveValue('别人改的');
    await expect(page.getByLabel('户数')).toHaveValue('111');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(page.getByText('111', { exact: true })).toBeVisible();
  });

  test('a personal datum is masked until a reason is given', async ({ page }) => {
    await page.goto('/console/estates');
    await page.locator('tbody td a').first().click();
    await page.getByRole('tab', { name: '住户' }).click();
    const phone = rows(page).first().getByRole('cell').nth(2);
    await expect(phone).toContainText('****');
    await page.getByRole('button', { name: /^查看.*联系电话$/ }).first().click();
    const dialog = page.getByRole('dialog', { name: '查看个人信息' });
    await expect(dialog.getByRole('button', { name: '查看', exact: true })).toBeDisabled();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '核对业主身份' }).click();
    await dialog.getByRole('button', { name: '查看', exact: true }).click();
    await expect(phone).toHaveText(/^1\d{10}$/);
  });
});

test('duplicates are merged, with the password given again', async ({ page, playwright, baseURL }) => {
  const signedIn = await playwright.request.newContext({ baseURL });
  await signedIn.post('/api/v1/session', { data: { login: DISTRICT, password: PASSWORD } });
  await page.context().addCookies((await signedIn.storageState()).cookies);
  const kept = unique('保留');
  const double = unique('重复');
  await create(page, kept);
  await create(page, double);
  await page.route('**/merge', (route) => route.continue());
  await page.getByRole('button', { name: '合并重复小区' }).click();
  const dialog = page.getByRole('dialog', { name: '合并重复小区' });
  await dialog.getByRole('combobox').pressSequentially(kept);
  await page.getByRole('option', { name: kept }).click();
  await dialog.getByRole('button', { name: '合并重复小区' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(kept);
});

test('when the session ends, one signs in again and the form is as it was', async ({ page, playwright, baseURL }) => {
  const signedIn = await playwright.request.newContext({ baseURL });
  await signedIn.post('/api/v1/session', { data: { login: DISTRICT, password: PASSWORD } });
  await page.context().addCookies((await signedIn.storageState()).cookies);
  const name = unique('续填');
  await create(page, name);
  await page.getByRole('button', { name: '修改' }).click();
  await page.getByLabel('户数').fill('77');
  const { csrf } = (await (await signedIn.get('/api/v1/session')).json()) as { csrf: string };
  await signedIn.delete('/api/v1/session', { headers: { 'X-CSRF-Token': csrf } });
  await page.getByRole('button', { name: '保存' }).click();
  const dialog = page.getByRole('dialog', { name: '登录已失效，请重新登录' });
  await expect(dialog.getByLabel('账号')).toHaveValue(DISTRICT);
  await expectAccessible(page);
  await dialog.getByLabel('口令', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByText('77', { exact: true })).toBeVisible();
});

test.describe('a subdistrict’s officer', () => {
  test.use({ account: TOWN });

  test('sees the estates of the subdistrict and no other', async ({ page, playwright, baseURL }) => {
    await page.goto('/console/estates?size=100');
    await settled(page);
    const regions = await page.locator('tbody tr td:nth-child(4)').allInnerTexts();
    expect(regions.length).toBeGreaterThan(0);
    for (const region of regions) expect(region).toMatch(/翠苑|^(?!袁浦|黄龙)/);
    const other = await playwright.request.newContext({ baseURL });
    await other.post('/api/v1/session', { data: { login: DISTRICT, password: PASSWORD } });
    const { items } = (await (await other.get('/api/v1/estates?q=袁浦&size=1')).json()) as { items: { id: string }[] };
    if (items[0]) {
      await page.goto(`/console/estates/${items[0].id}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有找到');
    }
  });
});
