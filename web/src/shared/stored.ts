import { customRef, type Ref } from 'vue';

/** A value kept in this browser under `linli.<name>`; the fallback where storage is forbidden. */
export function stored<T>(name: string, fallback: T): Ref<T> {
  const key = `linli.${name}`;
  let value = read(key, fallback);
  return customRef((track, trigger) => ({
    get() {
      track();
      return value;
    },
    set(next) {
      value = next;
      write(key, next);
      trigger();
    },
  }));
}

export function read<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

/** Storing `undefined` removes. A full or forbidden storage loses a preference, nothing more. */
export function write(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}
