/**
 * Bars: what was measured against what is asked for, as a cell of a table and in the list of
 * misses.
 */

import { table } from './format.js';

/** One figure that is held to a bar. */
export interface Bar {
  readonly row: string;
  readonly what: string;
  readonly measured: string;
  readonly bar: string;
  readonly isMet: boolean;
}

/** Parts of the page, each with the bars in it. */
export interface Section {
  readonly title: string;
  readonly text: string;
  readonly bars: readonly Bar[];
}

/** The figure with its bar and whether it is met. */
export function barCell({ measured, bar, isMet }: Bar): string {
  return isMet ? `**${measured}** (bar ${bar}, met)` : `${measured} (bar ${bar}, missed)`;
}

/** How many bars are met, and which are not. */
export function summaryOf(sections: readonly Section[]): string {
  const bars = sections.flatMap((section) => section.bars);
  const missed = bars.filter(({ isMet }) => !isMet);
  const count = `${bars.length - missed.length} of ${bars.length} bars are met.`;
  if (missed.length === 0) return count;
  const lines = missed.map(({ row, what, measured, bar }) => [row, what, measured, bar]);
  return `${count} Missed:\n\n${table(['row', 'figure', 'measured', 'bar'], lines)}`;
}
