// Where each count of the workbench leads: the list that shows what was counted.

import type { RouteLocationRaw } from 'vue-router';
import { isAllowed, router } from '../../router.ts';

const LISTS: Record<string, { name: string; query?: Record<string, string> }> = {
  binding_asked: { name: 'bindings', query: { state: 'asked' } },
  import_open: { name: 'imports' },
  job_failed: { name: 'tasks' },
  message_stuck: { name: 'outbox' },
  account_invited: { name: 'accounts', query: { state: 'invited' } },
  contract_past: { name: 'estates', query: { contract: 'past' } },
  contract_soon: { name: 'estates', query: { contract: 'soon' } },
  inspection_past: { name: 'estates', query: { inspection: 'past' } },
  inspection_soon: { name: 'estates', query: { inspection: 'soon' } },
  estate_unplaced: { name: 'estates', query: { unplaced: 'true' } },
  estate_unserved: { name: 'estates', query: { service_mode: 'none' } },
  estate: { name: 'estates' },
};

/** What is past its day. */
const OVERDUE = new Set(['contract_past', 'inspection_past']);
export const isOverdue = (matter: string): boolean => OVERDUE.has(matter);

export function listOf(matter: string): RouteLocationRaw | undefined {
  const list = LISTS[matter];
  return list && router.hasRoute(list.name) && isAllowed(list.name) ? list : undefined;
}
