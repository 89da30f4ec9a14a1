import { getAudit as fields } from '../../../shared/labels/audit.ts';
import { type ActRow, listActs } from '../../api/audit.ts';
import { columnsOf } from '../../use/columns_of.ts';
import type { Filter, ListDefinition } from '../../use/list.ts';
import { ACTS_OF, actWords } from './act_words.ts';

const FILTERS: Filter[] = [
  { name: 'account', label: ['账号或姓名', 'Account or name'], kind: 'text' },
  { name: 'since', label: ['开始日期', 'From'], kind: 'date' },
  { name: 'until', label: ['结束日期', 'To'], kind: 'date' },
];
const nameOf = (row: ActRow): string => actWords(row.action);

export const actList: ListDefinition<ActRow> = {
  name: 'audit',
  columns: columnsOf<ActRow>({ ...fields, is_refused: { ...fields.is_refused, label: ['结果', 'Result'] } }, ['at', 'action', 'name', 'post', 'kind', 'subject_id', 'is_refused', 'reason', 'block'], {
    block: { isHidden: true },
  }),
  filters: [
    FILTERS[0]!,
    { name: 'action', label: ACTS_OF.label, kind: 'choice', field: ACTS_OF },
    ...FILTERS.slice(1),
    { name: 'refused', label: fields.is_refused.label, kind: 'flag' },
  ],
  pageFilters: ['subject'],
  load: listActs,
  nameOf,
};

export const LOOK = 'person.look';
export const lookList: ListDefinition<ActRow> = {
  name: 'audit',
  columns: columnsOf<ActRow>(fields, ['at', 'name', 'post', 'reason', 'detail', 'subject_id']),
  filters: FILTERS,
  load: (query: object) => listActs({ ...query, action: LOOK }),
  nameOf,
};
