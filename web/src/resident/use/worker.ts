import { ref } from 'vue';

/** A newer version that waits to be taken. */
export const waiting = ref<ServiceWorker>();

function watchFor(registration: ServiceWorkerRegistration): void {
  waiting.value = registration.waiting ?? undefined;
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      // The very first one is no update.
      if (worker.state === 'installed' && navigator.serviceWorker.controller) waiting.value = worker;
    });
  });
}

/** Offline use, where the browser and the address (https, localhost) allow it. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/m/sw.js').then(watchFor, () => undefined);
}

export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.value?.postMessage('skip-waiting');
}
