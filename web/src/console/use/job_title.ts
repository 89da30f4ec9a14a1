// What a job is called, and the colour of its state.

import { exportResult } from '../api/exports.ts';
import type { Job } from '../api/jobs.ts';
import { router } from '../router.ts';
import { type Key, t } from '../t.ts';
import type { Tone } from './tone.ts';

export const JOB_TONES: Record<string, Tone> = { running: 'info', done: 'ok', failed: 'danger' };

const TITLES: Record<string, Key> = {
  'import.read': 'job.importRead',
  'import.check': 'job.importCheck',
  'import.commit': 'job.importCommit',
  'import.undo': 'job.importUndo',
};

/** The page whose list was exported has the title of the file. */
function exportTitle(job: Job): string {
  const name = exportResult(job)?.list.match(/^\/api\/v1\/(\w+)(\?|$)/)?.[1];
  const title = router.getRoutes().find((route) => route.name === name)?.meta.title;
  return title ? t('job.exportOf', { title: t(title) }) : t('job.export');
}

export function jobTitle(job: Job): string {
  const title = TITLES[job.kind ?? ''];
  if (title) return t(title);
  return job.kind === 'export' ? exportTitle(job) : (job.kind ?? '');
}
