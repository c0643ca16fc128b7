/** Numbers as people read them. */

/** `97.8 %` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** `1,234` */
export function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `48 s`, `3 min 05 s`, `2 h 05 min` */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [minutes, hours] = [Math.floor(whole / 60), Math.floor(whole / 3600)];
  const two = (value: number): string => String(value).padStart(2, '0');
  if (hours > 0) return `${hours} h ${two(minutes % 60)} min`;
  return minutes > 0 ? `${minutes} min ${two(whole % 60)} s` : `${whole} s`;
}

/** Four digits that matter: `0.9123`, `12.35`, `1,234`. */
export function fourDigits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 10_000) return thousands(value);
  return size === 0 || size >= 1e-3 ? String(Number(value.toPrecision(4))) : value.toExponential(2);
}
