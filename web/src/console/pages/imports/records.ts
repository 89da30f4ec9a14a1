import type { RouteLocationRaw } from 'vue-router';
import type { Batch } from '../../api/imports.ts';

type Place = (batch: Batch) => RouteLocationRaw;

/** Where what an import has brought can be seen. */
const PLACES: Record<string, Place> = {
  estates: (batch) => ({ name: 'estates', query: batch.region_id ? { region: batch.region_id } : {} }),
};

export const recordsOf = (batch: Batch): RouteLocationRaw | undefined => PLACES[batch.kind ?? '']?.(batch);
