// The server's hints: that something changed, never what. Whoever cares asks again.

export interface Hint {
  kind: string;
  id: string;
}
type Listener = (hint: Hint) => void;

const listeners = new Map<string, Set<Listener>>();
const RETRY_MS = 30_000;
let source: EventSource | undefined;
let timer = 0;

function receive(event: MessageEvent<string>): void {
  const hint = JSON.parse(event.data) as Hint;
  listeners.get(hint.kind)?.forEach((listen) => listen(hint));
}

/** Opens the stream of the session. A broken one the browser opens again by itself; a refused one
 * (too many windows, a server that restarts) is tried again after a while. */
export function openHints(): void {
  if (source) return;
  source = new EventSource('/api/v1/events');
  source.onmessage = receive;
  source.onerror = () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    closeHints();
    timer = window.setTimeout(openHints, RETRY_MS);
  };
}

export function closeHints(): void {
  window.clearTimeout(timer);
  source?.close();
  source = undefined;
}

/** Calls `listen` for each hint of a kind, until the returned function is called. */
export function onHint(kind: string, listen: Listener): () => void {
  const set = listeners.get(kind) ?? new Set();
  listeners.set(kind, set.add(listen));
  return () => set.delete(listen);
}
