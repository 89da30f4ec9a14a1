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

/** What is exported from the file of an estate, or from a region's cockpit. */
const PARTS: Record<string, Key> = {
  buildings: 'file.buildings',
  houses: 'file.houses',
  people: 'estate.people',
  'parking-spaces': 'file.spaces',
  vehicles: 'file.vehicles',
  facilities: 'file.facilities',
  committees: 'file.committees',
  'committee-members': 'file.members',
  'party-organisations': 'file.parties',
  staff: 'file.staff',
  clauses: 'page.cockpit',
  measures: 'clause.subjects',
};

/** The list's title is that of its page, or of its tab in the file of an estate. */
function exportTitle(job: Job): string {
  const [name = '', , part = ''] = (exportResult(job)?.list ?? '').replace(/^\/api\/v1\/|\?.*$/g, '').split('/');
  const title = part ? PARTS[part] : router.getRoutes().find((route) => route.name === name)?.meta.title;
  return title ? t('job.exportOf', { title: t(title) }) : t('job.export');
}

export function jobTitle(job: Job): string {
  const title = TITLES[job.kind ?? ''];
  if (title) return t(title);
  return job.kind === 'export' ? exportTitle(job) : (job.kind ?? '');
}
