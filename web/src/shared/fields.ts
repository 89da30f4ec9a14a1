// What the API's description says of a field, and what follows from it: its label, how a value is
// shown, how an input is read and checked.

import { isCreditCode, isIdNumber, isPhone } from './checks.ts';
import * as format from './format.ts';
import { pick } from './i18n.ts';

export type Pair = readonly [string, string];
export type Kind = 'text' | 'int' | 'year' | 'flag' | 'date' | 'instant' | 'choice' | 'id' | 'list';

export interface Field {
  readonly label: Pair;
  readonly kind: Kind;
  readonly required?: true;
  readonly personal?: true;
  /** Of a number: its range. Of a text: its length. */
  readonly min?: number;
  readonly max?: number;
  /** Of a number: it is kept as an integer of 10^-places (fen of a yuan: 2). */
  readonly places?: number;
  readonly unit?: string;
  readonly choices?: Readonly<Record<string, Pair>>;
}
export type Fields = Readonly<Record<string, Field>>;

const FLAG: Readonly<Record<'true' | 'false', Pair>> = { true: ['是', 'Yes'], false: ['否', 'No'] };

export const labelOf = (field: Field): string => pick(field.label);
export const isNumeric = (field: Field): boolean => field.kind === 'int';

/** A text that may run over lines. */
export const isLong = (field: Field): boolean => field.kind === 'text' && (field.max ?? 0) > 200;

/** The label of a column or an input, with the unit in which its numbers are. */
export function titleOf(field: Field): string {
  return field.unit ? `${labelOf(field)} (${field.unit})` : labelOf(field);
}

export function choiceLabel(field: Field, code: string | null | undefined): string {
  if (!code) return format.NONE;
  const pair = field.choices?.[code];
  return pair ? pick(pair) : code;
}

/** The last day of what has none: it goes on. */
const STILL = '9999-12-31';
const STILL_WORD: Pair = ['至今', 'Still'];
/** The first day of what was never given one. */
const EVER = '0001-01-01';

type Shower = (value: never, field: Field) => string;
const SHOWERS: Partial<Record<Kind, Shower>> = {
  int: (value: number, field) => format.formatDecimal(value, field.places ?? 0),
  instant: format.formatInstant,
  date: (value: string) => (value === STILL ? pick(STILL_WORD) : value === EVER ? format.NONE : value),
  flag: (value: boolean) => pick(FLAG[value ? 'true' : 'false']),
  choice: (value: string, field) => choiceLabel(field, value),
  list: (value: string[]) => value.join('、') || format.NONE,
};

/** A value as people read it; the empty one is a dash. */
export function show(field: Field, value: unknown): string {
  if (value === null || value === undefined || value === '') return format.NONE;
  return SHOWERS[field.kind]?.(value as never, field) ?? String(value);
}

/** What a form's input holds for a value: text for whatever is typed, the value itself otherwise. */
export type Input = string | boolean | null;

export function toInput(field: Field, value: unknown): Input {
  if (isNumeric(field)) return format.editDecimal(value as number | undefined, field.places ?? 0);
  if (field.kind === 'flag') return (value as boolean | undefined) ?? null;
  if (field.kind === 'date' && value === STILL) return '';
  return value === undefined || value === null ? '' : String(value);
}

export type Problem =
  | 'required' | 'not_a_number' | 'too_fine' | 'too_large' | 'too_small' | 'too_short' | 'too_long'
  | 'id_number' | 'credit_code' | 'phone';
export type Reading = { value: unknown } | { problem: Problem };

const CHECKS: Record<string, [(text: string) => boolean, Problem]> = {
  id_number: [isIdNumber, 'id_number'],
  credit_code: [isCreditCode, 'credit_code'],
  phone: [isPhone, 'phone'],
};

function readNumber(field: Field, text: string): Reading {
  const parsed = format.parseScaled(text, field.places ?? 0);
  if ('error' in parsed) return { problem: parsed.error };
  if (field.min !== undefined && parsed.value < field.min) return { problem: 'too_small' };
  if (field.max !== undefined && parsed.value > field.max) return { problem: 'too_large' };
  return parsed;
}

function readText(name: string, field: Field, text: string): Reading {
  const length = [...text].length;
  if (field.kind === 'text' && field.min !== undefined && length < field.min) return { problem: 'too_short' };
  if (field.kind === 'text' && field.max !== undefined && length > field.max) return { problem: 'too_long' };
  const check = CHECKS[name];
  return check && !check[0](text) ? { problem: check[1] } : { value: text };
}

/** Reads an input as the API wants it: null is empty. */
export function fromInput(name: string, field: Field, input: Input): Reading {
  const value = typeof input === 'string' ? input.trim() : input;
  if (value === '' || value === null) return field.required ? { problem: 'required' } : { value: null };
  if (typeof value === 'boolean') return { value };
  return isNumeric(field) || field.kind === 'year' ? readNumber(field, value) : readText(name, field, value);
}
