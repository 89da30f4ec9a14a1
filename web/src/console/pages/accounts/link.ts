/** The whole address of a one-time link, as it can be handed over. */
export const linkOf = (path: string | undefined): string => new URL(path ?? '', location.origin).href;
