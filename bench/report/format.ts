/** Tables and numbers as the page writes them. */

import type { Outcome } from '../compare.js';

/** Three significant digits in the unit that suits. */
export function duration(seconds: number): string {
  const [value, unit] = seconds < 1e-3 ? [seconds * 1e6, 'µs'] : [seconds * 1e3, 'ms'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** A share of one, in percent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** Two decimals while they say something. */
export function factor(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

/** Median seconds, or null of what was not timed. */
export function median(outcome: Outcome | undefined): number | null {
  return outcome?.kind === 'time' ? outcome.summary.median : null;
}

/** Seconds of the best round, or null of what was not timed. */
export function fastest(outcome: Outcome | undefined): number | null {
  return outcome?.kind === 'time' ? outcome.summary.min : null;
}

/** A table of Markdown. */
export function table(header: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...lines.map(line)].join('\n');
}
