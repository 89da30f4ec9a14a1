/** The letters over a column of a sheet: 1 → "A", 28 → "AB". */
export function columnName(number: number): string {
  const rest = (number - 1) % 26;
  const above = (number - 1 - rest) / 26;
  return (above > 0 ? columnName(above) : '') + String.fromCharCode(65 + rest);
}
