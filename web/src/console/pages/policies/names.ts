import { pick } from '../../../shared/i18n.ts';
import type { Policy, PolicyRow } from '../../api/policy.ts';

const SHORT = 12;

export const titleOf = ({ title = '', title_en: titleEn }: PolicyRow | Policy): string => pick([title, titleEn || title]);
/** A version as people tell it from another. */
export const shortHash = (hash = ''): string => hash.slice(0, SHORT);
