import type { paths } from '../../shared/api.d.ts';
import { api, ok } from '../../shared/client.ts';

type StaffQuery = NonNullable<paths['/api/v1/staff']['get']['parameters']['query']>;
type PostQuery = NonNullable<paths['/api/v1/posts']['get']['parameters']['query']>;
export type StaffRow = Awaited<ReturnType<typeof listStaff>>['items'][number];
export type PostRow = Awaited<ReturnType<typeof listPosts>>['items'][number];

/** Staff of the estates within reach. */
export const listStaff = (query: StaffQuery) => ok(api.GET('/api/v1/staff', { params: { query } }));

/** Posts over what is within reach, and who holds them. */
export const listPosts = (query: PostQuery) => ok(api.GET('/api/v1/posts', { params: { query } }));
