import type { Field } from '../../../shared/fields.ts';
import { getImports as fields } from '../../../shared/labels/imports.ts';
import { type ImportRow, listImports } from '../../api/imports.ts';
import type { ListDefinition } from '../../use/list.ts';

const column = (name: keyof ImportRow & keyof typeof fields) => ({ name, field: fields[name] as Field });

export const importList: ListDefinition<ImportRow> = {
  name: 'imports',
  columns: [
    column('file_name'),
    column('kind'),
    column('state'),
    column('n_rows'),
    column('n_new'),
    column('n_changed'),
    column('n_same'),
    column('n_bad'),
    column('n_asked'),
    column('made_at'),
    column('committed_at'),
  ],
  filters: [],
  load: (query: Record<string, string | number>) => listImports({ sort: '-id', ...query }),
  nameOf: (row) => row.file_name ?? '',
};
