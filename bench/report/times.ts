/** Times of all contestants, and their ratios to ours: plain and through `compile()`. */

import type { Outcome, Result } from '../compare.js';
import type { Bars } from '../rows.js';
import { type Bar, barCell, type Section } from './bars.js';
import { duration, factor, median, table } from './format.js';
import { type Versions, withVersion } from './report.js';

/** The other libraries: as bars name them, and as the names of their contestants start. */
export const libraries: readonly (readonly [library: keyof Bars, title: string])[] = [
  ['pytorch', 'PyTorch'],
  ['jax-js', 'jax-js'],
  ['tfjs', 'TF.js'],
];
/** Our contestants with default threads: as users write steps, and captured. */
export const plain = 'Chainrule';
export const compiled = 'Chainrule, compile()';

function cell(outcome: Outcome | undefined): string {
  if (outcome === undefined) return '–';
  if (outcome.kind !== 'time') return outcome.kind;
  const { median: middle, low, high, min } = outcome.summary;
  const spread = Math.round((100 * (high - low)) / middle);
  return `${duration(middle)} ±${Math.ceil(spread / 2)} % (${duration(min)})`;
}

type Outcomes = Readonly<Record<string, Outcome | undefined>>;

/** The contestant with the best median among those whose name starts so. */
export function bestName(outcomes: Outcomes, title: string): string | null {
  const timed = Object.keys(outcomes)
    .filter((name) => name.startsWith(title))
    .flatMap((name) => {
      const seconds = median(outcomes[name]);
      return seconds === null ? [] : [{ name, seconds }];
    });
  return timed.toSorted((a, b) => a.seconds - b.seconds)[0]?.name ?? null;
}

/** Best median seconds of the contestants whose name starts so. */
export function bestMedian(outcomes: Outcomes, title: string): number | null {
  const name = bestName(outcomes, title);
  return name === null ? null : median(outcomes[name]);
}

/** Time of the other / ours. */
export function ratioOf(result: Result, title: string, ours: string = plain): number | null {
  const [mine, theirs] = [median(result.outcomes[ours]), bestMedian(result.outcomes, title)];
  return mine === null || theirs === null ? null : theirs / mine;
}

/** A ratio as a cell, and as a bar where there is one. */
function ratioCell(
  result: Result,
  [library, title]: readonly [library: keyof Bars, title: string],
  ours: string,
): { readonly text: string; readonly bar: Bar | null } {
  const { row } = result;
  const value = ratioOf(result, title, ours);
  if (value === null) return { text: '–', bar: null };
  const held = ours === compiled ? { ...row.bars, ...row.compiledBars } : row.bars;
  const least = held[library];
  if (least === undefined) return { text: factor(value), bar: null };
  const bar: Bar = {
    row: row.name,
    what: `${title} / ${ours}`,
    measured: factor(value),
    bar: `≥ ${least}`,
    isMet: value >= least,
  };
  return { text: barCell(bar), bar };
}

/** Medians with spread. */
export function timesSection(results: readonly Result[], names: readonly string[]): Section {
  const lines = results.map((result) => [
    result.row.name,
    ...names.map((name) => cell(result.outcomes[name])),
  ]);
  const text =
    'Median, half the distance between the quartiles, and in brackets the best round.\n\n' +
    table(['', ...names], lines);
  return { title: 'Times', text, bars: [] };
}

/** Time of the other / time of ours, for both ways of running a step. */
export function ratiosSection(results: readonly Result[], versions: Versions): Section {
  const ways = libraries.flatMap((library) => [plain, compiled].map((ours) => ({ library, ours })));
  const bars: Bar[] = [];
  const lines = results.map((result) => [
    result.row.name,
    ...ways.map(({ library, ours }) => {
      const { text, bar } = ratioCell(result, library, ours);
      if (bar !== null) bars.push(bar);
      return text;
    }),
  ]);
  const header = ways.map(({ library: [, title], ours }) => {
    return `${withVersion(title, versions)} / ours, ${ours === plain ? 'plain' : 'compile()'}`;
  });
  const text =
    'Time of the other / time of ours: above 1 we are faster. jax-js is compiled in both columns.\n\n' +
    table(['', ...header], lines);
  return { title: 'Ratios', text, bars };
}
