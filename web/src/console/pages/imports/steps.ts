// The steps of an import, and which of them its state lets one look at.

import type { State } from '../../api/imports.ts';

export const STEPS = ['upload', 'columns', 'check', 'confirm', 'result'] as const;
export type Step = (typeof STEPS)[number];
export type OpenStep = Exclude<Step, 'upload'>;

/** What of an import says how far it is. */
export interface Progress {
  state: State;
  /** Something was answered since the check. */
  needsCheck?: boolean;
  /** Its job has ended badly: it may be begun again. */
  isStuck?: boolean;
}

const OPEN: Record<State, OpenStep[]> = {
  reading: ['columns'],
  mapping: ['columns'],
  checking: ['check'],
  checked: ['check', 'columns', 'confirm'],
  committing: ['confirm'],
  committed: ['result', 'check'],
  undoing: ['result'],
  undone: ['result', 'check'],
  given_up: [],
};
const STUCK: Partial<Record<State, OpenStep[]>> = {
  checking: ['check', 'columns'],
  committing: ['confirm', 'columns'],
};

/** The steps that can be opened; the first is where an import that is opened goes on. */
export function openSteps({ state, needsCheck = false, isStuck = false }: Progress): OpenStep[] {
  const open = (isStuck && STUCK[state]) || OPEN[state];
  return needsCheck ? open.filter((step) => step !== 'confirm') : open;
}

const UNDER_WAY: State[] = ['reading', 'checking', 'committing', 'undoing'];
export const isUnderWay = (state: State): boolean => UNDER_WAY.includes(state);

const GIVEN: State[] = ['committed', 'undoing', 'undone', 'given_up'];
/** It can be given up: nothing of it is in the register. */
export const canDrop = (state: State): boolean => !GIVEN.includes(state);
