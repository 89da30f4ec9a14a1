import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { DISTRICT, PASSWORD, SYSTEM, TOWN } from './accounts.ts';
import { expect, expectAccessible, expectNoOverflow, givePasswordIfAsked, pick, settled, test } from './fixtures.ts';

interface Named {
  id: string;
  name: string;
}
const DOCUMENT = '西湖区加强住宅小区物业综合管理实施意见';

async function items<T>(page: Page, path: string): Promise<T[]> {
  const reply = await page.request.get(path);
  expect(reply.ok()).toBe(true);
  return ((await reply.json()) as { items: T[] }).items;
}

/** The region that a session is about. */
async function ownRegion(page: Page): Promise<string> {
  return ((await (await page.request.get('/api/v1/session')).json()) as { reach_id: string }).reach_id;
}

interface Specialist extends Named {
  version: number;
  kind: string;
}
/** A community with one specialist and no more, and that one. */
async function onlySpecialist(page: Page, communities: Named[]): Promise<[Named, Specialist]> {
  for (const community of communities) {
    const staff = (await items<Specialist>(page, `/api/v1/regions/${community.id}/staff`)).filter(({ kind }) => kind === 'specialist');
    if (staff.length === 1) return [community, staff[0]!];
  }
  throw new Error('every community has several specialists');
}

const clauseLink = (page: Page, title: string) => page.getByRole('article').getByRole('link', { name: title, exact: true });

test.describe('an official', () => {
  test.use({ account: DISTRICT });

  test('reads the document of the own region, narrows it, and finds the way back in the address', async ({ page }) => {
    await page.goto('/console/');
    await page.getByRole('navigation', { name: '主菜单' }).getByRole('button', { name: '政策落实' }).click();
    await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '政策驾驶舱' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(DOCUMENT);
    await expect(page.locator('main header')).toContainText('西政办〔2020〕29号');
    await expect(page.getByRole('article')).toHaveCount(30);

    const lights = page.getByRole('group', { name: '状态' });
    const unmet = lights.getByRole('button', { name: /^未达到/ });
    const n = Number(/\d+/.exec(await unmet.innerText())![0]);
    await unmet.click();
    await expect(page).toHaveURL(/light=unmet/);
    await expect(page.getByRole('article')).toHaveCount(n);
    await lights.getByRole('button', { name: /^全部/ }).click();

    await pick(page, '责任单位', '区公安分局');
    await page.getByRole('button', { name: '查询' }).click();
    await expect(page).toHaveURL(/body=police/);
    await expect(clauseLink(page, '智慧安防小区平台')).toBeVisible();
    await expect(clauseLink(page, '购买服务试点')).toHaveCount(0);
    await page.reload();
    await expect(clauseLink(page, '智慧安防小区平台')).toBeVisible();
    await page.getByRole('button', { name: '重置' }).click();
    await page.getByLabel('关键词').fill('0.56 元');
    await page.getByRole('button', { name: '查询' }).click();
    await expect(page.getByRole('article')).toHaveCount(1);
    await page.getByRole('button', { name: '要点', exact: true }).click();
    await expect(page.getByText('不低于 0.56 元')).toBeVisible();

    await page.getByRole('button', { name: '国家法律法规底线' }).click();
    await expect(page).toHaveURL(/pack=national/);
    await expect(page.getByText('民法典').first()).toBeAttached();
  });

  test('goes from a clause to an exception by name, and finds the same clause in its file', async ({ page }) => {
    await page.goto('/console/cockpit');
    await clauseLink(page, '小区公共安全').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('XH-19 小区公共安全');
    await expect(page.getByText(/\d+ 个对象未达到指标/)).toBeVisible();
    await page.getByText('指标定义').click();
    await expect(page.locator('code').filter({ hasText: 'estate.' }).first()).toBeVisible();
    await page.getByRole('button', { name: '看表格' }).click();
    await expect(page.getByRole('region', { name: '达到数变化' })).toBeVisible();

    const list = page.getByRole('region', { name: '对象名单', exact: true });
    const row = list.locator('tbody tr').first();
    await expect(row).toContainText('未达到');
    await expect(row).toContainText('至少需要');
    const name = await row.getByRole('link').innerText();
    await row.getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    const asked = page.getByRole('list', { name: '政策要求' }).getByRole('listitem').filter({ hasText: 'XH-19' }).filter({ hasText: '出租房屋均登记承租人' });
    await expect(asked).toContainText('未达到');
    await expect(asked).toContainText('至少需要');
    await asked.getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('XH-19 小区公共安全');
  });

  test('lists who stands otherwise, and takes the list along', async ({ page }) => {
    await page.goto(`/console/cockpit/${await ownRegion(page)}/clauses/XH-3`);
    await page.getByRole('button', { name: '社区物管员配备' }).click();
    await expect(page).toHaveURL(/measure=/);
    await pick(page, '状态', /^达到$/);
    await page.getByRole('button', { name: '查询' }).click();
    await expect(page).toHaveURL(/state=met/);
    const list = page.getByRole('region', { name: '对象名单', exact: true });
    await expect(list.locator('tbody tr').first()).toContainText('社区');
    const file = page.waitForEvent('download');
    await list.getByRole('button', { name: '导出' }).click();
    await page.getByRole('menuitem', { name: /xlsx/ }).click();
    expect((await file).suggestedFilename()).toMatch(/\.xlsx$/);
  });

  test('compares the regions below and goes into one', async ({ page }) => {
    await page.goto('/console/cockpit');
    await page.getByRole('button', { name: '辖区对比' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('西湖区下级辖区对比');
    await page.getByRole('button', { name: '未达到' }).click();
    await page.getByRole('button', { name: '未达到' }).click();
    await expect(page).toHaveURL(/sort=-unmet/);
    const numbers = (await page.locator('tbody tr td:nth-of-type(1)').allInnerTexts()).map(Number);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    await page.getByRole('link', { name: '古荡街道' }).click();
    await expect(page.getByText('西湖区 / 古荡街道').first()).toBeVisible();
  });

  test('a specialist who is dismissed changes what is open, with the community named, and nothing moves', async ({ page }) => {
    test.slow();
    const region = await ownRegion(page);
    const { measures } = (await (await page.request.get(`/api/v1/regions/${region}/clauses/XH-3`)).json()) as { measures: { id: string; code: string }[] };
    const { id } = measures.find(({ code }) => code === 'community_specialists')!;
    const meeting = await items<Named>(page, `/api/v1/regions/${region}/measures/${id}/subjects?state=met&size=20`);
    const [gone, specialist] = await onlySpecialist(page, meeting);
    const clause = `/console/cockpit/${region}/clauses/XH-3?measure=${id}`;
    const measure = page.getByRole('listitem').filter({ hasText: '社区物管员配备' });
    const list = page.getByRole('region', { name: '对象名单', exact: true });
    await page.goto(clause);
    await expect(list.locator('tbody tr').first()).toBeVisible();
    await expect(list.getByRole('link', { name: gone.name, exact: true })).toHaveCount(0);
    const before = Number(/\d+/.exec(await measure.locator('strong').innerText())![0]);

    const cockpit = await page.context().newPage();
    await cockpit.setViewportSize({ width: 1366, height: 500 });
    await cockpit.goto('/console/cockpit?force=must');
    const article = cockpit.getByRole('article').filter({ hasText: '镇街、社区物管力量' });
    const link = article.getByRole('link');
    await link.focus();
    const met = Number(/\d+/.exec(await article.locator('strong').innerText())![0]);
    const place = () => cockpit.locator('main').evaluate((main) => main.scrollTop);
    const at = await place();
    expect(at).toBeGreaterThan(0);

    const { csrf } = (await (await page.request.get('/api/v1/session')).json()) as { csrf: string };
    const dismissed = await page.request.delete(`/api/v1/regions/${gone.id}/staff/${specialist.id}`, {
      headers: { 'X-CSRF-Token': csrf, 'If-Match': `"${specialist.version}"`, 'X-Reason': encodeURIComponent('合同到期，未续聘') },
    });
    expect(dismissed.ok()).toBe(true);
    // How long it takes is for tests/figures to say: here the demo may still be filling its houses.
    const within = { timeout: 90_000 };
    await expect(measure.locator('strong')).toHaveText(String(before - 1), within);
    await expect(list.getByRole('row').filter({ hasText: gone.name })).toContainText('0 人，至少需要 1 人', within);
    await expect(article.locator('strong')).toHaveText(String(met - 1), within);
    await expect(link).toBeFocused();
    expect(await place()).toBe(at);
    await expect(cockpit).toHaveURL(/force=must/);
  });

  test('appoints a specialist where one is missing, and dismisses them', async ({ page }) => {
    const name = `王专干${Date.now().toString(36)}`;
    const region = await ownRegion(page);
    await page.goto(`/console/cockpit/${region}/clauses/XH-3`);
    await page.getByRole('button', { name: '社区物管员配备' }).click();
    const lacking = page.getByRole('region', { name: '对象名单', exact: true }).locator('tbody').getByRole('link').first();
    const community = await lacking.innerText();
    await lacking.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(community);
    await expect(page.getByRole('tab', { name: '工作人员' })).toHaveAttribute('aria-selected', 'true');

    await page.getByRole('button', { name: '新增工作人员' }).click();
    const form = page.getByRole('dialog', { name: '新增工作人员' });
    await expect(form.getByText('物业专干（物管员）')).toBeVisible();
    await expectAccessible(page);
    await form.getByRole('button', { name: '登记人员' }).click();
    const person = page.getByRole('dialog', { name: '登记人员' });
    await person.getByLabel('姓名').fill(name);
    await person.getByLabel('联系电话').fill('13800000178');
    await person.getByRole('button', { name: '保存' }).click();
    await expect(person).toHaveCount(0);
    await expect(form.locator('.el-select').filter({ hasText: name })).toBeVisible();
    await expect(form.getByLabel('姓名')).toHaveValue(name);
    await form.getByLabel('职务').fill('社区物管员');
    await form.getByRole('button', { name: '保存' }).click();

    const row = page.getByRole('row').filter({ hasText: name });
    await expect(row).toContainText('物业专干（物管员）');
    await row.getByRole('button', { name: /^修改/ }).click();
    const change = page.getByRole('dialog', { name: '修改工作人员' });
    await change.getByLabel('工作电话').fill('057188000000');
    await change.getByRole('button', { name: '保存' }).click();
    await expect(row).toContainText('057188000000');
    await row.getByRole('button', { name: /^变更/ }).click();
    await expect(page.getByRole('dialog', { name: /^变更记录/ }).getByRole('row').filter({ hasText: '工作电话' })).toContainText('057188000000');
    await page.keyboard.press('Escape');

    await row.getByRole('button', { name: /^删除/ }).click();
    const danger = page.getByRole('dialog', { name: `删除“${name}”？` });
    await expect(danger.getByRole('button', { name: '删除' })).toBeDisabled();
    await danger.getByRole('textbox').fill('调离');
    await danger.getByRole('button', { name: '删除' }).click();
    await expect(row).toHaveCount(0);
    await page.goto(`${page.url()}&removed=true`);
    await row.getByRole('button', { name: /^恢复/ }).click();
    await expect(row).toHaveCount(0);
    await page.goto(page.url().replace('&removed=true', ''));
    await row.getByRole('button', { name: /^删除/ }).click();
    await danger.getByRole('textbox').fill('调离');
    await danger.getByRole('button', { name: '删除' }).click();
    await expect(row).toHaveCount(0);
  });

  test('shows the document on a big screen, slide by slide, until paused', async ({ page }) => {
    await page.clock.install();
    await page.goto('/console/cockpit');
    await page.getByRole('button', { name: '大屏' }).click();
    const screen = page.getByRole('dialog', { name: `西湖区《${DOCUMENT}》落实情况` });
    await expect(screen.getByText(/^第 1 \/ \d+ 屏$/)).toBeVisible();
    await expect(screen.getByRole('listitem').filter({ hasText: '未达到' })).toContainText(/\d/);
    await page.clock.fastForward(13_000);
    await expect(screen.getByText(/^第 2 \/ \d+ 屏$/)).toBeVisible();
    await expect(screen.getByRole('article').first()).toContainText(/\d+ \/ \d+/);
    await page.keyboard.press(' ');
    await page.clock.fastForward(30_000);
    await expect(screen.getByText(/^第 2 \/ \d+ 屏$/)).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await expect(screen.getByText(/^第 1 \/ \d+ 屏$/)).toBeVisible();
    await screen.getByRole('button', { name: '继续轮播' }).click();
    await page.clock.fastForward(13_000);
    await expect(screen.getByText(/^第 2 \/ \d+ 屏$/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(screen).toHaveCount(0);
    await expect(page).not.toHaveURL(/screen=/);
    await expect(page.getByRole('button', { name: '大屏' })).toBeFocused();

    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/console/cockpit?screen=true');
    await expect(screen.getByRole('button', { name: '继续轮播' })).toBeVisible();
  });

  test('prints a report without menus and buttons', async ({ page }) => {
    await page.goto('/console/cockpit');
    await settled(page);
    await expect(page.getByText(`西湖区《${DOCUMENT}》落实情况`)).toBeHidden();
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText(`西湖区《${DOCUMENT}》落实情况`)).toBeVisible();
    await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden();
    await expect(page.getByRole('button', { name: '打印' })).toBeHidden();
    await expect(page.getByText('不低于 0.56 元')).toBeVisible();
  });
});

test.describe('a subdistrict', () => {
  test.use({ account: TOWN });

  test('sees its own document, and no other subdistrict', async ({ page }) => {
    await page.goto('/console/cockpit');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(DOCUMENT);
    await expect(page.getByText('西湖区 / 翠苑街道').first()).toBeVisible();
    const provinces = await items<Named>(page, '/api/public/regions');
    const zhejiang = provinces.find(({ name }) => name === '浙江省')!;
    const [city] = await items<Named>(page, `/api/public/regions?parent=${zhejiang.id}`);
    const [district] = await items<Named>(page, `/api/public/regions?parent=${city!.id}`);
    const gudang = (await items<Named>(page, `/api/public/regions?parent=${district!.id}`)).find(({ name }) => name === '古荡街道')!;
    await page.goto(`/console/cockpit?region=${gudang.id}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有找到');
    await page.goto(`/console/cockpit/${gudang.id}/clauses/XH-3`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有找到');
  });
});

test.describe('who has no region', () => {
  test.use({ account: SYSTEM });

  test('chooses one, also one without a pack', async ({ page }) => {
    await page.goto('/console/cockpit');
    await expect(page.getByText('请选择辖区')).toBeVisible();
    await page.getByRole('button', { name: '辖区', exact: true }).click();
    await page.getByRole('treeitem', { name: /^浙江省/ }).click();
    await expect(page.getByText('本辖区没有施行中的政策文件')).toBeVisible();
    await expect(page).toHaveURL(/region=/);
  });
});

for (const look of [{ lang: 'zh', theme: 'light' }, { lang: 'en', theme: 'dark' }] as const) {
  test.describe(`pages in ${look.lang}, ${look.theme}`, () => {
    test.use({ account: DISTRICT, look });

    test('are accessible, and hold on a narrow window', async ({ page }) => {
      test.slow();
      const region = await ownRegion(page);
      const [estate] = await items<Named>(page, '/api/v1/estates?size=1');
      const [policy] = await items<{ hash: string }>(page, '/api/v1/policies');
      const paths = [
        '/console/cockpit',
        '/console/cockpit?screen=true',
        `/console/cockpit/${region}/clauses/XH-G2`,
        `/console/cockpit/${region}/regions`,
        `/console/estates/${estate!.id}?tab=policy`,
        '/console/policies',
        `/console/policies/${policy!.hash}`,
        `/console/regions?region=${region}`,
        `/console/regions?region=${region}&tab=staff`,
        `/cockpit/${region}`,
        '/cockpit',
      ];
      for (const path of paths) {
        await page.setViewportSize({ width: 1366, height: 768 });
        await page.goto(path);
        await settled(page);
        await expectAccessible(page);
        await page.setViewportSize({ width: 320, height: 640 });
        await expectNoOverflow(page);
      }
    });
  });
}

test('the portal shows figures, and nobody by name', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: '政策落实' }).click();
  for (const name of ['浙江省', '杭州市', '西湖区']) await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(DOCUMENT);
  await expect(page.getByRole('listitem').filter({ hasText: '镇街、社区物管力量' })).toContainText(/达到 \d+ \/ \d+/);
  const text = await page.getByRole('main').innerText();
  for (const name of ['鹤川花园', '萧大寒', '石灰桥社区']) expect(text).not.toContain(name);
});

test.describe('the system administrator', () => {
  test.use({ account: SYSTEM });

  const folder = '../policies/xihu';
  const files = (change: (path: string, text: string) => string) =>
    readdirSync(folder).map((path) => ({
      name: path,
      mimeType: 'application/yaml',
      buffer: Buffer.from(change(path, readFileSync(`${folder}/${path}`, 'utf8'))),
    }));

  test('sees what is wrong with a pack at its lines, and nothing is loaded', async ({ page }) => {
    await page.goto('/console/policies');
    await page.getByRole('button', { name: '检查和载入政策包' }).click();
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(files((path, text) => (path === 'pack.yaml' ? text.replace('is_draft', 'is_drft') : text)));
    await expect(page.getByText('错误 1')).toBeVisible();
    const row = page.getByRole('row').filter({ hasText: 'is_drft' });
    await expect(row).toContainText('is_draft');
    await row.getByRole('button', { name: /^查看 pack.yaml:14:/ }).click();
    await expect(page.getByRole('region', { name: '文件 pack.yaml 的内容' })).toContainText('is_drft: false');
    await expect(page.getByRole('button', { name: '载入', exact: true })).toBeDisabled();
    await expectAccessible(page);
  });

  test('tries a changed copy, loads it with a reason, and it governs', async ({ page }) => {
    const changed = files((path, text) => (path === 'pack.yaml' ? text.replace(/(id: community_specialists[^]*?value: )1/, '$12') : text));
    await page.goto('/console/policies/new');
    await page.getByLabel('选择文件', { exact: true }).setInputFiles(changed);
    await expect(page.getByText('没有发现问题')).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: 'XH-3' }).first()).toContainText('镇街、社区物管力量');
    await expectAccessible(page);
    await page.getByRole('button', { name: '载入', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('每个社区改为两名');
    await dialog.getByRole('button', { name: '载入' }).click();
    await givePasswordIfAsked(page, PASSWORD, page.getByText('已载入，正在按新版本计算'));
    await expect(page.getByRole('row').filter({ hasText: '每个社区改为两名' })).toContainText(SYSTEM);
    await page.goto('/console/policies');
    await expect(page.getByRole('region', { name: '其他版本' }).getByRole('row').filter({ hasText: 'xihu' })).toHaveCount(1);
  });
});
