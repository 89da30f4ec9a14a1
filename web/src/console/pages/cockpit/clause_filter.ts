// Which clauses are shown; the whole of it stands in the URL.

import type { Clause, Cockpit } from '../../../shared/clauses.ts';
import type { Field, Pair } from '../../../shared/fields.ts';
import { clausesOfGetRegionsByRegionCockpit as fields } from '../../../shared/labels/regions_cockpit.ts';
import type { Filter } from '../../use/list.ts';

const WORDS: Pair = ['关键词', 'Keyword'];
const BODY: Pair = ['责任单位', 'Body'];

export const FILTER_NAMES = ['q', 'body', 'kind', 'force', 'carried', 'light'] as const;
export type ClauseFilter = Partial<Record<(typeof FILTER_NAMES)[number], string>>;

export function filtersOf(bodies: Cockpit['bodies']): Filter[] {
  const choices = Object.fromEntries(bodies.map(({ name = '', title = '' }) => [name, [title, title] as const]));
  const body: Field = { label: BODY, kind: 'choice', choices };
  return [
    { name: 'q', label: WORDS, kind: 'text' },
    { name: 'body', label: BODY, kind: 'choice', field: body },
    { name: 'kind', label: fields.kind.label, kind: 'choice', field: fields.kind },
    { name: 'force', label: fields.force.label, kind: 'choice', field: fields.force },
    { name: 'carried', label: fields.carried.label, kind: 'choice', field: fields.carried },
  ];
}

const TEXTS = ['id', 'cites', 'title', 'gist', 'lead_titles', 'with_titles'] as const;

function says(clause: Clause, q: string): boolean {
  const wanted = q.toLowerCase();
  return TEXTS.some((name) => clause[name]?.toLowerCase().includes(wanted));
}

/** `light` aside: the strip of lights counts what the other filters leave. */
export function fits(clause: Clause, { q, body, kind, force, carried }: ClauseFilter): boolean {
  return (
    (!q || says(clause, q)) &&
    (!body || clause.lead.includes(body) || clause.with.includes(body)) &&
    (!kind || clause.kind === kind) &&
    (!force || clause.force === force) &&
    (!carried || clause.carried === carried)
  );
}
