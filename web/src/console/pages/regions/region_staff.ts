import { today } from '../../../shared/format.ts';
import type { Noun } from '../estates/parts/noun.ts';
import { staffs } from '../estates/parts/nouns.ts';

/** Whom a region of a level is asked to appoint. */
const USUAL: Record<string, string> = { subdistrict: 'town_office', town: 'town_office', community: 'specialist', village: 'specialist' };

/** The staff posted to the region itself; that of its estates stands in their files. */
export const staffOf = (level = ''): Noun => ({
  ...staffs,
  title: 'region.staff',
  add: 'region.addStaff',
  change: 'region.changeStaff',
  initial: { ...(USUAL[level] && { kind: USUAL[level] }), since: today(Date.now()) },
});
