import { api, because, ok } from '../../shared/client.ts';
import type { paths } from '../../shared/api.d.ts';

export type ImportRow = Awaited<ReturnType<typeof listImports>>['items'][number];
/** A file on its way into the register. */
export type Batch = Awaited<ReturnType<typeof loadImport>>;
export type Column = Batch['columns'][number];
export type Finding = Awaited<ReturnType<typeof listFindings>>['items'][number];
export type Row = Awaited<ReturnType<typeof listRows>>['items'][number];
export type Question = Awaited<ReturnType<typeof listQuestions>>['items'][number];
export type Kind = Awaited<ReturnType<typeof listKinds>>[number];
export type State = NonNullable<Batch['state']>;

type Listing = NonNullable<paths['/api/v1/imports']['get']['parameters']['query']>;
type RowQuery = NonNullable<paths['/api/v1/imports/{import}/rows']['get']['parameters']['query']>;
type FindingQuery = NonNullable<paths['/api/v1/imports/{import}/errors']['get']['parameters']['query']>;
export type Mapping = paths['/api/v1/imports/{import}/mapping']['put']['requestBody']['content']['application/json'];

const at = (batch: string) => ({ path: { import: batch } });

type Answer = paths['/api/v1/imports/{import}/questions/{question}']['put']['requestBody']['content']['application/json'];

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

/** Rows as they stand in the file, with what becomes of them. */
export const listRows = async (id: string, query: RowQuery) => {
  const page = await ok(api.GET('/api/v1/imports/{import}/rows', { params: { ...at(id), query } }));
  return { ...page, items: page.items.map((row) => ({ ...row, id: String(row.row_no) })) };
};

export const listQuestions = (id: string, after?: string) =>
  ok(api.GET('/api/v1/imports/{import}/questions', { params: { ...at(id), query: { size: 50, ...(after && { after }) } } }));

/** An id among the candidates, `new` or `skip`. It counts with the next check. */
export const answerQuestion = (id: string, question: string, body: Answer) =>
  ok(api.PUT('/api/v1/imports/{import}/questions/{question}', { params: { path: { import: id, question } }, body }));

/** Takes back all that an import has made and changed: begins a job. */
export const undoImport = (id: string, reason: string) =>
  ok(api.POST('/api/v1/imports/{import}/undo', { params: at(id), headers: because(reason) }));

export const dropImport = (id: string) => ok(api.DELETE('/api/v1/imports/{import}', { params: at(id) }));

/** The file again, with what is wrong beside it; all of it, or the wrong rows alone. */
export const reportAddress = (id: string, isBadOnly: boolean): string =>
  `/api/v1/imports/${id}/report${isBadOnly ? '?only=bad' : ''}`;

/** The kinds that the current post may import, with their columns. */
export const listKinds = async () => (await ok(api.GET('/api/v1/import-kinds'))).items;

export const templateAddress = (kind: string): string => `/api/v1/import-kinds/${kind}/template`;
