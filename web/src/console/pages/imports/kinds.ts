import { computed, watch } from 'vue';
import { lang } from '../../../shared/i18n.ts';
import { useLoad } from '../../../shared/load.ts';
import { type Kind, listKinds } from '../../api/imports.ts';

/** The kinds of imports there are for the current post, in the language of the page. */
export function useKinds() {
  const { data, problem, reload } = useLoad(listKinds);
  watch(lang, reload, { immediate: true });
  return { kinds: computed(() => data.value ?? []), problem, reload };
}

export const kindName = (kinds: Kind[], kind: string | undefined): string =>
  kinds.find((one) => one.name === kind)?.label ?? kind ?? '';
