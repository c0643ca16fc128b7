/**
 * The page for users: ratios, and what to expect of compile(), threads, memory and the first step.
 */

import type { Result } from '../compare.js';
import { duration, factor, median, table } from './format.js';
import { programsTable } from './programs.js';
import { networkRows, stampOf } from './readme.js';
import { type Report, withVersion } from './report.js';
import { compiled, libraries, plain, ratioOf } from './times.js';

const cellOf = (value: number | null): string => (value === null ? '–' : factor(value));

/** Ratios of networks to all libraries, with the settings that PyTorch had. */
function networks(report: Report): string {
  const torch = libraries.filter(([library]) => library === 'pytorch');
  const others = libraries.filter(([library]) => library !== 'pytorch');
  const columns = [
    ...torch.flatMap(([, title]) => [plain, compiled].map((ours) => ({ title, ours }))),
    ...others.map(([, title]) => ({ title, ours: plain })),
  ];
  const lines = networkRows(report).map((result) => [
    result.row.name,
    ...columns.map(({ title, ours }) => cellOf(ratioOf(result, title, ours))),
  ]);
  const header = columns.map(({ title, ours }) => {
    return `${withVersion(title, report.versions)} / ${ours === plain ? 'plain' : 'compile()'}`;
  });
  return `${stampOf(report)}\n\n${table(['', ...header], lines)}`;
}

/** Ported programs, or where they will stand. */
function programs({ programs: measured }: Report): string {
  if (measured === null) return 'Not measured yet: `npm run bench -- --only programs --publish`.';
  const { date, machine, versions, figures } = measured;
  const cells = (result: Result, ours: string): string => cellOf(ratioOf(result, 'PyTorch', ours));
  return `${date}, ${machine}.\n\n${programsTable(figures, versions, cells)}`;
}

/** How many times as fast one of our contestants is as another, by row. */
function gains(report: Report, slow: string, fast: string): [name: string, gain: number][] {
  const all = [...networkRows(report), ...(report.programs?.figures ?? [])];
  return all.flatMap(({ row, outcomes }): [string, number][] => {
    const [before, after] = [median(outcomes[slow]), median(outcomes[fast])];
    return before === null || after === null ? [] : [[row.name, before / after]];
  });
}

function gainsTable(title: string, found: readonly (readonly [string, number])[]): string {
  const sorted = found.toSorted(([, a], [, b]) => b - a);
  return table(
    ['', title],
    sorted.map(([name, gain]) => [name, factor(gain)]),
  );
}

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** What steps need beside weights and data, and how memory grows. */
function memory({ memory: steps, growth }: Report): string {
  const needed = table(
    ['', 'temporaries of a step, MiB'],
    steps.map(({ name, arenaBytes }) => [name, mebibytes(arenaBytes)]),
  );
  if (growth === null) return needed;
  const lines = growth.figures.map(({ name, growth: found, error }) => [
    name,
    found === null ? (error ?? 'failed') : (found.after - found.before).toFixed(0),
  ]);
  return `${needed}\n\n${table(['', 'growth of the process, MiB'], lines)}`;
}

/** From import to result, and what is seen first. */
function firstStep({ coldStarts, firstSight }: Report): string {
  const cold = table(
    ['', 'import', 'import to first result'],
    coldStarts.map(({ name, import: load, total }) => [
      `${name} step`,
      duration(load.median / 1000),
      duration(total.median / 1000),
    ]),
  );
  if (firstSight === null) return cold;
  const lines = firstSight.figures.map(({ name, ours, other, against }) => [
    name,
    duration(ours),
    `${duration(other)} (${against})`,
    factor(ours / other),
  ]);
  return `${cold}\n\n${table(['', 'ours', 'beside', 'ratio'], lines)}`;
}

/** What stands between each pair of marks of the page, by the name in the mark. */
export function userSections(report: Report): Readonly<Record<string, string>> {
  return {
    networks: networks(report),
    programs: programs(report),
    compile: gainsTable('plain / compile()', gains(report, plain, compiled)),
    threads: gainsTable('one thread / all', gains(report, 'Chainrule, 1 thread', plain)),
    memory: memory(report),
    'first-step': firstStep(report),
  };
}
