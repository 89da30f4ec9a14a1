import type { Setting } from '../../api/system.ts';
import type { Key } from '../../t.ts';

const TITLES: Record<string, Key> = {
  session: 'setting.group.signIn',
  sign_in: 'setting.group.signIn',
  invitation: 'setting.group.signIn',
  site: 'setting.group.site',
  due: 'setting.group.due',
};

export interface Group {
  title: Key;
  settings: Setting[];
}

/** Settings by what they are about: the first word of their key says it. */
export function grouped(settings: Setting[]): Group[] {
  const groups = new Map<Key, Setting[]>();
  for (const setting of settings) {
    const title = TITLES[setting.key?.split('.')[0] ?? ''] ?? 'setting.group.other';
    groups.set(title, [...(groups.get(title) ?? []), setting]);
  }
  return [...groups].map(([title, of]) => ({ title, settings: of }));
}
