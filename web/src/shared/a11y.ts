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

/** After a route change: focus on the page's heading, so that reading goes on from there. */
export async function focusHeading(): Promise<void> {
  await nextTick();
  const heading = document.querySelector<HTMLElement>('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

/** True where a key typed now is meant for a field. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
