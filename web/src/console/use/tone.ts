/** How a state is coloured; the word says it too. */
export type Tone = 'neutral' | 'info' | 'ok' | 'warn' | 'danger';
