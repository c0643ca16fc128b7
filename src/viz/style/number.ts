/** Numbers as they are written in pictures and tables. */

/** Four digits after the point, as in the lecture; with an exponent where that would hide them. */
export function showNumber(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x < 0 ? '-inf' : 'inf';
  const size = Math.abs(x);
  if (size >= 1e5 || (size > 0 && size < 1e-4)) return x.toExponential(2);
  return x.toFixed(4);
}

/** Three significant digits, for places where a number is one of many. */
export function showShort(x: number): string {
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-3 || size >= 1e4)) return x.toExponential(1);
  return String(Number(x.toPrecision(3)));
}

/** `1,234,567`. */
export function showCount(x: number): string {
  return String(Math.round(x)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Bytes in the largest unit of 1,024 that leaves at least one: `1.4 MB`. */
export function showBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let power = 0;
  for (let rest = bytes; rest >= 1024 && power < units.length - 1; rest /= 1024) power += 1;
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(2)} ${units[power]}`;
}
