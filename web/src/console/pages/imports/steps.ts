// The steps of an import, and which of them its state lets one look at.

import type { State } from '../../api/imports.ts';

export const STEPS = ['upload', 'columns', 'check', 'confirm', 'result'] as const;
export type Step = (typeof STEPS)[number];
export type OpenStep = Exclude<Step, 'upload'>;

/** Work that is under way cannot be changed; one whose job has ended badly can be begun again. */
const OPEN: Record<State, OpenStep[]> = {
  mapping: ['columns'],
  checking: ['check'],
  checked: ['check', 'columns', 'confirm'],
  committing: ['confirm'],
  committed: ['result', 'check'],
  undoing: ['result'],
  undone: ['result', 'check'],
};
const STUCK: Partial<Record<State, OpenStep[]>> = {
  checking: ['check', 'columns'],
  committing: ['confirm', 'columns'],
};

/** The steps that can be opened; the first is where an import that is opened goes on. */
export function openSteps(state: State, isStuck: boolean): OpenStep[] {
  return (isStuck && STUCK[state]) || OPEN[state];
}

export const isUnderWay = (state: State): boolean => state === 'checking' || state === 'committing' || state === 'undoing';
