import type { ActRow } from '../../api/audit.ts';
import { t } from '../../t.ts';

/** Who did it: by name; a resident without; nobody, where nobody was signed in. */
export function whoOf(row: Pick<ActRow, 'name' | 'account' | 'account_id' | 'is_refused'>): string {
  if (row.name) return row.name === row.account ? row.name : `${row.name} (${row.account})`;
  if (row.account_id) return t('audit.resident');
  return t(row.is_refused ? 'audit.nobody' : 'audit.system');
}
