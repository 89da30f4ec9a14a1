import type { Field } from '../../../shared/fields.ts';
import { getBindings as fields } from '../../../shared/labels/bindings.ts';
import { type Binding, listBindings } from '../../api/bindings.ts';
import type { ListDefinition } from '../../use/list.ts';

const column = (name: keyof Binding & keyof typeof fields, more: { isHidden?: boolean } = {}) => ({
  name,
  field: fields[name] as Field,
  ...more,
});

export const bindingList: ListDefinition<Binding> = {
  name: 'bindings',
  columns: [
    column('at'),
    column('estate'),
    column('label'),
    column('name'),
    column('phone'),
    column('tie'),
    column('way'),
    column('note'),
    column('state'),
    column('decided_at', { isHidden: true }),
    column('decided_by', { isHidden: true }),
    column('reason', { isHidden: true }),
  ],
  filters: [{ name: 'state', label: fields.state.label, kind: 'choice', field: fields.state }],
  load: (query: Record<string, string | number>) => listBindings({ sort: '-id', ...query }),
  nameOf: (row) => [row.estate, row.label].filter(Boolean).join(' '),
};
