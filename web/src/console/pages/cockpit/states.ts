import type { Tone } from '../../use/tone.ts';

/** How a subject stands to a measure. */
export const STATE_TONES: Record<string, Tone> = { unmet: 'danger', unknown: 'warn', met: 'ok', not_applicable: 'neutral' };
