import type { Tone } from '../../use/tone.ts';

/** How the states of an import are coloured. */
export const TONES: Record<string, Tone> = {
  mapping: 'warn',
  reading: 'info',
  checking: 'info',
  checked: 'warn',
  committing: 'info',
  committed: 'ok',
  undoing: 'info',
  undone: 'neutral',
  given_up: 'neutral',
};
