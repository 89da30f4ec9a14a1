// Acts and the kinds of things they are done to, in words. An act is written KIND.VERB.

import type { Field, Pair } from '../../../shared/fields.ts';
import { NONE } from '../../../shared/format.ts';
import { lang, pick } from '../../../shared/i18n.ts';

const KINDS: Record<string, Pair> = {
  account: ['账号', 'account'],
  binding: ['房屋绑定', 'house binding'],
  building: ['楼栋', 'building'],
  committee: ['业委会', 'committee'],
  committee_member: ['业委会委员', 'committee member'],
  estate: ['小区', 'estate'],
  export: ['导出', 'export'],
  facility: ['设施设备', 'facility'],
  house: ['房屋', 'house'],
  house_code: ['房屋绑定码', 'house code'],
  import: ['导入', 'import'],
  job: ['后台任务', 'job'],
  occupancy: ['居住信息', 'occupancy'],
  organisation: ['单位', 'organisation'],
  ownership: ['产权', 'ownership'],
  parking_space: ['车位', 'parking space'],
  party_organisation: ['党组织', 'Party organisation'],
  person: ['人员', 'person'],
  phone_code: ['短信验证码', 'code by SMS'],
  post: ['岗位', 'post'],
  region: ['辖区', 'region'],
  session: ['登录会话', 'session'],
  setting: ['系统设置', 'setting'],
  staff: ['人员力量', 'staff'],
  token: ['接口令牌', 'token'],
  vehicle: ['车辆', 'vehicle'],
};

const VERBS: Record<string, Pair> = {
  cancel: ['取消', 'Cancel'],
  change: ['修改', 'Change'],
  close: ['停用', 'Close'],
  commit: ['提交', 'Commit'],
  create: ['新增', 'Add'],
  delete: ['删除', 'Delete'],
  end: ['结束', 'End'],
  grant: ['授予', 'Grant'],
  invite: ['发送一次性链接：', 'Send a one-time link:'],
  look: ['查看个人信息明文：', 'See personal data in the clear:'],
  make: ['生成', 'Make'],
  merge: ['合并', 'Merge'],
  open: ['启用', 'Open'],
  prove: ['核实', 'Prove'],
  restore: ['恢复', 'Restore'],
  revoke: ['撤销', 'Revoke'],
  send: ['发送', 'Send'],
  start: ['启动', 'Start'],
  undo: ['撤销', 'Undo'],
  update: ['修改', 'Change'],
};

/** Where the words of kind and verb would mislead. */
const ACTS: Record<string, Pair> = {
  'account.become': ['关联账号与人员', 'Tie an account to a person'],
  'account.drop_totp': ['重置两步验证', 'Drop a second factor'],
  'account.set_password': ['设置口令', 'Set a password'],
  'account.set_phone': ['更换手机号', 'Change the phone'],
  'session.choose_post': ['切换岗位', 'Change the post'],
  'session.close': ['退出登录', 'Sign out'],
  'session.end': ['结束其他登录', 'End another session'],
  'session.open': ['登录', 'Sign in'],
};

export const kindWords = (kind: string | undefined): string => (kind ? (KINDS[kind] ? pick(KINDS[kind]) : kind) : NONE);

export function actWords(action: string | undefined): string {
  if (!action) return NONE;
  if (ACTS[action]) return pick(ACTS[action]);
  const [kind = '', verb = ''] = action.split('.');
  const [of, does] = [KINDS[kind], VERBS[verb]];
  if (!of || !does) return action;
  return lang.value === 'en' ? `${pick(does)} ${pick(of)}` : `${pick(does)}${pick(of)}`;
}

/** For a filter: acts by the kind they are named after; its codes are beginnings of acts. */
export const ACTS_OF: Field = {
  label: ['操作类别', 'Acts on'],
  kind: 'choice',
  choices: Object.fromEntries(Object.entries(KINDS).map(([kind, words]) => [`${kind}.`, words])),
};
