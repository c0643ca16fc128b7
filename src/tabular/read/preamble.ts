/**
 * What stands in a CSV file before its header: Excel's `sep=;`, comments, a title, empty lines.
 */

/** Lines before the table. */
export interface Preamble {
  /** Characters to leave out. */
  readonly length: number;
  /** Lines to leave out. */
  readonly lines: number;
  /** The delimiter that `sep=` names; null for none. */
  readonly delimiter: string | null;
  /** Lines of them that say something. */
  readonly said: number;
}

const separator = /^"?sep=(.)"?$/i;
const signs = /[,;\t|]/g;
/** Lines that are compared to tell a title from a header. */
const looked = 30;

/** Delimiters in a line, whichever they are. */
function signsIn(line: string): number {
  return line.match(signs)?.length ?? 0;
}

/** Whether a line says something and cuts into no cells, while all lines after it cut into some. */
function isTitle(line: string, after: readonly string[]): boolean {
  const filled = after.filter((one) => one.trim() !== '' && !one.startsWith('#')).slice(0, looked);
  const cells = filled.filter((one, i) => i === 0 || signsIn(one) > 0);
  return (
    signsIn(line) === 0 &&
    !line.includes('"') &&
    filled.length > 2 &&
    cells.length === filled.length
  );
}

/**
 * A line that begins with `#` and is no header: the line after it has another number of cells, or
 * is a header itself, which has no numbers.
 */
function isComment(line: string, after: readonly string[]): boolean {
  if (!line.startsWith('#')) return false;
  const next = after.find((one) => one.trim() !== '' && !one.startsWith('#'));
  if (next === undefined || signsIn(next) !== signsIn(line) || signsIn(line) === 0) return true;
  return line.startsWith('# ') && !next.split(signs).some((cell) => /^\s*[-+.\d]/.test(cell));
}

/** What to leave out of a file that starts with `start`, whose lines end with `newline`. */
export function preambleOf(start: string, newline: string): Preamble {
  const lines = start.split(newline);
  let at = 0;
  let length = 0;
  let said = 0;
  let delimiter: string | null = null;
  for (; at < lines.length - 1; at++) {
    const line = lines[at] ?? '';
    const after = lines.slice(at + 1, at + 2 + 2 * looked);
    const named = at === 0 ? separator.exec(line.trim())?.[1] : undefined;
    delimiter = named ?? delimiter;
    const isEmpty = line.trim() === '';
    if (named === undefined && !isEmpty && !isComment(line, after) && !isTitle(line, after)) break;
    if (named === undefined && !isEmpty) said += 1;
    length += line.length + newline.length;
  }
  return { length, lines: at, delimiter, said };
}
