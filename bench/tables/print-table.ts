/** The results so far as a table in Markdown: means over seeds, and whether each bar is met. */

import { tableRows } from './data-sets.js';
import { readResults, type SeedResult } from './results.js';

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanOf(seeds: readonly SeedResult[], name: string): number {
  return mean(seeds.map(({ sklearn }) => sklearn[name]?.score ?? Number.NaN));
}

/** How far below the best of scikit-learn's means a table may be. */
const allowed = 0.01;

/** Prints it. */
export function printTable(): void {
  const { machine, date, sklearn, tables } = readResults();
  console.log(`${date}, ${machine}, scikit-learn ${sklearn}\n`);
  console.log(
    '| table | ours | bar | MLP | linear | boosting | ours - best | balanced | seconds | seeds |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  let near = 0;
  for (const { name, bar } of tableRows) {
    const seeds = tables[name] ?? [];
    if (seeds.length === 0) continue;
    const ours = mean(seeds.map((one) => one.ours.score));
    const twins = ['mlp', 'linear', 'boosting'].map((twin) => meanOf(seeds, twin));
    const ahead = ours - Math.max(...twins);
    if (ahead >= -allowed) near += 1;
    const balanced = seeds.map((one) => one.ours.balanced ?? Number.NaN);
    const cells = [
      name,
      ours.toFixed(4),
      bar === null ? '' : `${bar} ${ours >= bar ? 'met' : 'missed'}`,
      ...twins.map((score) => score.toFixed(4)),
      `${ahead >= 0 ? '+' : ''}${ahead.toFixed(4)}`,
      Number.isNaN(mean(balanced)) ? '' : mean(balanced).toFixed(4),
      mean(seeds.map(({ seconds }) => seconds)).toFixed(0),
      seeds.length,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(`\n${near} of ${Object.keys(tables).length} are at most ${allowed} below the best`);
}
