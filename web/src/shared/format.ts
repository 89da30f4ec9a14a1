// How values are shown and read. Money, areas and prices are scaled integers and become text by
// moving characters: nothing here computes with fractions.

export const NONE = '—';

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 123450, 2 → "1,234.50". */
export function formatScaled(value: number | null | undefined, places: number): string {
  if (value === null || value === undefined) return NONE;
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  const whole = group(digits.slice(0, digits.length - places));
  const part = places > 0 ? `.${digits.slice(-places)}` : '';
  return `${value < 0 ? '-' : ''}${whole}${part}`;
}

export const formatCount = (n: number | null | undefined): string => formatScaled(n, 0);

/** With at least two of its places, or all where there are fewer: 23800, 4 → "2.38". */
export function formatDecimal(value: number | null | undefined, places: number): string {
  const text = formatScaled(value, places);
  return places > 2 ? text.replace(new RegExp(`0{1,${places - 2}}$`), '') : text;
}

export type Parsed = { value: number } | { error: 'not_a_number' | 'too_fine' | 'too_large' };

/** Reads what people type: full-width digits, thousands separators, blanks around. */
export function parseScaled(text: string, places: number): Parsed {
  const plain = text.normalize('NFKC').trim();
  const match = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(plain);
  if (!match) return { error: 'not_a_number' };
  const part = (match[3] ?? '').replace(/0+$/, '');
  if (part.length > places) return { error: 'too_fine' };
  const value = Number(`${match[1]}${match[2]!.replaceAll(',', '')}${part.padEnd(places, '0')}`);
  return Number.isSafeInteger(value) ? { value } : { error: 'too_large' };
}

/** The text an input starts with: as formatDecimal, but without separators. */
export function editDecimal(value: number | null | undefined, places: number): string {
  return value === null || value === undefined ? '' : formatDecimal(value, places).replaceAll(',', '');
}

// China has kept UTC+8 without summer time since 1991, before the first instant the system holds.
const SHANGHAI_MS = 8 * 3600 * 1000;

/** An instant of the API as Asia/Shanghai sees it: "2026-03-01 09:30". */
export function formatInstant(iso: string | null | undefined): string {
  if (!iso) return NONE;
  return new Date(Date.parse(iso) + SHANGHAI_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** The time of day in Asia/Shanghai, "09:30". */
export function formatClock(ms: number): string {
  return new Date(ms + SHANGHAI_MS).toISOString().slice(11, 16);
}

/** Today's date in Asia/Shanghai. */
export function today(ms: number): string {
  return new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10);
}

export function formatSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let unit = 0;
  let tenths = Math.round(bytes * 10);
  while (tenths >= 10240 && unit < units.length - 1) {
    tenths = Math.round(tenths / 1024);
    unit++;
  }
  return `${unit === 0 ? bytes : tenths / 10} ${units[unit]}`;
}

/** Seconds as a clock that runs down: 205 → "3:25". */
export function formatCountdown(seconds: number): string {
  const rest = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
}
