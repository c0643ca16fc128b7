/**
 * `npm run bench -- --before <checkout>`: the rows of this build beside those of an older one,
 * built in that checkout, in turns. Processes are started anew in each pass, because what V8 makes
 * of the same code differs from process to process by more than builds do.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compare, type Effort, type Result } from './compare.js';
import { Contestant, type Entrant } from './contestant.js';
import { typeScript } from './entrants.js';
import { duration } from './report/format.js';
import type { Kind, Row } from './rows.js';
import { summarize } from './statistics.js';

const passes = 3;
/** What nothing is recorded of. */
const plainOnly: readonly Kind[] = ['matmul', 'elementwise', 'changingProgram'];

/** Both builds, each called plainly and through `compile()`. */
function builds(checkout: string, kinds: readonly Kind[]): Entrant[] {
  const both = { now: resolve('.'), before: resolve(checkout) };
  return Object.entries(both).flatMap(([name, folder]): Entrant[] => {
    const { command, args } = typeScript(join(folder, 'bench/chainrule.ts'));
    const env = { TSX_TSCONFIG_PATH: join(folder, 'bench/peers/tsconfig.json') };
    const one = { library: 'chainrule', command, env } as const;
    const repeated = kinds.filter((kind) => !plainOnly.includes(kind));
    return [
      { ...one, name, args },
      { ...one, name: `${name}, compile()`, args: [...args, '--compile'], kinds: repeated },
    ];
  });
}

/** How much longer it takes now, by the bests of both and by the median of rounds. */
interface Change {
  readonly best: number;
  readonly median: number;
  readonly now: number;
  readonly before: number;
}

function changeOf(results: readonly Result[], way: string): Change | null {
  const pairs = results.flatMap(({ outcomes }) => {
    const [now, before] = [outcomes[`now${way}`], outcomes[`before${way}`]];
    if (now?.kind !== 'time' || before?.kind !== 'time') return [];
    return now.samples.map((time, i) => [time, before.samples[i] ?? Number.NaN] as const);
  });
  if (pairs.length === 0) return null;
  const now = Math.min(...pairs.map(([time]) => time));
  const before = Math.min(...pairs.map(([, time]) => time));
  const { median } = summarize(pairs.map(([a, b]) => a / b));
  return { best: now / before, median, now, before };
}

/** One pass over the rows, by processes of its own. */
async function pass(
  checkout: string,
  all: ReadonlyMap<Row, Result[]>,
  folder: string,
  effort: Effort,
): Promise<void> {
  const kinds = [...new Set([...all.keys()].map(({ kind }) => kind))];
  const running: Contestant[] = [];
  try {
    for (const entrant of builds(checkout, kinds)) {
      const contestant = await Contestant.start(entrant);
      if (typeof contestant === 'string') throw new Error(`${entrant.name}: ${contestant}`);
      running.push(contestant);
    }
    for (const [row, results] of all) results.push(await compare(row, running, folder, effort));
  } finally {
    for (const contestant of running) contestant.stop();
  }
}

function printChanges(all: ReadonlyMap<Row, readonly Result[]>): void {
  console.log('| row | before | now | now / before, bests | median of rounds |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const [row, results] of all) {
    for (const way of ['', ', compile()']) {
      const change = changeOf(results, way);
      if (change === null) continue;
      const { before, now, best, median } = change;
      const cells = [duration(before), duration(now), best.toFixed(3), median.toFixed(3)];
      console.log(`| ${row.name}${way} | ${cells.join(' | ')} |`);
    }
  }
}

/** Measures rows of both builds and prints how they changed, above 1 for slower. */
export async function measureBefore(
  checkout: string,
  rows: readonly Row[],
  effort: Effort,
): Promise<void> {
  const all = new Map<Row, Result[]>(rows.map((row) => [row, []]));
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-bench-'));
  try {
    for (let i = 0; i < passes; i++) {
      await pass(checkout, all, folder, effort);
      console.log(`pass ${i + 1} of ${passes}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  printChanges(all);
}
