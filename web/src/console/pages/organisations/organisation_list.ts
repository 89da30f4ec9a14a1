import { titleOf } from '../../../shared/fields.ts';
import { getOrganisations as fields } from '../../../shared/labels/organisations.ts';
import { listOrganisations, type OrganisationRow } from '../../api/organisations.ts';
import { columnsOf } from '../../use/columns_of.ts';
import type { ListDefinition } from '../../use/list.ts';

export const organisationList: ListDefinition<OrganisationRow> = {
  name: 'organisations',
  columns: columnsOf<OrganisationRow>(
    fields,
    ['name', 'kind', 'credit_code', 'region', 'duty', 'estate_count', 'phone', 'short_name', 'until'],
    { name: { isSortable: true }, short_name: { isHidden: true }, until: { isHidden: true } },
  ),
  filters: [
    { name: 'q', label: ['关键词', 'Keyword'], kind: 'text' },
    { name: 'here', label: ['管理范围内', 'Within reach'], kind: 'flag' },
    { name: 'removed', label: ['已删除', 'Deleted'], kind: 'flag' },
  ],
  pageFilters: ['kind'],
  load: listOrganisations,
  nameOf: (row) => row.name ?? titleOf(fields.name),
};
