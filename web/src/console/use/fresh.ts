import { onScopeDispose, watch } from 'vue';

export const FRESH_MS = 10_000;

/** Keeps what a page shows fresh for as long as it is looked at: `refresh` is called after each pause,
 * and at once when the page comes to sight again. */
export function useFresh(refresh: () => Promise<void>, pauseMs: () => number = () => FRESH_MS): void {
  let timer = 0;
  let isOver = false;

  const begin = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void turn(), pauseMs());
  };
  async function turn(): Promise<void> {
    await look();
    if (!isOver) begin();
  }
  const look = async (): Promise<void> => {
    if (!document.hidden) await refresh();
  };

  watch(pauseMs, begin, { immediate: true });
  document.addEventListener('visibilitychange', look);
  onScopeDispose(() => {
    isOver = true;
    window.clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  });
}
