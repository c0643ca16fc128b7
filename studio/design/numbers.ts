/** Numbers, times and sizes as they stand on pages. */

const thousandsFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Four significant digits, without zeros at the end; very large and small ones as powers. */
export function short(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined) return '–';
  if (!Number.isFinite(value)) return minus(String(value)).replace('Infinity', '∞');
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    return minus(value.toExponential(Math.max(0, digits - 2)).replace('e+', 'e'));
  }
  if (Number.isInteger(value)) return minus(thousandsFormat.format(value));
  return minus(String(Number(value.toPrecision(digits))));
}

function minus(text: string): string {
  return text.replaceAll('-', '−');
}

/** `1,204` */
export function count(value: number): string {
  return thousandsFormat.format(value);
}

/** `1:12`, `2:03:10`, `4 d 3 h` */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** `77.6 KB` */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 ? size : size.toPrecision(3)} ${units[unit] ?? ''}`;
}

/** `just now`, `5 min ago`, `30 Nov 16:58` */
export function ago(time: number, now: number = Date.now()): string {
  const minutes = Math.floor((now - time) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 60 * 24) return `${Math.floor(minutes / 60)} h ago`;
  const date = new Date(time);
  const month = date.toLocaleString('en', { month: 'short' });
  return `${date.getDate()} ${month} ${date.getFullYear()}`;
}
