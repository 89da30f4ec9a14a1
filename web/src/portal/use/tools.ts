import { watch, watchEffect } from 'vue';
import { lang } from '../../shared/i18n.ts';
import { stored } from '../../shared/stored.ts';

/** A layout of one column without ornament, for screen readers. */
export const isPlain = stored('plain', false);
export const isSpeaking = stored('voice', false);
export const canSpeak = 'speechSynthesis' in window;

export function applyPlain(): void {
  watchEffect(() => (document.documentElement.dataset.layout = isPlain.value ? 'plain' : 'normal'));
  watch(isSpeaking, (is) => (is && canSpeak ? startSpeaking() : stopSpeaking()), { immediate: true });
}

const READABLE = 'a, button, label, input, select, h1, h2, p, dt, dd, th, td, li';

function textOf(target: EventTarget | null): string {
  const element = target instanceof Element ? target.closest<HTMLElement>(READABLE) : null;
  return element ? (element.getAttribute('aria-label') ?? element.innerText).trim() : '';
}

function speak(event: Event): void {
  const text = textOf(event.target);
  if (!text) return;
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = lang.value === 'en' ? 'en' : 'zh-CN';
  speechSynthesis.speak(utterance);
}

function startSpeaking(): void {
  document.addEventListener('focusin', speak);
  document.addEventListener('mouseover', speak);
}

function stopSpeaking(): void {
  document.removeEventListener('focusin', speak);
  document.removeEventListener('mouseover', speak);
  if (canSpeak) speechSynthesis.cancel();
}
