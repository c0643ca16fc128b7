/** The results as Markdown. Ratios are time of the other / ours, so larger is better for us. */

import type { Outcome, Result } from './compare.js';
import type { Contestant } from './contestant.js';
import type { ColdStart, GraphOverhead } from './fresh-processes.js';
import type { Bars } from './rows.js';

/** Everything that a run found out. */
export interface Report {
  readonly machine: string;
  readonly date: string;
  readonly command: string;
  readonly load: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
  readonly coldStarts: readonly ColdStart[];
  readonly overhead: GraphOverhead | null;
}

/** Name, version and details of the contestants. */
export function versionsOf(contestants: readonly Contestant[]): Record<string, string> {
  return Object.fromEntries(
    contestants.map(({ entrant, hello }) => [entrant.name, `${hello.version} (${hello.detail})`]),
  );
}

/** Three significant digits in the unit that suits. */
export function duration(seconds: number): string {
  const [value, unit] = seconds < 1e-3 ? [seconds * 1e6, 'µs'] : [seconds * 1e3, 'ms'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

function median(outcome: Outcome | undefined): number | null {
  return outcome?.kind === 'time' ? outcome.summary.median : null;
}

function cell(outcome: Outcome | undefined, flops: number | undefined): string {
  if (outcome === undefined) return '–';
  if (outcome.kind !== 'time') return outcome.kind;
  const { median: middle, low, high, min } = outcome.summary;
  if (flops !== undefined) return (flops / middle / 1e9).toFixed(1);
  const spread = Math.round((100 * (high - low)) / middle);
  return `${duration(middle)} ±${Math.ceil(spread / 2)} % (${duration(min)})`;
}

const libraries: readonly (readonly [library: keyof Bars, title: string])[] = [
  ['pytorch', 'PyTorch'],
  ['jax-js', 'jax-js'],
  ['tfjs', 'TF.js'],
];

/** Best time of the contestants whose name starts so. */
function best(result: Result, title: string): number | null {
  const times = Object.entries(result.outcomes).flatMap(([name, outcome]) => {
    const time = name.startsWith(title) ? median(outcome) : null;
    return time === null ? [] : [time];
  });
  return times.length === 0 ? null : Math.min(...times);
}

function ratio(result: Result, library: keyof Bars, title: string): string {
  const ours = median(result.outcomes.Chainrule);
  const theirs = best(result, title);
  if (ours === null || theirs === null) return '–';
  const value = theirs / ours;
  const bar = result.row.bars[library];
  const text = value < 10 ? value.toFixed(2) : value.toFixed(0);
  if (bar === undefined) return text;
  return value >= bar ? `**${text}** (bar ${bar})` : `${text} (bar ${bar}, missed)`;
}

function table(header: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...lines.map(line)].join('\n');
}

function resultsTable(results: readonly Result[], names: readonly string[]): string {
  const header = ['', ...names, ...libraries.map(([, title]) => `${title} / ours`)];
  return table(
    header,
    results.map((result) => [
      result.row.name,
      ...names.map((name) => cell(result.outcomes[name], result.row.flops)),
      ...libraries.map(([library, title]) => ratio(result, library, title)),
    ]),
  );
}

function coldStartTable(coldStarts: readonly ColdStart[]): string {
  return table(
    ['first step of', 'import', 'import to result', 'best', 'bar'],
    coldStarts.map(({ name, total, import: load, bar }) => [
      name === 'small' ? '2-16-16-1' : '784-512-512-10',
      duration(load.median / 1000),
      duration(total.median / 1000),
      duration(total.min / 1000),
      `${bar} ms`,
    ]),
  );
}

function overheadText({ ops, step, graph, run }: GraphOverhead): string {
  const perOp = (step - run) / ops;
  return (
    `The 2-16-16-1 step is a graph of ${ops} ops and takes ${step.toFixed(1)} µs on one thread: ` +
    `${graph.toFixed(1)} µs to build and differentiate the graph, ${run.toFixed(1)} µs in kernels, ` +
    `${(step - graph - run).toFixed(1)} µs for order, key, binding and bookkeeping. That is ` +
    `${perOp.toFixed(2)} µs per op beside the kernels.`
  );
}

/** Why contestants are missing from rows, each reason once. */
function remarks(results: readonly Result[]): string[] {
  const reasons = new Set<string>();
  for (const { row, outcomes } of results) {
    for (const [name, outcome] of Object.entries(outcomes)) {
      if (outcome.kind === 'time') continue;
      reasons.add(`- ${name}, ${row.name}: ${outcome.kind}, ${outcome.reason}`);
    }
  }
  return [...reasons];
}

/** The part of the page that a run writes. */
export function markdown(report: Report): string {
  const names = Object.keys(report.versions);
  const times = report.results.filter(({ row }) => row.flops === undefined);
  const products = report.results.filter(({ row }) => row.flops !== undefined);
  const { coldStarts, overhead } = report;
  const parts = [
    `${report.date}, ${report.machine}; ${report.load}. Command: \`${report.command}\`.`,
    names.map((name) => `- ${name}: ${report.versions[name]}`).join('\n'),
  ];
  if (times.length > 0) {
    parts.push(
      '### Times',
      'Median, half the distance between the quartiles, and in brackets the best round.',
    );
    parts.push(resultsTable(times, names));
  }
  if (products.length > 0) parts.push('### Products, GFLOP/s', resultsTable(products, names));
  if (coldStarts.length > 0) parts.push('### Cold start', coldStartTable(coldStarts));
  if (overhead !== null) parts.push('### Overhead of the graph', overheadText(overhead));
  const notes = remarks(report.results);
  if (notes.length > 0) parts.push('### Left out', notes.join('\n'));
  return parts.join('\n\n');
}
