/**
 * What share of its floor each row reaches, products beside the machine's peak, and loops by hand.
 */

import type { Result } from '../compare.js';
import { floorSeconds, type Peaks, productWork, workOf } from '../floors.js';
import type { ContractionCase } from '../fresh-processes.js';
import { type Bar, barCell, type Section } from './bars.js';
import { duration, factor, fastest, median, percent, table } from './format.js';
import { ratioOf } from './times.js';

const [all, one, compiled] = ['Chainrule', 'Chainrule, 1 thread', 'Chainrule, compile()'];

function share(floor: number, seconds: number | null): string {
  return seconds === null ? '–' : percent(floor / seconds);
}

/** Floors and shares of rows that are no products. */
export function sharesSection(results: readonly Result[], peaks: Peaks): Section {
  const lines = results.map(({ row, outcomes }) => {
    const work = workOf(row);
    const [floorOfOne, floorOfAll] = floorSeconds(work, peaks);
    return [
      row.name,
      work.formula,
      duration(floorOfOne),
      share(floorOfOne, median(outcomes[one])),
      duration(floorOfAll),
      share(floorOfAll, median(outcomes[all])),
      share(floorOfAll, median(outcomes[compiled])),
    ];
  });
  const header = [
    '',
    'floor',
    'on 1 thread',
    'share, 1 thread',
    `on ${peaks.threads} threads`,
    'share, plain',
    'share, compile()',
  ];
  return { title: 'Share of the floor', text: table(header, lines), bars: [] };
}

/** Least share of the peak, or these rates on one thread and on two: whichever is less. */
const leastShare = 0.88;
const leastRates: readonly number[] = [56e9, 105e9];

/** GFLOP/s with the share of the peak, as a cell and as a bar. */
function productCell(result: Result, name: string, peak: number, leastRate: number) {
  const { row, outcomes } = result;
  const [seconds, least] = [median(outcomes[name]), fastest(outcomes[name])];
  if (seconds === null || least === null) return { text: '–', bar: null };
  const rate = (row.flops ?? 0) / seconds;
  const best = (row.flops ?? 0) / least;
  const measured = `${(rate / 1e9).toFixed(1)}, ${percent(rate / peak)}; best ${percent(best / peak)}`;
  if (row.isPeakBound !== true) return { text: measured, bar: null };
  const bar: Bar = {
    row: row.name,
    what: `GFLOP/s, share of the peak, ${name}`,
    measured,
    bar: `≥ ${leastRate / 1e9} or ${percent(leastShare)}`,
    isMet: rate >= leastRate || rate >= leastShare * peak,
  };
  return { text: barCell(bar), bar };
}

/** Products: rates of everyone, and our share of the machine's peak. */
export function productsSection(
  results: readonly Result[],
  names: readonly string[],
  peaks: Peaks,
): Section {
  const bars: Bar[] = [];
  const others = names.filter((name) => !name.startsWith('Chainrule'));
  const lines = results.map((result) => {
    const ours = [one, all].map((name, column) => {
      const peak = peaks.flops[column] ?? Number.NaN;
      const { text, bar } = productCell(result, name, peak, leastRates[column] ?? Number.NaN);
      if (bar !== null) bars.push(bar);
      return text;
    });
    const theirs = others.map((name) => {
      const seconds = median(result.outcomes[name]);
      return seconds === null ? '–' : ((result.row.flops ?? 0) / seconds / 1e9).toFixed(1);
    });
    const ratios = ['PyTorch', 'jax-js', 'TF.js'].map((title) => {
      const value = ratioOf(result, title);
      return value === null ? '–' : factor(value);
    });
    return [result.row.name, ...ours, ...theirs, ...ratios];
  });
  const ratioNames = ['PyTorch / ours', 'jax-js / ours', 'TF.js / ours'];
  const header = ['', 'Chainrule, 1 thread', `Chainrule, ${peaks.threads} threads`, ...others];
  const text = table([...header, ...ratioNames], lines);
  return { title: 'Products, GFLOP/s', text, bars };
}

/** Least share of its floor that a contraction reaches by its kernels alone. */
const leastOfKernels = 0.9;
/** Products so small that a time is asked for. */
const longestSeconds: Readonly<Record<string, number>> = { '100x16x16': 1.2e-6 };

function contractionBar({ name, seconds }: ContractionCase, reached: number): Bar {
  const row = `kernels of ${name}`;
  const most = longestSeconds[name.split(' ')[0] ?? ''];
  if (most === undefined) {
    const what = 'share of the floor, 1 thread';
    const bar = `≥ ${percent(leastOfKernels)}`;
    return { row, what, measured: percent(reached), bar, isMet: reached >= leastOfKernels };
  }
  const [measured, bar] = [duration(seconds), `≤ ${duration(most)}`];
  return { row, what: 'time', measured, bar, isMet: seconds <= most };
}

/** Contractions without the engine. */
export function contractionsSection(cases: readonly ContractionCase[], peaks: Peaks): Section {
  const measured = cases.map((item) => {
    const [floor] = floorSeconds(productWork(item.flops, item.elements), peaks);
    return { item, floor, bar: contractionBar(item, floor / item.seconds) };
  });
  const lines = measured.map(({ item: { name, flops, seconds }, floor, bar }) => [
    name,
    bar.what === 'time' ? barCell(bar) : duration(seconds),
    (flops / seconds / 1e9).toFixed(1),
    duration(floor),
    bar.what === 'time' ? percent(floor / seconds) : barCell(bar),
  ]);
  const header = ['', 'time', 'GFLOP/s', 'floor', 'share of the floor'];
  const text = `One thread, without graphs and programs.\n\n${table(header, lines)}`;
  return { title: 'Kernels of contractions', text, bars: measured.map(({ bar }) => bar) };
}

/** A pass may take so much longer than the loop written by hand. */
const mostTimesByHand = 1.15;

/** Passes over arrays beside loops written by hand. */
export function handSection(results: readonly Result[]): Section {
  const bars: Bar[] = [];
  const lines = results.flatMap(({ row, outcomes }) => {
    const { byHand } = row;
    if (byHand === undefined) return [];
    const cells = [one, all].flatMap((name, column) => {
      const [seconds, hand] = [median(outcomes[name]), byHand[column] ?? Number.NaN];
      if (seconds === null) return ['–', duration(hand), '–'];
      const bar: Bar = {
        row: row.name,
        what: `time / loop by hand, ${name}`,
        measured: `${factor(seconds / hand)}; best ${factor((fastest(outcomes[name]) ?? 0) / hand)}`,
        bar: `≤ ${mostTimesByHand}`,
        isMet: seconds <= mostTimesByHand * hand,
      };
      bars.push(bar);
      return [duration(seconds), duration(hand), barCell(bar)];
    });
    return [[row.name, ...cells]];
  });
  const header = ['1 thread', 'by hand', 'ratio', '2 threads', 'by hand', 'ratio'];
  return {
    title: 'Passes beside loops written by hand',
    text: table(['', ...header], lines),
    bars,
  };
}
