/** Rows in the order that the URL names: "met", "-met"; as they came without one. */
export function sorted<T>(rows: T[], sort: string): T[] {
  const name = sort.replace(/^-/, '') as keyof T;
  const sign = sort.startsWith('-') ? -1 : 1;
  const order = (a: T, b: T): number => {
    const [x, y] = [a[name], b[name]];
    return typeof x === 'number' && typeof y === 'number' ? x - y : String(x ?? '').localeCompare(String(y ?? ''), 'zh-CN');
  };
  return sort ? [...rows].sort((a, b) => sign * order(a, b)) : rows;
}
