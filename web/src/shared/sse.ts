// The server's hints: that something changed, never what. Whoever cares asks again.

export interface Hint {
  kind: string;
  id: string;
}
type Listener = (hint: Hint) => void;

const listeners = new Map<string, Set<Listener>>();
let source: EventSource | undefined;

function receive(event: MessageEvent<string>): void {
  const hint = JSON.parse(event.data) as Hint;
  listeners.get(hint.kind)?.forEach((listen) => listen(hint));
}

/** Opens the stream of the session; the browser connects again by itself. */
export function openHints(): void {
  source ??= new EventSource('/api/v1/events');
  source.onmessage = receive;
}

export function closeHints(): void {
  source?.close();
  source = undefined;
}

/** Calls `listen` for each hint of a kind, until the returned function is called. */
export function onHint(kind: string, listen: Listener): () => void {
  const set = listeners.get(kind) ?? new Set();
  listeners.set(kind, set.add(listen));
  return () => set.delete(listen);
}
