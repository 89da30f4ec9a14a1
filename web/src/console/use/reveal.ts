import { shallowRef } from 'vue';
import { askReason } from './ask.ts';

/** Shows personal data in the clear after asking why; the server records the look. */
export function useReveal<T>(load: (reason: string) => Promise<T>) {
  const bare = shallowRef<T>();

  async function reveal(): Promise<void> {
    const reason = await askReason();
    if (reason) bare.value = await load(reason);
  }

  return { bare, reveal };
}
