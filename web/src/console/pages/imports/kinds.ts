import { computed, shallowRef } from 'vue';
import { pick } from '../../../shared/i18n.ts';
import { type Kind, listKinds } from '../../api/imports.ts';

const kinds = shallowRef<Kind[]>([]);

/** The kinds of imports there are for the current post. */
export function useKinds() {
  void listKinds().then((list) => (kinds.value = list));
  return computed(() => kinds.value);
}

export function kindName(list: Kind[], kind: string | undefined): string {
  const found = list.find((one) => one.name === kind);
  return found ? pick([found.zh ?? '', found.en ?? '']) : (kind ?? '');
}
