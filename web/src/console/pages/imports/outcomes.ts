/** What may become of a row, as the server names it. */
export const OUTCOMES = ['new', 'changed', 'same', 'bad', 'asked', 'skipped'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const isOutcome = (text: unknown): text is Outcome => (OUTCOMES as readonly unknown[]).includes(text);
