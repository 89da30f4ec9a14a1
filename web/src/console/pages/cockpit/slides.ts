import { onScopeDispose, ref, watch } from 'vue';
import { applicable, type Clause, LIGHT_CODES } from '../../../shared/clauses.ts';

const TURN_MS = 12_000;
const CLAUSES_A_SLIDE = 8;

/** The clauses that have figures, by their lights, so many on a slide. */
export function slidesOf(clauses: Clause[]): Clause[][] {
  const place = ({ light }: Clause): number => LIGHT_CODES.findIndex((code) => code === light);
  const counted = clauses.filter((clause) => applicable(clause) > 0).sort((a, b) => place(a) - place(b));
  return Array.from({ length: Math.ceil(counted.length / CLAUSES_A_SLIDE) }, (_, i) =>
    counted.slice(i * CLAUSES_A_SLIDE, (i + 1) * CLAUSES_A_SLIDE),
  );
}

/** One slide after the other, round and round, until paused. Who wants no motion turns them by hand. */
export function useSlides(count: () => number) {
  const at = ref(0);
  const isPaused = ref(window.matchMedia('(prefers-reduced-motion: reduce)').matches);
  let timer = 0;

  function turn(by: number): void {
    at.value = (at.value + by + count()) % count();
  }
  watch(
    [at, isPaused],
    () => {
      window.clearTimeout(timer);
      if (!isPaused.value) timer = window.setTimeout(() => turn(1), TURN_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => window.clearTimeout(timer));

  return { at, isPaused, turn };
}
