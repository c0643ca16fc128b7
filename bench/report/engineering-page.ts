/** The page for engineers: every figure, every bar, and which are missed. */

import type { Result } from '../compare.js';
import type { Peaks } from '../floors.js';
import type { Summary } from '../statistics.js';
import { type Section, summaryOf } from './bars.js';
import { contractionsSection, handSection, productsSection, sharesSection } from './floors.js';
import { firstSightSection, growthSection, programsSection } from './programs.js';
import type { Dated, Report } from './report.js';
import {
  accuracySection,
  coldStartSection,
  memorySection,
  overheadSection,
  scalingSection,
} from './sections.js';
import { ratiosSection, timesSection } from './times.js';

/** What the floors are computed from. */
function peaksText({ threads, flops, sizes, rates }: Peaks): string {
  const gigas = (values: readonly number[]): string =>
    values.map((value) => (value / 1e9).toFixed(0)).join(' / ');
  const place = sizes.indexOf(2 ** 20);
  const streams = Object.entries(rates).map(([name, columns]) => {
    return `${name} ${gigas(columns.map((column) => column[place] ?? Number.NaN))}`;
  });
  return (
    `Peaks of the machine in this run, on 1 / ${threads} threads: multiply-adds ${gigas(flops)} GFLOP/s; ` +
    `streams through arrays of 1M floats: ${streams.join(', ')} GB/s.`
  );
}

/** What else went on in the machine. */
function disturbanceText(disturbance: Summary | null): string {
  if (disturbance === null) return '';
  const [low, median, high] = [disturbance.low, disturbance.median, disturbance.high].map((times) =>
    times.toFixed(2),
  );
  return (
    `Other work on the machine: between rounds, a loop of additions in the first-level cache took ${median} times ` +
    `its best time (median; quartiles ${low} and ${high}).`
  );
}

/** Why contestants are missing from rows. */
function remarks(results: readonly Result[]): string[] {
  return results.flatMap(({ row, outcomes }) =>
    Object.entries(outcomes).flatMap(([name, outcome]) =>
      outcome.kind === 'time' ? [] : [`- ${name}, ${row.name}: ${outcome.kind}, ${outcome.reason}`],
    ),
  );
}

/** Says when figures were measured that may be newer than the rest of the page. */
function dated({ date, machine }: Dated<unknown>, section: Section): Section {
  return { ...section, text: `${date}, ${machine}.\n\n${section.text}` };
}

/** Ported programs, and what concerns them. */
function programSections({ programs, firstSight, growth }: Report): Section[] {
  const sections: Section[] = [];
  if (programs !== null) {
    sections.push(dated(programs, programsSection(programs.figures, programs.versions)));
  }
  if (firstSight !== null) sections.push(dated(firstSight, firstSightSection(firstSight.figures)));
  if (growth !== null) sections.push(dated(growth, growthSection(growth.figures)));
  return sections;
}

function sectionsOf(report: Report, picture: string): Section[] {
  const { results, peaks, contractions, scaling, memory, coldStarts, overhead, accuracy } = report;
  const names = Object.keys(report.versions);
  const timed = results.filter(({ row }) => row.flops === undefined);
  const products = results.filter(({ row }) => row.flops !== undefined);
  const passes = results.filter(({ row }) => row.byHand !== undefined);
  const sections: Section[] = [];
  if (timed.length > 0) {
    const ratios = ratiosSection(timed, report.versions);
    sections.push(timesSection(timed, names), ratios);
    if (peaks !== null) sections.push(sharesSection(timed, peaks));
  }
  if (passes.length > 0) sections.push(handSection(passes));
  if (accuracy !== null) sections.push(accuracySection(accuracy));
  if (peaks !== null && products.length > 0) {
    sections.push(productsSection(products, names, peaks));
  }
  if (peaks !== null && contractions.length > 0) {
    sections.push(contractionsSection(contractions, peaks));
  }
  if (scaling.length > 0) sections.push(scalingSection(scaling, picture));
  if (memory.length > 0) sections.push(memorySection(memory));
  if (coldStarts.length > 0) sections.push(coldStartSection(coldStarts));
  if (overhead !== null) sections.push(overheadSection(overhead));
  return [...sections, ...programSections(report)];
}

/** What stands between the marks of the page; `picture` is where the plot of the scaling lies. */
export function engineeringText(report: Report, picture: string): string {
  const sections = sectionsOf(report, picture);
  const notes = remarks([...report.results, ...(report.programs?.figures ?? [])]);
  const parts = [
    `${report.date}, ${report.machine}; ${report.load}. Command: \`${report.command}\`.`,
    Object.entries(report.versions)
      .map(([name, version]) => `- ${name}: ${version}`)
      .join('\n'),
    report.peaks === null ? '' : peaksText(report.peaks),
    disturbanceText(report.disturbance),
    summaryOf(sections),
    ...sections.flatMap(({ title, text }) => [`### ${title}`, text]),
  ];
  if (notes.length > 0) parts.push('### Left out', notes.join('\n'));
  return parts.filter((part) => part !== '').join('\n\n');
}
