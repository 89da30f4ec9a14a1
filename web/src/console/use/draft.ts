import { onScopeDispose, ref, watch } from 'vue';
import type { Input } from '../../shared/fields.ts';
import { formatClock } from '../../shared/format.ts';
import { session } from '../../shared/session.ts';
import { read, write } from '../../shared/stored.ts';
import type { Form } from './form.ts';

interface Draft {
  at: number;
  inputs: Record<string, Input>;
}

const PAUSE_MS = 1500;

/** Keeps what is typed in this browser until it is saved. Personal data is never kept. */
export function useDraft(name: string, form: Form) {
  const key = `linli.draft.${session.value?.account_id}.${name}`;
  const found = ref(read<Draft | undefined>(key, undefined));
  const savedAt = ref('');
  const kept = form.names.filter((field) => !form.fieldAt(field).personal);
  let timer = 0;

  function save(): void {
    const at = Date.now();
    write(key, { at, inputs: Object.fromEntries(kept.map((field) => [field, form.inputs[field]])) });
    savedAt.value = formatClock(at);
  }

  const stop = watch(form.inputs, () => {
    window.clearTimeout(timer);
    if (form.isDirty.value) timer = window.setTimeout(save, PAUSE_MS);
  });
  onScopeDispose(() => window.clearTimeout(timer));

  function use(): void {
    Object.assign(form.inputs, found.value?.inputs);
    found.value = undefined;
  }

  /** The draft is done with: saved, or not wanted. */
  function drop(): void {
    window.clearTimeout(timer);
    write(key, undefined);
    found.value = undefined;
    savedAt.value = '';
  }

  return { found, savedAt, use, drop, stop };
}
