import { computed } from 'vue';
import { useLoad } from '../../shared/load.ts';
import { stored } from '../../shared/stored.ts';
import { myHouses } from '../api/houses.ts';

const chosen = stored('house', '');

/** The houses of who is signed in, and the one in use. */
export function useHouses() {
  const { data: houses, problem, reload } = useLoad(myHouses);
  const house = computed(() => houses.value?.find((other) => other.house_id === chosen.value) ?? houses.value?.[0]);

  /** The next house in turn. */
  function switchHouse(): void {
    const list = houses.value ?? [];
    const at = list.findIndex((other) => other.house_id === house.value?.house_id);
    chosen.value = list[(at + 1) % list.length]?.house_id ?? '';
  }

  return { houses, house, problem, reload, switchHouse };
}
