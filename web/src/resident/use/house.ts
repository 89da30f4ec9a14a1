import { computed } from 'vue';
import { useLoad } from '../../shared/load.ts';
import { stored } from '../../shared/stored.ts';
import { myHouses } from '../api/houses.ts';

const chosen = stored('house', '');

/** The houses of who is signed in, and the one in use. */
export function useHouses() {
  const { data: houses, problem, reload } = useLoad(myHouses);
  const house = computed(() => houses.value?.find((other) => other.house_id === chosen.value) ?? houses.value?.[0]);

  function use(id: string): void {
    chosen.value = id;
  }

  return { houses, house, problem, reload, use };
}
