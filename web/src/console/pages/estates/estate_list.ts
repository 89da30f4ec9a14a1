import { type Field, type Pair, titleOf } from '../../../shared/fields.ts';
import { getEstates as fields } from '../../../shared/labels/estates.ts';
import { type EstateRow, listEstates } from '../../api/estates.ts';
import type { ListDefinition } from '../../use/list.ts';

const column = (name: keyof EstateRow & keyof typeof fields, more: { isSortable?: boolean; isHidden?: boolean } = {}) => ({
  name,
  field: fields[name] as Field,
  ...more,
});

const due = (label: Pair): Field => ({
  label,
  kind: 'choice',
  choices: { past: ['已到期', 'Past due'], soon: ['即将到期', 'Due soon'] },
});
const CONTRACT: Pair = ['物业合同', 'Service contract'];
const INSPECTION: Pair = ['设施检验', 'Inspections'];

export const estateList: ListDefinition<EstateRow> = {
  name: 'estates',
  columns: [
    column('number', { isSortable: true }),
    column('name', { isSortable: true }),
    column('region'),
    column('kind'),
    column('service_mode'),
    column('company'),
    column('house_count'),
    column('building_count'),
    column('contract_until'),
    column('fee_low_e4', { isHidden: true }),
    column('fee_high_e4', { isHidden: true }),
    column('fee_unit', { isHidden: true }),
    column('built_year', { isHidden: true }),
    column('address', { isHidden: true }),
  ],
  filters: [
    { name: 'q', label: ['关键词', 'Keyword'], kind: 'text' },
    { name: 'kind', label: fields.kind.label, kind: 'choice', field: fields.kind },
    { name: 'service_mode', label: fields.service_mode.label, kind: 'choice', field: fields.service_mode },
    { name: 'contract', label: CONTRACT, kind: 'choice', field: due(CONTRACT) },
    { name: 'inspection', label: INSPECTION, kind: 'choice', field: due(INSPECTION) },
    { name: 'unplaced', label: ['待划归', 'To be placed'], kind: 'flag' },
    { name: 'removed', label: ['已删除', 'Deleted'], kind: 'flag' },
  ],
  pageFilters: ['region'],
  load: listEstates,
  nameOf: (row) => row.name ?? titleOf(fields.name),
};
