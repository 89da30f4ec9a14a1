import type { Page, PlaywrightWorkerArgs } from '@playwright/test';
import { COMMUNITY, DISTRICT, TOWN } from './accounts.ts';
import { expect, expectAccessible, expectNoOverflow, settled, test } from './fixtures.ts';
import { askForHouse, newPhone, register } from './newcomer.ts';

const LOOKS = [
  { lang: 'zh', theme: 'light' },
  { lang: 'en', theme: 'dark' },
] as const;

for (const look of LOOKS) {
  test.describe(`${look.lang}, ${look.theme}`, () => {
    test.use({ look, account: COMMUNITY });

    test('the workbench and the queue of bindings are accessible', async ({ page }) => {
      for (const path of ['/console/', '/console/bindings']) {
        await page.goto(path);
        await settled(page);
        await expectAccessible(page);
        await page.setViewportSize({ width: 320, height: 640 });
        await expectNoOverflow(page);
      }
    });
  });
}

const card = (page: Page, text: string) => page.locator('.count').filter({ hasText: text });

test.describe('a subdistrict', () => {
  test.use({ account: TOWN });

  test('sees counts that lead to the lists of what was counted', async ({ page }) => {
    for (const text of ['物业合同已到期', '有设施检验已到期的小区', '无物业服务的小区', '住宅小区']) {
      await page.goto('/console/');
      await settled(page);
      const count = await card(page, text).locator('.number').innerText();
      if (count === '0') continue;
      await card(page, text).click();
      await expect(page.getByText(`共 ${count} 条`)).toBeVisible();
    }
  });
});

test.describe('a district', () => {
  test.use({ account: DISTRICT });

  test('has no bindings to decide, and shortcuts to what it may do', async ({ page }) => {
    await page.goto('/console/');
    await settled(page);
    await expect(card(page, '待审核的房屋绑定')).toHaveCount(0);
    await expect(page.getByText(/^上次登录：\d{4}-/)).toBeVisible();
    await page.getByRole('region', { name: '常用功能' }).getByRole('link', { name: '新增小区' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('新增小区');
  });
});

test.describe('a community', () => {
  test.use({ account: COMMUNITY });

  /** Somebody who asks to be bound to a house of an estate of this community. */
  async function asker(page: Page, playwright: PlaywrightWorkerArgs['playwright'], name: string, house: string): Promise<void> {
    const { items } = (await (await page.request.get('/api/v1/estates?size=1')).json()) as { items: { id: string }[] };
    const other = await playwright.request.newContext({ baseURL: new URL(page.url()).origin });
    await askForHouse(other, await register(other, newPhone(), name), items[0]!.id, house);
    await other.dispose();
  }

  test('refuses a request with a reason, and confirms one after a look at who asks', async ({ page, playwright }) => {
    await page.goto('/console/');
    await asker(page, playwright, '钱大雪', '三号楼某室');
    await asker(page, playwright, '赵寒露', '五号楼某室');
    await page.reload();
    await expect(card(page, '待审核的房屋绑定').locator('.number')).toHaveText('2');
    await card(page, '待审核的房屋绑定').click();
    const row = (house: string) => page.getByRole('row').filter({ hasText: house });
    await row('三号楼某室').getByRole('button', { name: '不通过' }).click();
    await expectAccessible(page);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '不通过' }).click();
    await expect(dialog.getByText('请填写')).toBeVisible();
    await dialog.getByRole('textbox').fill('没有提供租赁合同');
    await dialog.getByRole('button', { name: '不通过' }).click();
    await expect(row('三号楼某室')).toHaveCount(0);

    await row('五号楼某室').getByRole('button', { name: '查看申请人' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('上门核对租赁合同');
    await page.getByRole('dialog').getByRole('button', { name: '查看', exact: true }).click();
    await expect(row('五号楼某室')).toContainText('赵寒露');
    await row('五号楼某室').getByRole('button', { name: '通过', exact: true }).click();
    await page.getByRole('dialog').getByRole('combobox').fill('1');
    await page.getByRole('option').first().click();
    await page.getByRole('dialog').getByRole('button', { name: '通过' }).click();
    await expect(page.getByText('已通过，申请人将收到通知')).toBeVisible();
    await expect(row('五号楼某室')).toHaveCount(0);
  });
});
