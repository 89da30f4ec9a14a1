import { today } from '../../../../shared/format.ts';
import { t } from '../../../t.ts';
import type { Tone } from '../../../use/tone.ts';

const DAY_MS = 24 * 3600 * 1000;
const SOON_DAYS = 30;

export interface Due {
  on: string;
  text: string;
  tone: Tone;
}

/** So many days after a date; empty where either is not known. */
export function daysAfter(date: string | null | undefined, days: number | null | undefined): string {
  if (!date || !days) return '';
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A day on which something is due, and how long that is, in words. */
export function dueOn(on: string | null | undefined, now = Date.now()): Due | undefined {
  if (!on) return undefined;
  const days = Math.round((Date.parse(on) - Date.parse(today(now))) / DAY_MS);
  if (days < 0) return { on, text: t('due.past', { n: -days }), tone: 'danger' };
  if (days === 0) return { on, text: t('due.today'), tone: 'warn' };
  return { on, text: t('due.left', { n: days }), tone: days <= SOON_DAYS ? 'warn' : 'ok' };
}
