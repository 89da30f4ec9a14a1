import { translator } from '../shared/i18n.ts';
import shared from '../shared/zh.json';
import own from './zh.json';

export const t = translator({ ...shared, ...own }, async () => {
  const [sharedEn, ownEn] = await Promise.all([import('../shared/en.json'), import('./en.json')]);
  return { ...sharedEn.default, ...ownEn.default };
});
export type Key = Parameters<typeof t>[0];
