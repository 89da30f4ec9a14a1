import { expect, expectAccessible, expectNoOverflow, settled, test } from './fixtures.ts';

const LOOKS = [
  { lang: 'zh', theme: 'light' },
  { lang: 'en', theme: 'dark' },
  { lang: 'zh', theme: 'light', large: true },
  { lang: 'en', theme: 'light', contrast: true },
  { lang: 'zh', theme: 'light', plain: true },
] as const;

for (const look of LOOKS) {
  test.describe(Object.values(look).join(', ') + Object.keys(look).slice(2).join(), () => {
    test.use({ look });

    test('the list and an estate are accessible', async ({ page }) => {
      await page.goto('/');
      await expect(page.locator('tbody a').first()).toBeVisible();
      await expectAccessible(page);
      await page.locator('tbody a').first().click();
      await settled(page);
      await expectAccessible(page);
    });
  });
}

test.describe('at 320 px in large text', () => {
  test.use({ viewport: { width: 320, height: 640 }, look: { lang: 'en', large: true } });

  test('nothing is lost sideways', async ({ page }) => {
    await page.goto('/');
    await expect(page.locator('tbody a').first()).toBeVisible();
    await expectNoOverflow(page);
    await page.locator('tbody a').first().click();
    await settled(page);
    await expectNoOverflow(page);
  });
});

test('anybody finds an estate by its name and reads its page', async ({ page, context }) => {
  await page.goto('/');
  const name = await page.locator('tbody a').nth(3).innerText();
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page).toHaveURL(/q=/);
  await page.getByRole('link', { name, exact: true }).first().click();
  await expect(page).toHaveTitle(`${name} - 邻里`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  expect(await context.cookies()).toEqual([]);
});

test('estates are narrowed by region, step by step', async ({ page }) => {
  await page.goto('/');
  const first = page.getByRole('combobox').first();
  await expect(first.getByRole('option').nth(1)).toBeAttached();
  const name = await first.getByRole('option').nth(1).innerText();
  await first.selectOption({ index: 1 });
  await expect(page.getByRole('combobox', { name: `${name}的下级` })).toBeVisible();
  await expect(page).toHaveURL(/region=/);
});

test('an estate that is not there is told so', async ({ page }) => {
  await page.goto('/estates/0000000000001');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有找到这个小区');
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有找到');
});

test('without a script the list is searched, an estate is read, and so is a document', async ({ browser, baseURL }) => {
  // A context of its own: what guards the other pages is itself a script.
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto('/');
  const name = await page.locator('tbody a').first().innerText();
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('button', { name: '查询' }).click();
  await page.getByRole('link', { name, exact: true }).first().click();
  await expect(page).toHaveTitle(`${name} - 邻里`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  expect((await page.goto('/estates/0000000000001'))?.status()).toBe(404);
  await page.getByRole('link', { name: '政策落实' }).click();
  for (const region of ['浙江省', '杭州市', '西湖区']) await page.getByRole('link', { name: region, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('西湖区加强住宅小区物业综合管理实施意见');
  await expect(page.getByRole('listitem').filter({ hasText: '镇街、社区物管力量' })).toContainText(/达到 \d+ \/ \d+/);
  await context.close();
});
