/** Ported programs beside PyTorch, what something new costs, and how memory grows. */

import type { Result } from '../compare.js';
import type { FirstSight, MemoryGrowth } from '../first-sight.js';
import { type Bar, barCell, type Section } from './bars.js';
import { duration, factor, median, table } from './format.js';
import { type Versions, withVersion } from './report.js';
import { bestName, compiled, plain, ratioOf, ratiosSection } from './times.js';

/** Medians of programs, and the ratios with their bars. */
export function programsSection(results: readonly Result[], versions: Versions): Section {
  const { bars } = ratiosSection(results, versions);
  const text = programsTable(results, versions, (result, ours) => {
    const bar = bars.find(({ row, what }) => row === result.row.name && what.endsWith(`/ ${ours}`));
    const value = ratioOf(result, 'PyTorch', ours);
    if (value === null) return '–';
    return bar === undefined || ours !== plain ? factor(value) : barCell(bar);
  });
  return {
    title: 'Programs',
    text: `Both sides start from the same weights and data, and their first five losses agree to 0.2 %.\n\n${text}`,
    bars: bars.filter(({ what }) => !what.endsWith(compiled)),
  };
}

/** Step times and ratios, one line a program; `cell` writes a ratio. */
export function programsTable(
  results: readonly Result[],
  versions: Versions,
  cell: (result: Result, ours: string) => string,
): string {
  const lines = results.map((result) => {
    const { row, outcomes } = result;
    const time = (name: string): string => {
      const seconds = median(outcomes[name]);
      return seconds === null ? '–' : duration(seconds);
    };
    const best = bestName(outcomes, 'PyTorch');
    const theirs = best === null ? '–' : `${time(best)} (${best.replace('PyTorch, ', '')})`;
    return [
      row.name,
      time(plain),
      time(compiled),
      theirs,
      cell(result, plain),
      cell(result, compiled),
    ];
  });
  const torch = withVersion('PyTorch', versions);
  const header = ['one step', plain, compiled, torch, `${torch} / plain`, `${torch} / compile()`];
  return table(header, lines);
}

/** Figures of what is seen first. */
export function firstSightSection(sights: readonly FirstSight[]): Section {
  const bars = sights.map(
    ({ name, ours, other, against, bar }): Bar => ({
      row: name,
      what: `times ${against}`,
      measured: factor(ours / other),
      bar: `≤ ${bar}`,
      isMet: ours <= bar * other,
    }),
  );
  const lines = sights.map(({ name, ours, other, against }, i) => {
    const bar = bars[i];
    const ratio = bar === undefined ? '–' : barCell(bar);
    return [name, duration(ours), `${duration(other)} (${against})`, ratio];
  });
  const text = table(['', 'ours', 'beside', 'ratio'], lines);
  return { title: 'What is new', text, bars };
}

/** Figures of growth. */
export function growthSection(growths: readonly MemoryGrowth[]): Section {
  const bars = growths.map(({ name, growth, bar, error }): Bar => {
    const more = growth === null ? null : growth.after - growth.before;
    return {
      row: name,
      what: 'growth of the process, MiB',
      measured: more === null ? (error ?? 'failed') : more.toFixed(0),
      bar: bar === null ? 'it fits' : `< ${bar}`,
      isMet: more !== null && (bar === null || more < bar),
    };
  });
  const lines = bars.map((bar, i) => {
    const growth = growths[i]?.growth;
    const cells =
      growth === null || growth === undefined ? ['–', '–'] : [growth.before, growth.after];
    return [
      bar.row,
      ...cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(0) : cell)),
      barCell(bar),
    ];
  });
  const text = table(['', 'before, MiB', 'after, MiB', 'growth, MiB'], lines);
  return { title: 'Growth of memory', text, bars };
}
