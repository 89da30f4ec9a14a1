import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { DISTRICT, statePath, TOWN } from './accounts.ts';
import { expect, expectAccessible, expectNoOverflow, settled, test } from './fixtures.ts';

const unique = (what: string): string => `${what}${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`;

/** A job may wait for its turn. */
const JOB_MS = 30_000;
const HEADER = ['小区名称', '所属社区', '物业费', '建成年份', '总户数', '巡查员的心得'];

function csv(rows: string[][]): Buffer {
  return Buffer.from([['翠苑街道住宅小区台账'], HEADER, ...rows].map((row) => row.join(',')).join('\r\n'));
}

/** The same text as Excel of a Chinese Windows saves it. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) codes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return Buffer.from([...text].flatMap((c) => (c < '\x80' ? [c.charCodeAt(0)] : codes.get(c)!)));
}

async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto('/console/imports/new?kind=estates');
  await page.getByLabel('表格文件').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: '上传并识别' }).click();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('核对列');
}

async function check(page: Page, sum: string): Promise<void> {
  await page.getByRole('button', { name: '检查', exact: true }).click();
  await expect(page.getByText(sum)).toBeVisible({ timeout: JOB_MS });
}

async function commit(page: Page, n: number): Promise<void> {
  await page.getByRole('button', { name: '下一步' }).click();
  const knows = page.getByRole('checkbox', { name: /^我知道/ });
  await expect(page.getByRole('button', { name: `导入 ${n} 行` })).toBeVisible();
  if (await knows.isVisible()) await knows.check();
  await page.getByRole('button', { name: `导入 ${n} 行` }).click();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('结果', { timeout: JOB_MS });
}

async function undo(page: Page): Promise<void> {
  await page.getByRole('button', { name: '撤销导入' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('将被删除');
  await expect(dialog.getByRole('button', { name: '撤销导入' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('导错了文件');
  await dialog.getByRole('button', { name: '撤销导入' }).click();
  await expect(page.getByText('已撤销', { exact: true })).toBeVisible({ timeout: JOB_MS });
}

async function pickRegion(page: Page, name: string): Promise<void> {
  await page.getByLabel('导入到辖区').click();
  const dialog = page.getByRole('dialog', { name: '选择辖区' });
  await dialog.getByRole('searchbox').fill(name);
  await dialog.getByRole('treeitem', { name: new RegExp(`^${name}`) }).click();
  await expect(dialog).toBeHidden();
}

async function found(page: Page, name: string): Promise<void> {
  await page.goto(`/console/estates?q=${encodeURIComponent(name)}`);
  await settled(page);
}

const rows = (page: Page) => page.locator('main tbody tr');
const bytesOf = async (download: Download): Promise<Buffer> => readFile(await download.path());

async function fetched(page: Page, link: string): Promise<Buffer> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).click();
  return bytesOf(await waiting);
}

test.describe('an official of 翠苑', () => {
  test.use({ account: TOWN });

  test('an exported list that was edited comes back as a change, once', async ({ page }) => {
    test.slow();
    const name = unique('虚构往返里');
    await upload(page, '新.csv', csv([[name, '翠苑一区社区', '1.2元/平米/月', '', '66', '']]));
    await check(page, '共 1 行 = 新增 1');
    await commit(page, 1);
    await found(page, name);
    await page.getByRole('button', { name: '导出' }).click();
    const waiting = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: '导出 CSV' }).click();
    const exported = (await bytesOf(await waiting)).toString();
    expect(exported).toContain(name);

    await upload(page, '导出.csv', Buffer.from(exported));
    await check(page, '共 1 行 = 新增 0 + 变更 0 + 无变化 1 + 有误 0 + 待确认 0');
    const edited = Buffer.from(exported.replace(/,66,/, ',88,'));
    await upload(page, '导出后修改.csv', edited);
    await check(page, '共 1 行 = 新增 0 + 变更 1 + 无变化 0 + 有误 0 + 待确认 0');
    await commit(page, 1);
    await page.getByRole('button', { name: '查看导入的记录' }).click();
    await found(page, name);
    await expect(rows(page)).toContainText('88');
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('tab', { name: '变更记录' }).click();
    await expect(page.getByText('导入 导出后修改.csv')).toBeVisible();

    await upload(page, '导出后又改.csv', Buffer.from(exported.replace(/,66,/, ',99,')));
    await check(page, '共 1 行 = 新增 0 + 变更 0 + 无变化 0 + 有误 1 + 待确认 0');
    await expect(page.getByRole('row', { name: /有误/ })).toContainText('版本');
  });

  test('imports a file with errors: each is told, the rest comes in, a second time changes nothing, and it is undone', async ({ page }) => {
    test.slow();
    const name = unique('虚构桂花苑');
    const file = csv([
      [`${name}一期`, '翠苑一区社区', '1.2元/平米/月', '2001年建成', '320户', '好'],
      [`${name}二期`, '翠苑二区社区', '面议', '1998', '二百户', '路灯坏'],
      [`${name}三期`, '翠苑三区社区', '1.14至2.48元/平米/月', '2010', '88', ''],
    ]);
    await page.goto('/console/estates');
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await expect(page.getByText('支持 .xlsx .xls .csv，不超过 64 MB')).toBeVisible();
    expect((await fetched(page, '下载模板')).subarray(0, 2).toString()).toBe('PK');
    await page.getByRole('button', { name: '上传并识别' }).click();
    await expect(page.getByRole('alert')).toHaveText('请选择要导入的表格文件');
    await expectAccessible(page);

    await page.getByLabel('表格文件').setInputFiles({ name: '台账.csv', mimeType: 'text/csv', buffer: file });
    await page.getByRole('button', { name: '上传并识别' }).click();
    await expect(page.getByLabel('表头所在行')).toHaveValue('2');
    await expect(page.getByText('共 6 列：5 列将导入，1 列不导入。 不导入：巡查员的心得。')).toBeVisible();
    await expect(page.getByRole('row', { name: /总户数/ })).toContainText('320户 · 二百户 · 88');
    await expect(page.getByLabel('“总户数”列导入为').locator('option:checked')).toHaveText('户数');
    await expectAccessible(page);

    await check(page, '共 3 行 = 新增 2 + 变更 0 + 无变化 0 + 有误 1 + 待确认 0');
    const wrong = page.getByRole('row', { name: /有误/ });
    await expect(wrong).toHaveCount(2);
    await expect(wrong.first()).toContainText(/4.*C.*物业费.*面议.*请写成/);
    await expect(wrong.last()).toContainText(/4.*E.*总户数.*二百户.*请只填一个数字/);
    expect((await fetched(page, '只下载有误的行')).subarray(0, 2).toString()).toBe('PK');
    await page.getByRole('button', { name: /^新增/ }).click();
    await expect(page.getByRole('row', { name: new RegExp(`3 ${name}一期`) })).toBeVisible();
    await expect(rows(page)).toHaveCount(2);
    await expectAccessible(page);

    await page.getByRole('button', { name: '下一步' }).click();
    await expect(page.getByText('1 行有误、待确认或选定不导入，整行不导入。')).toBeVisible();
    await expect(page.getByRole('button', { name: '导入 2 行' })).toBeDisabled();
    await expectAccessible(page);
    await page.getByRole('link', { name: '检查' }).click();
    await commit(page, 2);
    await expect(page.getByText(/导入完成：新增 2 条，修改 0 条/)).toBeVisible();
    await expectAccessible(page);
    const result = page.url();
    await found(page, name);
    await expect(rows(page)).toHaveCount(2);
    await expect(page.getByRole('row', { name: `${name}一期` })).toContainText(/翠苑一区社区.*320/);

    await upload(page, '台账.csv', file);
    await check(page, '共 3 行 = 新增 0 + 变更 0 + 无变化 2 + 有误 1 + 待确认 0');
    await expect(page.getByRole('button', { name: '下一步' })).toBeDisabled();
    await expect(page.getByText('没有可以导入的内容')).toBeVisible();

    await page.goto(result);
    await undo(page);
    await expect(page.getByText(/新增的 2 条已删除/)).toBeVisible();
    await expectAccessible(page);
    await found(page, name);
    await expect(page.getByText('没有符合条件的数据')).toBeVisible();
  });

  test('a file that names no region: one is asked for, and the estates stand under it', async ({ page }) => {
    const name = unique('虚构银杏里');
    await upload(page, '清单.csv', gb18030(`小区名称,楼栋数\r\n${name}甲,8栋\r\n${name}乙,12栋\r\n`));
    await expect(page.getByRole('row', { name: /小区名称/ })).toContainText(`${name}甲`);
    await page.getByRole('button', { name: '检查', exact: true }).click();
    await expect(page.getByText('文件没有写明辖区，请选择导入到哪个辖区')).toBeVisible();
    await expect(page.getByLabel('导入到辖区')).toBeFocused();
    await expectAccessible(page);
    await pickRegion(page, '翠苑二区');
    await check(page, '共 2 行 = 新增 2');
    await page.getByRole('button', { name: '下一步' }).click();
    await expect(page.getByText('导入到：翠苑二区社区。')).toBeVisible();
    await page.getByRole('button', { name: '导入 2 行' }).click();
    await page.getByRole('button', { name: '查看导入的记录' }).click();
    await expect(page).toHaveURL(/estates\?region=/);
    await found(page, name);
    await expect(rows(page)).toHaveCount(2);
    await expect(rows(page).first()).toContainText('翠苑二区社区');
  });

  test('columns are matched by hand, and what is missing is named', async ({ page }) => {
    const name = unique('虚构海棠湾');
    await upload(page, '列.csv', csv([[name, '翠苑一区社区', '', '', '120', '八十']]));
    await page.getByLabel('“小区名称”列导入为').selectOption({ label: '不导入' });
    await expect(page.getByRole('alert')).toHaveText('缺少必填的列：小区名称。请在下表中指定由哪一列导入。');
    await expect(page.getByRole('button', { name: '检查', exact: true })).toBeDisabled();
    await page.getByLabel('“小区名称”列导入为').selectOption({ label: '小区名称 *' });
    await page.getByLabel('“巡查员的心得”列导入为').selectOption({ label: '户数（现为 E 列）' });
    await expect(page.getByLabel('“总户数”列导入为').locator('option:checked')).toHaveText('不导入');
    await page.reload();
    await expect(page.getByLabel('“巡查员的心得”列导入为').locator('option:checked')).toHaveText('户数');
    await check(page, '共 1 行 = 新增 0 + 变更 0 + 无变化 0 + 有误 1');
    await page.getByRole('button', { name: '改列的对应' }).click();
    await page.getByLabel('“巡查员的心得”列导入为').selectOption({ label: '不导入' });
    await page.getByLabel('“总户数”列导入为').selectOption({ label: '户数' });
    await check(page, '共 1 行 = 新增 1');
    await page.goto('/console/imports');
    await page.getByRole('row', { name: '列.csv' }).first().getByRole('link', { name: '继续' }).click();
    await expect(page.getByText('共 1 行 = 新增 1')).toBeVisible();
  });

  test('what is doubtful is asked once for all rows that say the same', async ({ page }) => {
    const name = unique('虚构石榴坊');
    await upload(page, '待确认.csv', csv([
      [`${name}甲`, '翠苑一区', '', '', '', ''],
      [`${name}乙`, '翠苑一区', '', '', '', ''],
    ]));
    await check(page, '共 2 行 = 新增 0 + 变更 0 + 无变化 0 + 有误 0 + 待确认 2');
    const question = page.getByRole('group', { name: `第 3 行“所属社区”：翠苑一区` });
    await expect(question).toBeVisible();
    await expectAccessible(page);
    await question.getByRole('radio', { name: /^翠苑一区社区/ }).check();
    await expect(page.getByRole('group', { name: /^第 4 行/ }).getByRole('radio', { name: /^翠苑一区社区/ })).toBeChecked();
    await page.getByRole('button', { name: '按答复重新检查' }).click();
    await expect(page.getByText('共 2 行 = 新增 2')).toBeVisible();
    await page.goto('/console/imports');
    const row = page.getByRole('row', { name: '待确认.csv' }).first();
    await row.getByRole('button', { name: '放弃' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '放弃' }).click();
    await expect(page.getByText('已放弃')).toBeVisible();
  });

  test('what lies outside one’s reach is refused, and nobody else sees the import', async ({ page, browser, baseURL }) => {
    const name = unique('虚构越界里');
    await upload(page, '越界.csv', csv([[name, '北山街道', '', '', '', '']]));
    await check(page, '共 1 行 = 新增 0 + 变更 0 + 无变化 0 + 有误 1');
    await expect(page.getByRole('row', { name: /有误/ })).toContainText('您的辖区内没有“北山街道”');
    await expect(page.getByRole('button', { name: '下一步' })).toBeDisabled();
    const other = await browser.newContext({ baseURL, storageState: statePath(DISTRICT), locale: 'zh-CN' });
    const theirs = await other.newPage();
    await theirs.goto(page.url());
    await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('没有找到');
    await other.close();
  });

  test('what is no spreadsheet is refused in words', async ({ page }) => {
    await page.goto('/console/imports/new');
    const input = page.getByLabel('表格文件');
    await input.setInputFiles({ name: '说明.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
    await expect(page.getByRole('alert')).toHaveText('不支持此类文件，仅支持 .xlsx .xls .csv');
    await input.setInputFiles({ name: '图.csv', mimeType: 'text/csv', buffer: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1') });
    await page.getByRole('button', { name: '上传并识别' }).click();
    await expect(page.getByRole('alert')).not.toHaveText('');
  });

  test('the whole of it goes by keyboard', async ({ page }) => {
    const name = unique('虚构键盘里');
    await page.goto('/console/imports/new?kind=estates');
    await settled(page);
    await expect(page.getByRole('link', { name: '下载模板' })).toBeVisible();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByLabel('表格文件').press('Space')]);
    await chooser.setFiles({ name: '键盘.csv', mimeType: 'text/csv', buffer: csv([[name, '翠苑一区社区', '', '', '66', '']]) });
    await page.getByRole('button', { name: '上传并识别' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await page.getByLabel('“巡查员的心得”列导入为').focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByText('共 6 列：6 列将导入，0 列不导入。')).toBeVisible();
    await expect(page.getByLabel('“巡查员的心得”列导入为')).toBeFocused();
    await page.keyboard.press('Home');
    await expect(page.getByText('共 6 列：5 列将导入，1 列不导入。')).toBeVisible();
    await page.getByRole('button', { name: '检查', exact: true }).press('Enter');
    await page.getByRole('button', { name: '下一步' }).press('Enter');
    await page.getByRole('button', { name: '导入 1 行' }).press('Enter');
    await expect(page.getByText(/导入完成：新增 1 条/)).toBeVisible();
  });

  test('a list is exported, and its file waits in the task centre', async ({ page }) => {
    await page.goto('/console/estates');
    await page.getByRole('button', { name: '导出' }).click();
    const waiting = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: '导出 CSV' }).click();
    expect((await bytesOf(await waiting)).toString()).toContain('翠苑');
    await page.goto('/console/tasks');
    const task = page.locator('.job', { hasText: '导出住宅小区' }).first();
    await expect(task).toContainText(/共 [\d,]+ 行.*文件保留至 \d{4}-\d\d-\d\d/);
    const again = page.waitForEvent('download');
    await task.getByRole('link', { name: '下载文件' }).click();
    expect((await bytesOf(await again)).toString()).toContain('翠苑');
  });
});

for (const look of [{ lang: 'en', theme: 'dark' }, { lang: 'zh', theme: 'dark' }, { lang: 'en', theme: 'light' }] as const) {
  test.describe(`${look.lang}, ${look.theme}, at 390 px`, () => {
    test.use({ look, account: TOWN, viewport: { width: 390, height: 844 } });

    test('every step is accessible, and nothing is lost sideways', async ({ page }) => {
      test.slow();
      const heading = page.getByRole('heading', { level: 2 });
      const seen = async () => {
        await settled(page);
        await expectAccessible(page);
        await expectNoOverflow(page);
      };
      await page.goto('/console/imports/new?kind=estates');
      await page.locator('summary').click();
      await seen();
      await page.locator('input[type=file]').setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: csv([
        [unique('虚构窄屏里'), '翠苑一区社区', '面议', '', '', ''],
        [unique('虚构窄屏里'), '翠苑一区', '', '', '', ''],
        [unique('虚构窄屏里'), '翠苑一区社区', '', '', '', ''],
      ]) });
      await page.locator('form button[type=submit]').last().click();
      await expect(heading).toHaveText(/核对列|Match columns/);
      await seen();
      await page.locator('form button[type=submit]').last().click();
      await expect(heading).toHaveText(/^(检查|Check)$/);
      await expect(page.getByRole('radio').first()).toBeVisible();
      await seen();
      await page.getByRole('button', { name: /^(下一步|Continue)$/ }).click();
      await seen();
      await page.goto('/console/imports');
      await seen();
    });
  });
}
