import { api, ok } from '../../shared/client.ts';
import type { paths } from '../../shared/api.d.ts';

export type ImportRow = Awaited<ReturnType<typeof listImports>>['items'][number];
/** A file on its way into the register. */
export type Batch = Awaited<ReturnType<typeof loadImport>>;
export type Column = Batch['columns'][number];
export type Finding = Awaited<ReturnType<typeof listFindings>>['items'][number];
export type State = NonNullable<Batch['state']>;

type Listing = NonNullable<paths['/api/v1/imports']['get']['parameters']['query']>;
type FindingQuery = NonNullable<paths['/api/v1/imports/{import}/errors']['get']['parameters']['query']>;
export type Mapping = paths['/api/v1/imports/{import}/mapping']['put']['requestBody']['content']['application/json'];

const at = (batch: string) => ({ path: { import: batch } });

/** What the server reads, and how much of it. */
export const FILE_TYPES = ['.xlsx', '.xls', '.csv'];
export const FILE_MAX_BYTES = 64 * 1024 * 1024;
export const FILE_MAX_ROWS = 250_000;

export const listImports = (query: Listing) => ok(api.GET('/api/v1/imports', { params: { query } }));
export const loadImport = (id: string) => ok(api.GET('/api/v1/imports/{import}', { params: at(id) }));

/** Sends a file; the server reads it and matches its columns. */
export const uploadImport = (file: File, values: Record<string, string>) => {
  const form = new FormData();
  Object.entries(values).forEach(([name, value]) => value && form.append(name, value));
  form.append('file', file);
  return ok(api.POST('/api/v1/imports', { body: values, bodySerializer: () => form }));
};

export const mapImport = (id: string, body: Mapping) =>
  ok(api.PUT('/api/v1/imports/{import}/mapping', { params: at(id), body }));

/** Each begins a job; the import says which. */
export const checkImport = (id: string) => ok(api.POST('/api/v1/imports/{import}/check', { params: at(id) }));
export const commitImport = (id: string) => ok(api.POST('/api/v1/imports/{import}/commit', { params: at(id) }));

export const listFindings = (id: string, query: FindingQuery) =>
  ok(api.GET('/api/v1/imports/{import}/errors', { params: { ...at(id), query } }));

export interface Kind { name: string; zh: string; en: string; needs_region: boolean; needs_estate: boolean }
export const listKinds = async (): Promise<Kind[]> => [{ name: 'estates', zh: '住宅小区', en: 'Estates', needs_region: true, needs_estate: false }];
