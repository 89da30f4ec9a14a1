import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { AUDITOR, COMMUNITY, DISTRICT, MANAGER, OWNER, statePath, TOWN } from './accounts.ts';
import { expect, expectAccessible, expectNoOverflow, pick, settled, test } from './fixtures.ts';

let serial = 0;
const unique = (what: string): string => `${what}${Date.now().toString(36)}${serial++}`;
const MAIN = 'main';

/** What a test needs to be there is made by the API; what it is about is clicked. */
async function post(request: APIRequestContext, path: string, data: object): Promise<{ id: string }> {
  const { csrf } = (await (await request.get('/api/v1/session')).json()) as { csrf: string };
  const headers = { 'X-CSRF-Token': csrf, 'Idempotency-Key': unique('e2e-house-') };
  const reply = await request.post(`/api/v1${path}`, { headers, data });
  expect(reply.ok(), `${path} ${reply.status()}: ${await reply.text()}`).toBeTruthy();
  return (await reply.json()) as { id: string };
}

async function patch(request: APIRequestContext, path: string, version: number, data: object): Promise<void> {
  const { csrf } = (await (await request.get('/api/v1/session')).json()) as { csrf: string };
  const reply = await request.patch(`/api/v1${path}`, { headers: { 'X-CSRF-Token': csrf, 'If-Match': `"${version}"` }, data });
  expect(reply.ok()).toBeTruthy();
}

/** An estate of its own, in the community of who is signed in. */
async function newEstate(page: Page): Promise<string> {
  const region = (await (await page.request.get('/api/v1/regions?q=翠苑一区社区')).json()) as { items: { id: string }[] };
  return (await post(page.request, '/estates', { name: unique('房屋测试苑'), region_id: region.items[0]!.id })).id;
}

async function newHouse(page: Page, estate: string, name = '101'): Promise<string> {
  const building = await post(page.request, `/estates/${estate}/buildings`, { name: unique('楼') });
  const house = { building_id: building.id, name, kind: 'home', use: 'lived_in', area_dm2: 10_000 };
  return (await post(page.request, `/estates/${estate}/houses`, house)).id;
}

const newPerson = (page: Page, estate: string, name: string): Promise<{ id: string }> =>
  post(page.request, `/estates/${estate}/people`, { name });

/** Chooses in a look-up: types a part of the name and takes the first that is offered. */
async function lookUp(scope: Page | Locator, label: string, typed: string, option: RegExp): Promise<void> {
  const box = scope.getByRole('combobox', { name: label });
  await box.locator('xpath=ancestor::*[contains(@class,"el-select__wrapper")]').click();
  await box.pressSequentially(typed);
  const page = 'page' in scope ? scope.page() : scope;
  await page.getByRole('option', { name: option }).first().click();
}

/** No word at the top of the page, which a dialog's shade would cover. */
const quiet = (page: Page): Promise<void> => expect(page.locator('.el-message')).toHaveCount(0);

const dialogOf = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });

test.describe('a community’s office', () => {
  test.use({ account: COMMUNITY });

  test('a building, a house, its owners with their shares, and the house passes on', async ({ page }) => {
    const estate = await newEstate(page);
    await page.goto(`/console/estates/${estate}?tab=buildings`);
    await page.getByRole('button', { name: '新增楼栋' }).click();
    let dialog = dialogOf(page, '新增楼栋');
    await dialog.getByLabel('楼栋').fill('3幢');
    await dialog.getByLabel('地上层数').fill('18');
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(page.locator(`${MAIN} tbody`)).toContainText('3幢');

    await page.getByRole('tab', { name: '房屋与业主' }).click();
    await page.getByRole('button', { name: '新增房屋' }).click();
    dialog = dialogOf(page, '新增房屋');
    await lookUp(dialog, '楼栋', '3', /3幢/);
    await dialog.getByLabel('单元', { exact: true }).fill('2');
    await dialog.getByLabel('室号').fill('1201');
    await dialog.getByLabel('产权面积').fill('89.5');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByRole('link', { name: '3幢2单元1201' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('3幢2单元1201');
    await expect(page.getByText('89.50')).toBeVisible();

    await page.getByRole('button', { name: '新增业主' }).click();
    dialog = dialogOf(page, '新增业主');
    await dialog.getByRole('button', { name: '登记人员' }).click();
    const register = dialogOf(page, '登记人员');
    await register.getByLabel('姓名').fill('陈份额');
    await register.getByLabel('联系电话').fill('12345');
    await register.getByRole('button', { name: '保存' }).click();
    await expect(register.getByLabel('联系电话')).toHaveAccessibleDescription(/应为 11 位手机号/);
    await register.getByLabel('联系电话').fill('');
    await register.getByRole('button', { name: '保存' }).click();
    await expect(register).toBeHidden();
    await dialog.getByLabel('份额分母').fill('2');
    await dialog.getByLabel('取得日期').fill('2020-01-01');
    await dialog.getByLabel('取得日期').press('Enter');
    await dialog.getByRole('button', { name: '保存' }).click();
    const owners = page.locator('section.ties').first();
    await expect(owners.getByRole('row', { name: /陈\*\*/ })).toContainText('1/2');
    await expect(owners.getByText('份额合计为 1/2，未满 1')).toBeVisible();

    await newPerson(page, estate, '不在册');
    await page.getByRole('button', { name: '新增业主' }).click();
    dialog = dialogOf(page, '新增业主');
    await lookUp(dialog, '业主', '陈份额', /陈\*\*/);
    await dialog.getByLabel('取得日期').fill('2020-01-01');
    await dialog.getByLabel('取得日期').press('Enter');
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(dialog.getByLabel('份额分子')).toHaveAccessibleDescription(/超过 1（现为 3\/2）/);
    await expect(dialog.getByLabel('份额分子')).toBeFocused();
    await quiet(page);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '取消' }).click();
    await page.getByRole('dialog', { name: '有未保存的内容' }).getByRole('button', { name: '离开' }).click();

    await page.getByRole('button', { name: '产权转移' }).click();
    dialog = dialogOf(page, /^产权转移/);
    await dialog.getByRole('button', { name: '再加一位业主' }).click();
    await dialog.getByRole('button', { name: '产权转移' }).click();
    await expect(dialog.getByText('请填写业主')).toHaveCount(2);
    await dialog.getByRole('button', { name: '登记人员' }).first().click();
    await dialogOf(page, '登记人员').getByLabel('姓名').fill('林受让');
    await dialogOf(page, '登记人员').getByRole('button', { name: '保存' }).click();
    await lookUp(dialog, '业主 2', '陈份额', /陈\*\*/);
    await dialog.getByLabel('份额分母').first().fill('1');
    await expect(dialog.getByText('份额合计 3/2')).toBeVisible();
    await dialog.getByRole('button', { name: '买卖' }).click();
    await dialog.getByRole('button', { name: '产权转移' }).click();
    await expect(dialog.getByText(/超过 1（现为 3\/2）/)).toBeVisible();
    await dialog.getByLabel('份额分母').first().fill('2');
    await quiet(page);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '产权转移' }).click();
    await expect(page.getByText('产权已转移')).toBeVisible();
    await expect(owners.getByRole('row', { name: /林\*\*/ })).toContainText('1/2');
    await expect(owners.getByText('未满 1')).toBeHidden();
    await owners.getByLabel('显示已终止的 1 条').check();
    await expect(owners.getByRole('row', { name: /陈\*\*/ })).toHaveCount(2);
  });

  test('a house is split, its parts have its owners', async ({ page }) => {
    const estate = await newEstate(page);
    const house = await newHouse(page, estate, '商1');
    const person = await newPerson(page, estate, '吴分割');
    await post(page.request, `/estates/${estate}/ownerships`, {
      house_id: house, person_id: person.id, share_num: 1, share_den: 1, since: '2020-01-01',
    });
    await page.goto(`/console/estates/${estate}/houses/${house}`);
    await page.getByRole('button', { name: '分割' }).click();
    const dialog = dialogOf(page, /^分割/);
    await dialog.getByLabel(/产权面积/).first().fill('60');
    await dialog.getByLabel(/产权面积/).last().fill('39.99');
    await dialog.getByLabel('说明原因').fill('分户');
    await expect(dialog.getByText('面积合计 99.99 ㎡，原面积 100.00 ㎡')).toBeVisible();
    await dialog.getByRole('button', { name: '分割' }).click();
    await expect(dialog.getByRole('alert')).toContainText('99.99');
    await dialog.getByLabel(/产权面积/).last().fill('40');
    await dialog.getByRole('button', { name: '分割' }).click();
    await expect(page.getByText('已分割为 2 处房屋')).toBeVisible();
    await page.getByRole('link', { name: /商1-2$/ }).click();
    await expect(page.locator('section.ties').first()).toContainText('吴**');
    await page.getByRole('tab', { name: '变更记录' }).click();
    await expect(page.getByText('建档')).toBeVisible();
  });

  test('what somebody else changed meanwhile is told field by field, and one chooses', async ({ page }) => {
    const estate = await newEstate(page);
    const house = await newHouse(page, estate);
    await page.goto(`/console/estates/${estate}/houses/${house}`);
    await page.getByRole('button', { name: '修改' }).first().click();
    const dialog = dialogOf(page, '修改房屋');
    await dialog.getByLabel('楼层').fill('9');
    await dialog.getByLabel('产权面积').fill('88');
    await patch(page.request, `/estates/${estate}/houses/${house}`, 1, { floor: 7, entrance: '5' });
    await dialog.getByRole('button', { name: '保存' }).click();
    const notice = dialog.getByRole('alert');
    await expect(notice).toContainText('内容已被他人修改');
    await expect(notice.getByRole('row', { name: /单元/ })).toContainText('未修改');
    await expectAccessible(page);
    await notice.getByRole('radio', { name: '7', exact: true }).check();
    await expect(dialog.getByLabel('楼层')).toHaveValue('7');
    await notice.getByRole('radio', { name: '9', exact: true }).check();
    await expect(dialog.getByLabel('楼层')).toHaveValue('9');
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(dialog).toBeHidden();
    const now = (await (await page.request.get(`/api/v1/estates/${estate}/houses/${house}`)).json()) as Record<string, unknown>;
    expect(now).toMatchObject({ floor: 9, entrance: '5', area_dm2: 8800, version: 3 });
  });

  test('a part is added, found, removed with a reason and restored; its history says so', async ({ page }) => {
    const estate = await newEstate(page);
    await page.goto(`/console/estates/${estate}?tab=facilities`);
    await page.getByRole('button', { name: '新增设施设备' }).click();
    const dialog = dialogOf(page, '新增设施设备');
    await dialog.getByLabel('名称').fill('东侧电梯');
    await pick(dialog, '类别', '电梯');
    await dialog.getByLabel('下次检验').fill('2020-05-01');
    await dialog.getByLabel('下次检验').press('Enter');
    await dialog.getByRole('button', { name: '保存' }).click();
    const row = page.getByRole('row', { name: /东侧电梯/ });
    await expect(row).toContainText(/2020-05-01 超期 [\d]+ 天/);
    await pick(page, '状态', '故障');
    await page.getByRole('button', { name: '查询' }).click();
    await expect(page).toHaveURL(/tab=facilities.*state=faulty/);
    await expect(page.getByText('没有符合条件的数据')).toBeVisible();
    await page.getByRole('button', { name: '重置' }).click();
    await row.getByRole('button', { name: '删除' }).click();
    const danger = page.getByRole('dialog', { name: '删除“东侧电梯”？' });
    await danger.getByRole('textbox').fill('登记重复');
    await danger.getByRole('button', { name: '删除' }).click();
    await expect(row).toBeHidden();
    await pick(page, '已删除', '是');
    await page.getByRole('button', { name: '查询' }).click();
    await row.getByRole('button', { name: '恢复' }).click();
    await expect(page.getByText('已恢复')).toBeVisible();
    await page.getByRole('button', { name: '重置' }).click();
    await row.getByRole('button', { name: '变更' }).click();
    await expect(dialogOf(page, /变更记录/)).toContainText('登记重复');
    await expectAccessible(page);
  });

  test('codes for letters are shown once', async ({ page }) => {
    const estate = await newEstate(page);
    await newHouse(page, estate);
    await page.goto(`/console/estates/${estate}?tab=codes`);
    await page.getByRole('button', { name: '制作绑定码' }).click();
    const dialog = dialogOf(page, '制作绑定码');
    await lookUp(dialog, '楼栋', '楼', /楼/);
    await dialog.getByRole('button', { name: '制作绑定码' }).click();
    await expect(page.getByText('共 1 个绑定码，只显示这一次')).toBeVisible();
    await expect(page.locator('.letters .code')).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await expectAccessible(page);
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByRole('row', { name: /101/ }).getByRole('button', { name: '作废' }).click();
    await page.getByRole('dialog', { name: /^作废/ }).getByRole('button', { name: '作废' }).click();
    await expect(page.getByRole('row', { name: /101/ })).toContainText('已作废');
  });

  test('a day before it was registered leads back to today', async ({ page }) => {
    const estate = await newEstate(page);
    await page.goto(`/console/estates/${estate}`);
    await page.getByRole('combobox', { name: '查看历史日期' }).fill('2020-01-01');
    await page.getByRole('combobox', { name: '查看历史日期' }).press('Enter');
    await expect(page.getByText('2020-01-01 尚未建档')).toBeVisible();
    await expect(page.getByRole('button', { name: '修改' })).toBeVisible();
    const house = await newHouse(page, estate);
    const today = await page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
    await page.goto(`/console/estates/${estate}?tab=houses&as_of=${today}`);
    await expect(page.getByText(`这是 ${today} 的内容，只能查看。`)).toBeVisible();
    await expect(page.getByRole('button', { name: '新增房屋' })).toBeHidden();
    await page.locator(`${MAIN} tbody a`).first().click();
    await expect(page).toHaveURL(new RegExp(`houses/${house}\\?as_of=${today}`));
    await expect(page.getByRole('button', { name: '产权转移' })).toBeHidden();
    await page.getByRole('button', { name: '回到当前' }).click();
    await expect(page.getByRole('button', { name: '产权转移' })).toBeVisible();
  });
});

test.describe('personal data', () => {
  test.use({ account: DISTRICT });

  test('is shown for a reason, which the person and the auditor can read', async ({ page, browser, baseURL }) => {
    const as = (account: string) => browser.newContext({ storageState: statePath(account), baseURL, locale: 'zh-CN' });
    const owner = await as(OWNER);
    const { items } = (await (await owner.request.get('/api/v1/me/houses')).json()) as { items: { estate_id: string; house_id: string }[] };
    const { estate_id: estate, house_id: house } = items[0]!;
    const reason = unique('核对业主身份');

    await page.goto(`/console/estates/${estate}/houses/${house}`);
    const people = page.locator('section.ties').first().locator('tbody button.plain:not(.danger)');
    await people.first().click();
    const dialog = dialogOf(page, '人员信息');
    await expect(dialog.getByText(/^\d{6}\*+\d{3}[\dX]$/)).toBeVisible();
    await dialog.getByRole('button', { name: '查看完整信息' }).click();
    const why = dialogOf(page, '查看个人信息');
    await expect(why.getByRole('button', { name: '查看' })).toBeDisabled();
    await why.getByLabel('查看事由').fill(reason);
    await why.getByRole('button', { name: '查看' }).click();
    await expect(dialog.getByText(/^\d{17}[\dX]$/)).toBeVisible();
    await expect(dialog.getByRole('row', { name: reason })).toBeVisible();
    await expectAccessible(page);

    const resident = await owner.newPage();
    await resident.goto('/m/looks');
    await expect(resident.getByText(reason)).toBeVisible();
    await owner.close();
    const auditor = await as(AUDITOR);
    const audit = (await (await auditor.request.get('/api/v1/audit?action=person.look&sort=-id&size=20')).json()) as { items: { reason?: string; subject_id?: string }[] };
    expect(audit.items.find((act) => act.reason === reason)).toMatchObject({ kind: 'person', subject_id: expect.any(String) });
    await auditor.close();
  });
});

test.describe('a subdistrict’s office', () => {
  test.use({ account: TOWN });

  test('another’s estate and its houses answer as if they were not there', async ({ page, browser, baseURL }) => {
    const district = await browser.newContext({ storageState: statePath(DISTRICT), baseURL });
    const all = (await (await district.request.get('/api/v1/estates?q=双浦&size=1')).json()) as { items: { id: string }[] };
    const foreign = all.items[0]!.id;
    const houses = (await (await district.request.get(`/api/v1/estates/${foreign}/houses?size=1`)).json()) as { items: { id: string }[] };
    await district.close();
    for (const path of ['', '/edit', `/houses/${houses.items[0]?.id ?? foreign}`]) {
      await page.goto(`/console/estates/${foreign}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有找到');
    }
    const body = async (id: string) => {
      const { request_id: own, ...rest } = (await (await page.request.get(`/api/v1/estates/${id}`)).json()) as Record<string, unknown>;
      return rest;
    };
    expect(await body(foreign)).toEqual(await body(`${foreign.slice(0, -1)}${foreign.endsWith('0') ? '1' : '0'}`));
  });
});

test.describe('a company’s manager', () => {
  test.use({ account: MANAGER });

  test('keeps houses and staff of the estates it serves, and not the estates themselves', async ({ page }) => {
    await page.goto('/console/estates');
    await page.locator(`${MAIN} tbody a`).first().click();
    await settled(page);
    await expect(page.getByRole('button', { name: '修改' })).toBeHidden();
    await expect(page.getByRole('button', { name: '合并重复小区' })).toBeHidden();
    await page.getByRole('tab', { name: '业主组织' }).click();
    await expect(page.getByRole('button', { name: '新增业主组织' })).toBeHidden();
    await page.getByRole('tab', { name: '服务人员' }).click();
    await expect(page.getByRole('button', { name: '新增服务人员' })).toBeVisible();
    await page.getByRole('tab', { name: '房屋与业主' }).click();
    await page.locator(`${MAIN} tbody a`).first().click();
    await expect(page.getByRole('button', { name: '产权转移' })).toBeVisible();
  });
});

const TABS = [
  'basic', 'buildings', 'houses', 'people', 'spaces', 'vehicles', 'facilities', 'committees', 'members', 'parties', 'staff', 'bindings',
  'codes', 'history',
];

/** An estate of the demo, with all that belongs to one. */
async function fullEstate(page: Page): Promise<{ estate: string; house: string }> {
  const estates = (await (await page.request.get('/api/v1/estates?kind=commodity&size=1')).json()) as { items: { id: string }[] };
  const estate = estates.items[0]!.id;
  const houses = (await (await page.request.get(`/api/v1/estates/${estate}/houses?size=1`)).json()) as { items: { id: string }[] };
  return { estate, house: houses.items[0]!.id };
}

const LOOKS = [
  { look: { lang: 'zh', theme: 'light' }, tabs: TABS },
  { look: { lang: 'en', theme: 'dark' }, tabs: ['basic', 'houses', 'facilities', 'codes'] },
] as const;

for (const { look, tabs } of LOOKS) {
  test.describe(`${look.lang}, ${look.theme}`, () => {
    test.use({ look, account: COMMUNITY });

    test('every tab of the file and the page of a house are accessible', async ({ page }) => {
      test.slow();
      const { estate, house } = await fullEstate(page);
      for (const tab of tabs) {
        await page.goto(`/console/estates/${estate}?tab=${tab}`);
        await settled(page);
        await expectAccessible(page);
      }
      await page.goto(`/console/estates/${estate}/houses/${house}`);
      await settled(page);
      await expectAccessible(page);
    });
  });
}

test.describe('at 390 px', () => {
  test.use({ viewport: { width: 390, height: 844 }, account: COMMUNITY, look: { lang: 'en' } });

  test('nothing is lost sideways', async ({ page }) => {
    test.slow();
    const { estate, house } = await fullEstate(page);
    for (const path of [...TABS.map((tab) => `?tab=${tab}`), `/houses/${house}`]) {
      await page.goto(`/console/estates/${estate}${path}`);
      await settled(page);
      await expectNoOverflow(page);
    }
  });
});
