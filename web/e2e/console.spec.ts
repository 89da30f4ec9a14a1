import { DISTRICT, SECURITY } from './accounts.ts';
import { expect, expectAccessible, expectNoOverflow, settled, test } from './fixtures.ts';

const PAGES = ['/console/', '/console/estates', '/console/estates/new', '/console/account', '/console/account?tab=totp', '/console/tasks', '/console/no-such-page'];

const LOOKS = [
  { lang: 'zh', theme: 'light' },
  { lang: 'en', theme: 'dark' },
] as const;

for (const look of LOOKS) {
  test.describe(`${look.lang}, ${look.theme}`, () => {
    test.use({ look, account: DISTRICT });

    test('every page of the shell is accessible', async ({ page }) => {
      for (const path of PAGES) {
        await page.goto(path);
        await settled(page);
        await expectAccessible(page);
      }
      await page.goto('/console/estates');
      await page.locator('tbody td a').first().click();
      await settled(page);
      await expectAccessible(page);
    });

    test('dialogs and menus are accessible', async ({ page }) => {
      await page.goto('/console/estates');
      await settled(page);
      await page.getByRole('button', { name: /^(列设置|Columns)$/ }).click();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^(删除|Delete)$/ }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^(帮助|Help)$/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test.describe('at 320 px', () => {
  test.use({ viewport: { width: 320, height: 640 }, account: DISTRICT, look: { lang: 'en' } });

  test('nothing is lost sideways and the menu opens over the page', async ({ page }) => {
    for (const path of PAGES) {
      await page.goto(path);
      await settled(page);
      await expectNoOverflow(page);
    }
    await page.goto('/console/');
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await page.getByRole('button', { name: 'Registers' }).click();
    await page.getByRole('link', { name: 'Estates' }).first().click();
    await expect(page.getByRole('navigation', { name: 'Main menu' })).toBeHidden();
    await expectAccessible(page);
  });
});

test.describe('by keyboard', () => {
  test.use({ account: DISTRICT });

  test('the first Tab offers the way past the menu', async ({ page }) => {
    await page.goto('/console/');
    await settled(page);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: '跳到主要内容' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
  });

  test('a slash goes to the search, which leads to an estate', async ({ page }) => {
    await page.goto('/console/estates');
    await settled(page);
    const name = await page.locator('tbody td a').first().innerText();
    await page.keyboard.press('/');
    const box = page.getByRole('combobox', { name: /^搜索小区/ });
    await expect(box).toBeFocused();
    await box.pressSequentially(name);
    await expect(page.getByRole('option').first()).toContainText(name);
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText(name);
    await expect(page).toHaveTitle(`${name} - 邻里`);
  });

  test('after a change of page the reading goes on from its heading', async ({ page }) => {
    await page.goto('/console/');
    await settled(page);
    await page.getByRole('link', { name: '任务中心' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page).toHaveTitle('任务中心 - 邻里');
  });

  test('the region tree opens and closes by arrows and remembers', async ({ page }) => {
    await page.goto('/console/estates');
    const district = page.getByRole('treeitem', { name: /^西湖区/ });
    await district.focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('treeitem', { name: /^翠苑街道/ })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await expect(district).not.toBeFocused();
    await page.reload();
    await expect(page.getByRole('treeitem', { name: /^翠苑街道/ })).toBeVisible();
  });
});

test.describe('an administrator', () => {
  test.use({ account: SECURITY });

  test('has no estates in the menu, and is told so at their address', async ({ page }) => {
    await page.goto('/console/estates');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有权限');
    await expect(page.getByRole('navigation', { name: '主菜单' })).not.toContainText('住宅小区');
    await expectAccessible(page);
  });
});

test.describe('when the server is away', () => {
  test.use({ account: DISTRICT });

  test('a page says so and loads when it is back', async ({ page }) => {
    await page.goto('/console/');
    await settled(page);
    await page.route('**/api/v1/estates?*', (route) => route.abort());
    await page.getByRole('link', { name: '住宅小区' }).last().click();
    await expect(page.getByText('连不上服务器')).toBeVisible();
    await page.unroute('**/api/v1/estates?*');
    await page.getByRole('button', { name: '重试' }).click();
    await expect(page.getByRole('table')).toBeVisible();
  });

  test('idleness is announced two minutes ahead, and one can stay', async ({ page }) => {
    await page.clock.install();
    await page.goto('/console/');
    await settled(page);
    await page.clock.runFor(28 * 60_000 + 5_000);
    await expect(page.getByRole('dialog', { name: '即将自动退出' })).toBeVisible();
    await page.getByRole('button', { name: '继续使用' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
  });
});
