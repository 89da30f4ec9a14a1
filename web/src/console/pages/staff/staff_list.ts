import { getPosts } from '../../../shared/labels/posts.ts';
import { getStaff } from '../../../shared/labels/staff.ts';
import { listPosts, listStaff, type PostRow, type StaffRow } from '../../api/staff.ts';
import { columnsOf } from '../../use/columns_of.ts';
import type { ListDefinition } from '../../use/list.ts';

export const staffList: ListDefinition<StaffRow> = {
  name: 'staff',
  columns: columnsOf<StaffRow>(
    getStaff,
    ['name', 'kind', 'title', 'estate', 'region', 'organisation', 'work_phone', 'since', 'is_full_time', 'until'],
    { name: { isSortable: true }, is_full_time: { isHidden: true }, until: { isHidden: true } },
  ),
  filters: [
    { name: 'q', label: ['姓名', 'Name'], kind: 'text' },
    { name: 'kind', label: getStaff.kind.label, kind: 'choice', field: getStaff.kind },
    { name: 'left', label: ['含已离岗', 'With those who left'], kind: 'flag' },
  ],
  pageFilters: ['region', 'organisation'],
  load: listStaff,
  nameOf: (row) => row.name ?? '',
};

export const postList: ListDefinition<PostRow> = {
  name: 'posts',
  columns: columnsOf<PostRow>(getPosts, ['name', 'title', 'role', 'organisation', 'place', 'since', 'until'], { name: { isSortable: true } }),
  filters: [
    { name: 'q', label: ['姓名或岗位', 'Name or post'], kind: 'text' },
    { name: 'role', label: getPosts.role.label, kind: 'choice', field: getPosts.role },
  ],
  pageFilters: ['organisation'],
  load: listPosts,
  nameOf: (row) => row.name ?? '',
};
