// The state of a list page lives in the URL: filters, order and place. This is its grammar.
//
//   ?kind=old&q=翠苑&sort=-name&size=50            the first page
//   …&page=7                                        a jump
//   …&after=CURSOR&at=8   …&before=CURSOR&at=6      by key; `at` is the page's number, for showing

export type Place =
  | { page: number }
  | { after: string; at: number }
  | { before: string; at: number };

export interface ListState {
  filters: Record<string, string>;
  sort: string;
  size: number;
  place: Place;
}

export interface PageOf<T> {
  items: T[];
  next?: string | null;
  prev?: string | null;
  total?: number | null;
  total_is_capped?: boolean;
}

export type Query = Record<string, string | string[] | null | undefined | (string | null)[]>;
export type ApiQuery = Record<string, string | number>;

export const SIZES = [20, 50, 100];
export const JUMP_MAX_ROWS = 10_000;

function one(query: Query, name: string): string {
  const value = query[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function positive(text: string): number {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

function readPlace(query: Query): Place {
  const at = positive(one(query, 'at'));
  if (one(query, 'after')) return { after: one(query, 'after'), at };
  if (one(query, 'before')) return { before: one(query, 'before'), at };
  return { page: positive(one(query, 'page')) };
}

export function readState(query: Query, filterNames: string[]): ListState {
  const size = Number(one(query, 'size'));
  const filters = filterNames.map((name) => [name, one(query, name)] as const).filter(([, value]) => value !== '');
  return {
    filters: Object.fromEntries(filters),
    sort: one(query, 'sort'),
    size: SIZES.includes(size) ? size : SIZES[0]!,
    place: readPlace(query),
  };
}

/** The URL's query; what is as by default is left out. */
export function writeState(state: ListState): Record<string, string> {
  const { filters, sort, size, place } = state;
  const query: Record<string, string> = { ...filters };
  if (sort) query.sort = sort;
  if (size !== SIZES[0]) query.size = String(size);
  if ('page' in place) return place.page > 1 ? { ...query, page: String(place.page) } : query;
  return { ...query, ...('after' in place ? { after: place.after } : { before: place.before }), at: String(place.at) };
}

/** The server's query; it counts only when the count is not known yet. */
export function toApiQuery({ filters, sort, size, place }: ListState, wantsTotal: boolean): ApiQuery {
  const query: ApiQuery = { ...filters, size };
  if (sort) query.sort = sort;
  if ('after' in place) query.after = place.after;
  else if ('before' in place) query.before = place.before;
  else if (place.page > 1) query.page = place.page;
  if (wantsTotal) query.total = 1;
  return query;
}

export function pageNumber(place: Place): number {
  return 'page' in place ? place.page : place.at;
}

export function nextPlace(place: Place, next: string): Place {
  return { after: next, at: pageNumber(place) + 1 };
}

export function previousPlace(place: Place, prev: string): Place {
  const at = pageNumber(place) - 1;
  return at <= 1 ? { page: 1 } : { before: prev, at };
}

/** How far one may jump: to the last page, and within the first rows only. */
export function lastJump(total: number, size: number): number {
  return Math.max(1, Math.ceil(Math.min(total, JUMP_MAX_ROWS) / size));
}

/** The other way round when it is already the order; from ascending to descending to none. */
export function toggleSort(sort: string, name: string): string {
  if (sort === name) return `-${name}`;
  return sort === `-${name}` ? '' : name;
}

/** As aria-sort says it. */
export function sortState(sort: string, name: string): 'ascending' | 'descending' | 'none' {
  if (sort === name) return 'ascending';
  return sort === `-${name}` ? 'descending' : 'none';
}
