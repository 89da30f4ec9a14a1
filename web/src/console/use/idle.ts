import { computed, onScopeDispose, ref } from 'vue';
import { loadSession, lockSession, session } from '../../shared/session.ts';
import { read, write } from '../../shared/stored.ts';
import { formatCountdown } from '../../shared/format.ts';

const NOTICE_S = 120;
const KEY = 'linli.active';
const ACTIVITY = ['keydown', 'pointerdown', 'wheel'];

/** Watches for the end of the session by idleness. Activity in any window of the browser counts;
 * typing without sending anything keeps the server's clock running too. */
export function useIdle(ended: () => void) {
  let toldServerAt = Date.now();
  const now = ref(Date.now());
  const lastActive = ref(Date.now());
  const limitMs = computed(() => (session.value?.idle_s ?? 0) * 1000);
  const restMs = computed(() => lastActive.value + limitMs.value - now.value);
  const isNear = computed(() => limitMs.value > 0 && restMs.value <= NOTICE_S * 1000);
  const rest = computed(() => formatCountdown(restMs.value / 1000));

  function active(): void {
    if (isNear.value) return;
    const at = Date.now();
    if (at - lastActive.value > 5000) write(KEY, at);
    lastActive.value = at;
    if (limitMs.value > 0 && at - toldServerAt > limitMs.value / 4) {
      toldServerAt = at;
      void loadSession();
    }
  }

  async function stay(): Promise<void> {
    lastActive.value = toldServerAt = Date.now();
    write(KEY, lastActive.value);
    await loadSession();
  }

  async function tick(): Promise<void> {
    now.value = Date.now();
    if (isNear.value) lastActive.value = Math.max(lastActive.value, read(KEY, 0));
    if (limitMs.value === 0 || restMs.value > 0) return;
    lastActive.value = now.value;
    await lockSession().catch(() => undefined);
    ended();
  }

  const clock = window.setInterval(() => void tick(), 1000);
  ACTIVITY.forEach((kind) => window.addEventListener(kind, active, { passive: true }));
  onScopeDispose(() => {
    window.clearInterval(clock);
    ACTIVITY.forEach((kind) => window.removeEventListener(kind, active));
  });

  return { isNear, rest, stay };
}
