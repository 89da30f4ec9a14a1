import { api, ok } from '../../shared/client.ts';
import { loadJob } from './jobs.ts';

export type Format = 'xlsx' | 'csv';

const PAUSE_MS = 1000;
const TRIES = 30;

/** Begins the export of a list, named by its address; the job that makes the file. */
export const beginExport = async (list: string, format: Format): Promise<string> =>
  (await ok(api.POST('/api/v1/exports', { body: { list, format } }))).job_id ?? '';

export const exportAddress = (job: string): string => `/api/v1/exports/${job}`;

/** Hands the file to the browser as a download. */
export function download(job: string): void {
  const link = document.createElement('a');
  link.href = exportAddress(job);
  link.download = '';
  link.click();
}

/** Waits for a short job; false if it takes longer than one likes to wait, or failed. */
export async function isSoonDone(job: string): Promise<boolean> {
  for (let i = 0; i < TRIES; i++) {
    const { state } = await loadJob(job);
    if (state !== 'waiting' && state !== 'running') return state === 'done';
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return false;
}
