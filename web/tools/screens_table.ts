// The screens of docs/screens: a line each. `npm run screens` shows them in a fresh demo; to add one,
// add a line.

import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

export interface Things {
  /** An estate with houses, one of its houses. */
  estate: string;
  house: string;
  /** The owner's own estate and house. */
  mine: string;
  organisation: string;
  account: string;
  /** The district, what has no pack, a pack's version. */
  region: string;
  province: string;
  policy: string;
}

export type Look = 'dark' | 'en' | 'large' | 'contrast' | 'plain';

export interface Screen {
  /** The file is called NAME-WIDTH.png, a variant NAME-LOOK-WIDTH.png. */
  name: string;
  /** What it is, for the index. */
  title: string;
  /** Who is signed in; nobody without it. */
  as?: string;
  path: string | ((things: Things) => string);
  /** Looks in which it is shown besides Chinese in light colours. */
  looks?: Look[];
  /** What is done before it is shown. */
  act?: (page: Page) => Promise<unknown>;
  /** Before the page is opened: what the server shall not answer. */
  without?: string;
}

const DISTRICT = 'xihu.fangguan';
const COMMUNITY = 'cuiyuan1.shequ';
const OWNER = 'xihu.yezhu';

/** A list whose first row is new each time: what was imported once is imported no more. */
let made = 0;
function table(): Buffer {
  const rows = [
    '小区名称,所属社区,物业费,建成年份,总户数,巡查员的心得',
    `示例一苑${++made}期,翠苑一区社区,2.38元/平米/月,2003,420,整洁`,
    '示例二苑,翠苑一区社区,两块多,1998,三百,待改造',
    '示例三苑,翠苑二区社区,1.14至2.48元/平米/月,2011年,655,',
  ];
  return Buffer.from(rows.join('\r\n'));
}

async function upload(page: Page): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name: '翠苑街道小区台账.csv', mimeType: 'text/csv', buffer: table() });
  await page.getByRole('button', { name: '上传并识别' }).click();
  await page.getByRole('heading', { level: 2, name: '核对列' }).waitFor();
}

async function check(page: Page): Promise<void> {
  await upload(page);
  await page.getByRole('button', { name: '检查', exact: true }).click();
  await page.getByRole('heading', { level: 2, name: '检查' }).waitFor();
  await page.getByText(/共 \d+ 行 =/).waitFor();
}

async function confirm(page: Page): Promise<void> {
  await check(page);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('checkbox', { name: /^我知道/ }).check();
}

async function commit(page: Page): Promise<void> {
  await confirm(page);
  await page.getByRole('button', { name: '导入 1 行' }).click();
  await page.getByRole('heading', { level: 2, name: '结果' }).waitFor();
}

async function askToUndo(page: Page): Promise<void> {
  await commit(page);
  await press('撤销导入')(page);
}

const press = (name: string) => async (page: Page): Promise<void> => {
  await page.getByRole('button', { name }).click();
  await page.getByRole('dialog').waitFor();
};

async function person(page: Page): Promise<void> {
  await page.locator('section.ties').first().locator('tbody button.plain:not(.danger)').first().click();
  await page.getByRole('dialog').waitFor();
}

/** A pack with its head changed, checked and tried. */
const PACK = new URL('../../policies/xihu/', import.meta.url);
const tryPack = (change: (text: string) => string) => async (page: Page): Promise<void> => {
  const files = readdirSync(PACK).map((name) => {
    const text = readFileSync(new URL(name, PACK), 'utf8');
    return { name, mimeType: 'application/yaml', buffer: Buffer.from(name === 'pack.yaml' ? change(text) : text) };
  });
  await page.getByLabel('选择文件', { exact: true }).setInputFiles(files);
  await page.getByRole('heading', { level: 2, name: '检查结果' }).waitFor();
};

const tab = (name: string, title: string): Screen => ({
  name: `console-estate-${name}`,
  title: `小区档案：${title}`,
  as: COMMUNITY,
  path: ({ estate }) => `/console/estates/${estate}?tab=${name}`,
});

const CONSOLE: Screen[] = [
  { name: 'console-sign-in', title: '登录', path: '/console/sign-in', looks: ['en'] },
  { name: 'console-workbench', title: '工作台', as: COMMUNITY, path: '/console/', looks: ['dark', 'en'] },
  { name: 'console-workbench-district', title: '工作台（区房管）', as: DISTRICT, path: '/console/' },
  { name: 'console-workbench-system', title: '工作台（系统管理员）', as: 'sysadmin', path: '/console/' },
  { name: 'console-cockpit', title: '政策驾驶舱', as: DISTRICT, path: '/console/cockpit', looks: ['dark', 'en'] },
  { name: 'console-cockpit-screen', title: '政策驾驶舱：大屏', as: DISTRICT, path: '/console/cockpit?screen=true', looks: ['dark', 'en'] },
  { name: 'console-cockpit-none', title: '政策驾驶舱：没有政策文件', as: 'sysadmin', path: ({ province }) => `/console/cockpit?region=${province}` },
  { name: 'console-cockpit-error', title: '政策驾驶舱：连不上服务器', as: DISTRICT, path: '/console/cockpit', without: '**/api/v1/regions/*/cockpit' },
  { name: 'console-clause', title: '条款', as: DISTRICT, path: ({ region }) => `/console/cockpit/${region}/clauses/XH-3`, looks: ['en'] },
  { name: 'console-clause-target', title: '条款：目标', as: DISTRICT, path: ({ region }) => `/console/cockpit/${region}/clauses/XH-G2` },
  { name: 'console-cockpit-regions', title: '辖区对比', as: DISTRICT, path: ({ region }) => `/console/cockpit/${region}/regions` },
  { name: 'console-policies', title: '政策包', as: 'sysadmin', path: '/console/policies' },
  { name: 'console-policy', title: '政策包版本', as: 'sysadmin', path: ({ policy }) => `/console/policies/${policy}` },
  { name: 'console-policy-wrong', title: '政策包：检查结果', as: 'sysadmin', path: '/console/policies/new', act: tryPack((text) => text.replace('is_draft', 'is_drft').replace('higher', 'hihger')) },
  { name: 'console-policy-new', title: '政策包：试算', as: 'sysadmin', path: '/console/policies/new', act: tryPack((text) => text.replace(/(id: community_specialists[^]*?value: )1/, '$12')) },
  { name: 'console-estates', title: '住宅小区', as: DISTRICT, path: '/console/estates', looks: ['dark', 'en'] },
  { name: 'console-estates-empty', title: '住宅小区：没有结果', as: DISTRICT, path: '/console/estates?q=没有这样的小区' },
  { name: 'console-estates-error', title: '住宅小区：连不上服务器', as: DISTRICT, path: '/console/estates', without: '**/api/v1/estates?*' },
  { name: 'console-denied', title: '没有权限', as: 'secadmin', path: '/console/estates' },
  { name: 'console-estate', title: '小区档案', as: COMMUNITY, path: ({ estate }) => `/console/estates/${estate}`, looks: ['dark', 'en'] },
  tab('policy', '政策要求'),
  tab('buildings', '楼栋'),
  tab('houses', '房屋'),
  tab('people', '住户'),
  tab('facilities', '设施设备'),
  tab('spaces', '车位'),
  tab('vehicles', '车辆'),
  tab('committees', '业主组织'),
  tab('members', '业委会委员'),
  tab('parties', '党组织'),
  tab('staff', '人员力量'),
  tab('bindings', '房屋绑定'),
  tab('codes', '绑定码'),
  tab('history', '变更记录'),
  { name: 'console-estate-new', title: '新增小区', as: DISTRICT, path: '/console/estates/new' },
  { name: 'console-estate-edit', title: '修改小区', as: DISTRICT, path: ({ estate }) => `/console/estates/${estate}/edit` },
  { name: 'console-house', title: '房屋', as: COMMUNITY, path: ({ estate, house }) => `/console/estates/${estate}/houses/${house}` },
  { name: 'console-house-person', title: '房屋：人员信息', as: COMMUNITY, path: ({ estate, house }) => `/console/estates/${estate}/houses/${house}`, act: person },
  { name: 'console-house-transfer', title: '房屋：产权转移', as: COMMUNITY, path: ({ estate, house }) => `/console/estates/${estate}/houses/${house}`, act: press('产权转移') },
  { name: 'console-house-split', title: '房屋：分割', as: COMMUNITY, path: ({ estate, house }) => `/console/estates/${estate}/houses/${house}`, act: press('分割') },
  { name: 'console-bindings', title: '房屋绑定审核', as: COMMUNITY, path: '/console/bindings' },
  { name: 'console-imports', title: '数据导入', as: COMMUNITY, path: '/console/imports' },
  { name: 'console-import-new', title: '新建导入', as: COMMUNITY, path: '/console/imports/new' },
  { name: 'console-import-columns', title: '导入：核对列', as: COMMUNITY, path: '/console/imports/new?kind=estates', act: upload },
  { name: 'console-import-check', title: '导入：检查', as: COMMUNITY, path: '/console/imports/new?kind=estates', act: check },
  { name: 'console-import-confirm', title: '导入：确认', as: COMMUNITY, path: '/console/imports/new?kind=estates', act: confirm },
  { name: 'console-import-result', title: '导入：结果', as: COMMUNITY, path: '/console/imports/new?kind=estates', act: commit },
  { name: 'console-import-undo', title: '导入：撤销', as: COMMUNITY, path: '/console/imports/new?kind=estates', act: askToUndo },
  { name: 'console-organisations', title: '单位', as: DISTRICT, path: '/console/organisations' },
  { name: 'console-organisation', title: '单位档案', as: DISTRICT, path: ({ organisation }) => `/console/organisations/${organisation}` },
  { name: 'console-organisation-new', title: '新增单位', as: DISTRICT, path: '/console/organisations/new' },
  { name: 'console-regions', title: '辖区', as: 'sysadmin', path: '/console/regions' },
  { name: 'console-region', title: '辖区：基本信息', as: DISTRICT, path: ({ region }) => `/console/regions?region=${region}` },
  { name: 'console-region-staff', title: '辖区：工作人员', as: DISTRICT, path: ({ region }) => `/console/regions?region=${region}&tab=staff`, looks: ['dark', 'en'] },
  { name: 'console-staff', title: '人员力量', as: DISTRICT, path: '/console/staff' },
  { name: 'console-search', title: '搜索', as: DISTRICT, path: '/console/search?q=花园' },
  { name: 'console-tasks', title: '任务中心', as: COMMUNITY, path: '/console/tasks' },
  { name: 'console-accounts', title: '账号', as: 'sysadmin', path: '/console/accounts' },
  { name: 'console-account-one', title: '一个账号', as: 'sysadmin', path: ({ account }) => `/console/accounts/${account}` },
  { name: 'console-posts', title: '岗位名录', as: DISTRICT, path: '/console/posts' },
  { name: 'console-roles', title: '角色与权限', as: 'secadmin', path: '/console/roles' },
  { name: 'console-tokens', title: '接口令牌', as: 'secadmin', path: '/console/tokens' },
  { name: 'console-audit', title: '审计', as: 'auditadmin', path: '/console/audit' },
  { name: 'console-audit-looks', title: '个人信息查看记录', as: 'auditadmin', path: '/console/audit/looks' },
  { name: 'console-audit-chain', title: '审计链', as: 'auditadmin', path: '/console/audit/chain' },
  { name: 'console-outbox', title: '消息发送', as: 'sysadmin', path: '/console/outbox' },
  { name: 'console-settings', title: '系统设置', as: 'sysadmin', path: '/console/settings' },
  { name: 'console-system', title: '系统状态', as: 'sysadmin', path: '/console/system' },
  { name: 'console-account', title: '账号与安全', as: DISTRICT, path: '/console/account' },
  { name: 'console-account-sessions', title: '登录设备', as: DISTRICT, path: '/console/account?tab=sessions' },
  { name: 'console-account-looks', title: '谁看过我的信息', as: DISTRICT, path: '/console/account?tab=looks' },
  { name: 'console-missing', title: '没有找到', as: DISTRICT, path: '/console/no-such-page' },
];

const choose = (value: string) => (page: Page) => page.locator(`input[value=${value}]`).check();

const RESIDENT: Screen[] = [
  { name: 'resident-sign-in', title: '登录：短信验证码', path: '/m/sign-in', looks: ['large', 'en'] },
  { name: 'resident-sign-in-password', title: '登录：口令', path: '/m/sign-in', act: (page) => page.getByRole('button', { name: '口令登录' }).click() },
  { name: 'resident-home', title: '首页', as: OWNER, path: '/m/', looks: ['dark', 'en', 'large'] },
  { name: 'resident-home-error', title: '首页：连不上服务器', as: OWNER, path: '/m/', without: '**/api/v1/me/houses' },
  { name: 'resident-houses', title: '我的房屋', as: OWNER, path: '/m/houses', looks: ['large'] },
  { name: 'resident-house', title: '房屋与同住人', as: OWNER, path: ({ mine }) => `/m/houses/${mine}`, looks: ['large'] },
  { name: 'resident-bind', title: '绑定房屋：姓名与身份证号', as: OWNER, path: '/m/houses/bind' },
  { name: 'resident-bind-code', title: '绑定房屋：绑定码', as: OWNER, path: '/m/houses/bind', act: choose('code') },
  { name: 'resident-bind-request', title: '绑定房屋：申请社区确认', as: OWNER, path: '/m/houses/bind', act: choose('request') },
  { name: 'resident-looks', title: '谁看过我的信息', as: OWNER, path: '/m/looks' },
  { name: 'resident-me', title: '我的', as: OWNER, path: '/m/me', looks: ['large'] },
  { name: 'resident-person', title: '我的信息', as: OWNER, path: '/m/me/person' },
  { name: 'resident-phone', title: '更换登录手机号', as: OWNER, path: '/m/me/phone' },
  { name: 'resident-security', title: '账号与安全', as: OWNER, path: '/m/me/security' },
  { name: 'resident-close', title: '注销账号', as: OWNER, path: '/m/me/close' },
  { name: 'resident-privacy', title: '个人信息处理说明', as: OWNER, path: '/m/privacy' },
];

const PORTAL: Screen[] = [
  { name: 'portal-estates', title: '住宅小区', path: '/', looks: ['dark', 'en', 'large', 'contrast', 'plain'] },
  { name: 'portal-estates-empty', title: '住宅小区：没有结果', path: '/?q=没有这样的小区' },
  { name: 'portal-estates-error', title: '住宅小区：连不上服务器', path: '/', without: '**/api/public/estates?*' },
  { name: 'portal-estate', title: '小区', path: ({ estate }) => `/estates/${estate}`, looks: ['large'] },
  { name: 'portal-cockpit', title: '政策落实', path: ({ region }) => `/cockpit/${region}`, looks: ['large'] },
  { name: 'portal-missing', title: '没有找到', path: '/no/such/page' },
];

export const FACES: { title: string; screens: Screen[] }[] = [
  { title: '工作端 Console', screens: CONSOLE },
  { title: '住户端 Resident app', screens: RESIDENT },
  { title: '公开网站 Portal', screens: PORTAL },
];
