import { computed, reactive, ref } from 'vue';
import { type Field, type Fields, fromInput, type Input, isNumeric, labelOf, show, toInput } from '../../shared/fields.ts';
import type { Problem } from '../../shared/problem.ts';
import { t } from '../t.ts';

type Values = Record<string, unknown>;

/** A field that somebody else has changed since the form was opened. */
export interface Clash {
  name: string;
  before: unknown;
  theirs: unknown;
  /** What was typed here; undefined: nothing. */
  mine?: Input;
}

function limit(field: Field, n: number | undefined): string {
  return n === undefined ? '' : isNumeric(field) ? show(field, n) : String(n);
}

/** A form over a field table: what the inputs hold, what is wrong with them, what has changed. */
export function useForm(fields: Fields, names: string[], initial: Values) {
  const base = ref<Values>(initial);
  const inputs = reactive<Record<string, Input>>({});
  const errors = reactive<Record<string, string>>({});
  const others = ref<string[]>([]);

  function fieldAt(name: string): Field {
    const field = fields[name];
    if (!field) throw new Error(`no field ${name}`);
    return field;
  }
  const baseInput = (name: string): Input => toInput(fieldAt(name), base.value[name]);

  function reset(values: Values): void {
    base.value = values;
    names.forEach((name) => (inputs[name] = baseInput(name)));
    clearErrors();
  }

  /** What a newer state of the thing holds that this form did not begin with. */
  function clashes(newer: Values): Clash[] {
    const differs = (name: string): boolean => toInput(fieldAt(name), newer[name]) !== baseInput(name);
    return names.filter(differs).map((name) => ({
      name,
      before: base.value[name],
      theirs: newer[name],
      mine: isChanged(name) ? inputs[name] : undefined,
    }));
  }

  /** Leaves one's own change of a field for what the thing holds. */
  function take(name: string): void {
    inputs[name] = baseInput(name);
  }

  /** Takes a newer state of the thing and puts what was typed on top of it. */
  function rebase(values: Values): void {
    const typed = names.filter(isChanged).map((name) => [name, inputs[name]!] as const);
    reset(values);
    typed.forEach(([name, input]) => (inputs[name] = input));
  }

  function clearErrors(): void {
    Object.keys(errors).forEach((name) => delete errors[name]);
    others.value = [];
  }

  function set(name: string, input: Input): void {
    inputs[name] = input;
  }

  const isChanged = (name: string): boolean => inputs[name] !== baseInput(name);
  const isDirty = computed(() => names.some(isChanged));

  /** The values, or undefined with the errors set. */
  function read(): Values | undefined {
    clearErrors();
    const values: Values = {};
    for (const name of names) {
      const field = fieldAt(name);
      const reading = fromInput(name, field, inputs[name] ?? null);
      if ('value' in reading) values[name] = reading.value;
      else
        errors[name] = t(`field.${reading.problem}`, {
          label: labelOf(field),
          min: limit(field, field.min),
          max: limit(field, field.max),
        });
    }
    return Object.keys(errors).length > 0 ? undefined : values;
  }

  const check = (): boolean => read() !== undefined;

  /** A new thing: all that is filled in. */
  function created(): Values | undefined {
    const values = read();
    return values && Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
  }

  /** A change: only what differs; null empties. */
  function changed(): Values | undefined {
    const values = read();
    return values && Object.fromEntries(Object.entries(values).filter(([name]) => isChanged(name)));
  }

  /** Puts the server's findings under the fields they are about. */
  function place(problem: Problem): void {
    clearErrors();
    for (const { path, detail } of problem.fields) {
      if (names.includes(path)) errors[path] = detail;
      else others.value.push(detail);
    }
  }

  reset(initial);
  return { names, fieldAt, inputs, errors, others, isDirty, set, take, reset, rebase, clashes, check, created, changed, place };
}
export type Form = ReturnType<typeof useForm>;
