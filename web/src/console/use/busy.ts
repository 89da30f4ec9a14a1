import { ref } from 'vue';

/** Something that is done once at a time: a second click while it lasts does nothing. */
export function useBusy() {
  const isBusy = ref(false);

  async function run(work: () => Promise<unknown>): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      await work();
    } finally {
      isBusy.value = false;
    }
  }

  return { isBusy, run };
}
