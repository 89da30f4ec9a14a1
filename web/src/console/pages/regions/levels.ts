import { getRegions as fields } from '../../../shared/labels/regions.ts';

const LEVELS = Object.keys(fields.level.choices);

/** The levels that can stand below one. */
export const lowerLevels = (level: string | undefined): string[] => LEVELS.slice(LEVELS.indexOf(level ?? '') + 1);
