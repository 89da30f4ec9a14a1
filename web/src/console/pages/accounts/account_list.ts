import { getAccounts as fields } from '../../../shared/labels/accounts.ts';
import { type AccountRow, listAccounts } from '../../api/accounts.ts';
import { columnsOf } from '../../use/columns_of.ts';
import type { ListDefinition } from '../../use/list.ts';
import type { Tone } from '../../use/tone.ts';

export const accountList: ListDefinition<AccountRow> = {
  name: 'accounts',
  columns: columnsOf<AccountRow>(fields, ['login', 'name', 'state', 'has_totp', 'last_sign_in_at', 'password_at', 'locked_until'], {
    login: { isSortable: true },
  }),
  filters: [
    { name: 'q', label: ['账号或姓名', 'Account or name'], kind: 'text' },
    { name: 'state', label: fields.state.label, kind: 'choice', field: fields.state },
    { name: 'residents', label: ['住户账号', 'Residents'], kind: 'flag' },
  ],
  load: listAccounts,
  nameOf: (row) => row.name ?? '',
};

export const STATE_TONES: Record<string, Tone> = { active: 'ok', invited: 'info', closed: 'neutral' };
export const isLocked = (account: { locked_until?: string }): boolean => Boolean(account.locked_until && Date.parse(account.locked_until) > Date.now());
