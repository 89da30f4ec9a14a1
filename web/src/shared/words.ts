import { translator } from './i18n.ts';
import type { Problem } from './problem.ts';
import zh from './zh.json';

/** The words that all faces share. */
export const words = translator(zh, async () => (await import('./en.json')).default);

/** What to tell a person: the server's own words where it gave any. */
export function problemText(problem: Problem): string {
  if (problem.isOffline) return words('problem.offline');
  if (problem.isStale) return words('problem.stale');
  return problem.message || words(problem.status === 503 ? 'problem.busy' : 'problem.unknown');
}
