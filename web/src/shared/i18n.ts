import { ref, shallowReactive } from 'vue';
import { read, write } from './stored.ts';

export type Lang = 'zh' | 'en';
export interface Messages {
  [key: string]: string | Messages;
}
/** The dotted paths of a table of messages: 'form.save'. */
export type Path<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Path<T[K]>}`;
}[keyof T & string];
export type Params = Record<string, string | number>;

export const lang = ref<Lang>('zh');
const loaders: (() => Promise<void>)[] = [];

export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (braces, name: string) => String(params[name] ?? braces));
}

function find(table: Messages, path: string): string {
  const found = path.split('.').reduce<string | Messages | undefined>(
    (at, key) => (typeof at === 'object' ? at[key] : undefined),
    table,
  );
  return typeof found === 'string' ? found : path;
}

/** Chinese comes with the bundle, English when it is first asked for. */
export function translator<M extends Messages>(zh: M, loadEn: () => Promise<M>) {
  const tables = shallowReactive<{ zh: Messages; en?: Messages }>({ zh });
  loaders.push(async () => {
    tables.en ??= await loadEn();
  });
  return (key: Path<M>, params: Params = {}): string => fill(find(tables[lang.value] ?? zh, key), params);
}

export async function setLang(next: Lang): Promise<void> {
  if (next === 'en') await Promise.all(loaders.map((load) => load()));
  lang.value = next;
  document.documentElement.lang = next === 'en' ? 'en' : 'zh-CN';
  write('linli.lang', next);
}

/** The language of the last visit; call once every translator exists. */
export function restoreLang(): Promise<void> {
  return setLang(read<Lang>('linli.lang', 'zh') === 'en' ? 'en' : 'zh');
}

/** Picks from a [Chinese, English] pair. */
export function pick(pair: readonly [string, string]): string {
  return pair[lang.value === 'en' ? 1 : 0];
}
