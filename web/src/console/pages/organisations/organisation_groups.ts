import type { Key } from '../../t.ts';

/** What is known of an organisation, as its page and its form show it. */
export const ORGANISATION_GROUPS: { title: Key; names: string[] }[] = [
  {
    title: 'organisation.group.basic',
    names: ['kind', 'name', 'short_name', 'credit_code', 'region_id', 'parent_id', 'duty', 'legal_person', 'phone', 'address'],
  },
  {
    title: 'organisation.group.more',
    names: ['is_association_member', 'has_party_organisation', 'has_trade_union', 'since', 'until', 'successor_id'],
  },
];

/** Those that name another registered thing. */
export const ORGANISATION_LINKS = ['parent_id', 'successor_id'] as const;
