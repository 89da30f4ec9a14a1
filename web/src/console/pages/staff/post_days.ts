import { NONE } from '../../../shared/format.ts';
import { t } from '../../t.ts';

// How the server writes "always" and "still".
const ALWAYS = '0001-01-01';
const STILL = '9999-12-31';

export const sinceText = (since: string | undefined): string => (!since || since === ALWAYS ? NONE : since);
export const untilText = (until: string | undefined): string => (!until || until === STILL ? t('post.open') : until);
