import { api, ok } from '../../shared/client.ts';
import { type Job, loadJob } from './jobs.ts';

export type Format = 'xlsx' | 'csv';

/** What an export that is done tells of its file. */
export interface ExportResult {
  rows: number;
  /** The address of the list. */
  list: string;
  format: Format;
  expires_at: string;
}

const PAUSE_MS = 1000;
const TRIES = 30;

/** Begins the export of a list, named by its address; the job that makes the file. */
export const beginExport = async (list: string, format: Format): Promise<string> =>
  (await ok(api.POST('/api/v1/exports', { body: { list, format } }))).job_id ?? '';

export const exportAddress = (job: string): string => `/api/v1/exports/${job}`;

export const exportResult = (job: Job): ExportResult | undefined =>
  job.kind === 'export' && job.state === 'done' && job.result ? (JSON.parse(job.result) as ExportResult) : undefined;

/** Its file is still there. */
export const downloadable = (job: Job): boolean => Date.parse(exportResult(job)?.expires_at ?? '') > Date.now();

/** Hands the file to the browser as a download. */
export function download(job: string): void {
  const link = document.createElement('a');
  link.href = exportAddress(job);
  link.download = '';
  link.click();
}

/** Waits for a short job; one that takes longer than one likes to wait is still under way. */
export async function waitFor(id: string): Promise<Job> {
  for (let i = 0; ; i++) {
    const job = await loadJob(id);
    if (i === TRIES || (job.state !== 'waiting' && job.state !== 'running')) return job;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
