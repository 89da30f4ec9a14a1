// What the faces say of a clause: its light, its figures, what decides.

import type { components } from './api.d.ts';

export type Cockpit = components['schemas']['RegionsCockpit'];
export type Clause = components['schemas']['RegionsCockpitClauses'];
export type LightCode = NonNullable<Clause['light']>;
export type LightTone = 'ok' | 'danger' | 'warn' | 'info' | 'neutral';

/** In the order in which they are told; the colour only repeats the word. */
export const LIGHTS: Record<LightCode, LightTone> = {
  unmet: 'danger',
  short: 'warn',
  unknown: 'neutral',
  met: 'ok',
  in_force: 'info',
  not_applicable: 'neutral',
  not_yet: 'neutral',
  nothing: 'neutral',
};
export const LIGHT_CODES = Object.keys(LIGHTS) as LightCode[];

/** How many stand how to a measure, or to the measures of a clause. */
export interface Figures {
  met?: number;
  unmet?: number;
  unknown?: number;
}

/** To how many it applies: also to those of whom nothing is known. */
export const applicable = ({ met = 0, unmet = 0, unknown = 0 }: Figures): number => met + unmet + unknown;

/** Of a thousand, rounded down: only all is all. */
export const permille = (part: number, whole: number): number => (whole > 0 ? Math.floor((part * 1000) / whole) : 0);

export const TARGETS = ['missed', 'behind', 'on_track', 'reached', 'no_record'] as const;
export type TargetState = (typeof TARGETS)[number];
export const TARGET_TONES: Record<TargetState, LightTone> = {
  missed: 'danger',
  behind: 'warn',
  on_track: 'info',
  reached: 'ok',
  no_record: 'neutral',
};
export const targetCount = (clause: Clause, state: TargetState): number => clause[`targets_${state}`] ?? 0;

/** How many more meet it than 30 days ago; undefined: it is not known how it stood then. */
export function change(clause: Clause): number | undefined {
  return clause.total_earlier ? (clause.met ?? 0) - (clause.met_earlier ?? 0) : undefined;
}

export type Reason =
  | 'notYet' | 'nothing' | 'missed' | 'late' | 'behind' | 'unmet' | 'reached' | 'unknown' | 'duties' | 'met' | 'notApplicable' | 'inForce';

/** What decides the light: targets stand for the measures that they count, where any can be judged. */
export function reason(clause: Clause): { reason: Reason; n: number } {
  const missed = targetCount(clause, 'missed');
  const behind = targetCount(clause, 'behind');
  const judged = missed + behind + targetCount(clause, 'reached') + targetCount(clause, 'on_track');
  const open = (clause.duties ?? 0) - (clause.duties_held ?? 0);
  switch (clause.light) {
    case 'not_yet':
      return { reason: 'notYet', n: 0 };
    case 'nothing':
      return { reason: 'nothing', n: 0 };
    case 'unmet':
      return missed ? { reason: 'missed', n: missed } : { reason: 'unmet', n: clause.unmet ?? 0 };
    case 'short':
      if (behind) return { reason: 'behind', n: behind };
      return missed ? { reason: 'late', n: missed } : { reason: 'unmet', n: clause.unmet ?? 0 };
    case 'unknown':
      return clause.unknown ? { reason: 'unknown', n: clause.unknown } : { reason: 'duties', n: open };
    case 'met':
      return judged ? { reason: 'reached', n: judged } : { reason: 'met', n: clause.met ?? 0 };
    case 'not_applicable':
      return { reason: 'notApplicable', n: clause.not_applicable ?? 0 };
    default:
      return { reason: 'inForce', n: 0 };
  }
}

/** The clauses by the parts of the document, in its order; those of no part last. */
export function byPart(parts: Cockpit['parts'], clauses: Clause[]): { name: string; title: string; clauses: Clause[] }[] {
  const named = parts.map(({ name = '', title = '' }) => ({ name, title, clauses: clauses.filter((clause) => clause.part === name) }));
  const rest = clauses.filter((clause) => !parts.some(({ name }) => name === clause.part));
  return [...named, { name: '', title: '', clauses: rest }].filter((part) => part.clauses.length > 0);
}
