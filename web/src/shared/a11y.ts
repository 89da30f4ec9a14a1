import type { Directive } from 'vue';
import { nextTick } from 'vue';

const CONTROLS = 'input, textarea, select, [role="combobox"], [role="spinbutton"], [role="slider"]';

/** Names the control inside a component that gives no way to name it. */
export const vLabel: Directive<HTMLElement, string> = {
  mounted: (element, { value }) => nextTick(() => nameControls(element, value)),
  updated: (element, { value }) => nextTick(() => nameControls(element, value)),
};

function nameControls(element: HTMLElement, name: string): void {
  const controls = element.matches(CONTROLS) ? [element] : [...element.querySelectorAll(CONTROLS)];
  controls.forEach((control, i) => control.setAttribute('aria-label', i === 0 ? name : `${name} ${i + 1}`));
}

let region: HTMLElement | undefined;

/** Tells screen readers without moving the focus. */
export function announce(text: string): void {
  if (!region) {
    region = document.createElement('div');
    region.className = 'visually-hidden';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  region.textContent = text;
}

const HEADING_WAIT_MS = 5000;

/** The page's heading, once it is there: some pages load what it says. */
function heading(): Promise<HTMLElement | null> {
  const find = () => document.querySelector<HTMLElement>('h1');
  return new Promise((resolve) => {
    if (find()) return resolve(find());
    const end = (): void => {
      window.clearTimeout(timer);
      observer.disconnect();
      resolve(find());
    };
    const observer = new MutationObserver(() => find() && end());
    const timer = window.setTimeout(end, HEADING_WAIT_MS);
    observer.observe(document.body, { childList: true, subtree: true });
  });
}

/** After a route change: focus on the page's heading, so that reading goes on from there; not where
 * somebody has gone on meanwhile. */
export async function focusHeading(): Promise<void> {
  await nextTick();
  const before = document.activeElement;
  const found = await heading();
  if (!found || (document.activeElement !== before && document.activeElement !== document.body)) return;
  found.setAttribute('tabindex', '-1');
  found.focus({ preventScroll: true });
}

/** True where a key typed now is meant for a field. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
