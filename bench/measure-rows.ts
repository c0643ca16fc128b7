/**
 * Starts who takes part, and measures rows one after the other: those of the table, of sweeps, of
 * programs.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, type Effort, type Result } from './compare.js';
import { Contestant } from './contestant.js';
import { entrants, installPeers } from './entrants.js';
import type { Peaks } from './floors.js';
import { duration } from './report/format.js';
import type { Row } from './rows.js';
import { type Measurement, measurementOf, type Point } from './scaling.js';

/** Everyone who takes part in some row and is there; the others are named with the reason. */
export async function startAll(wanted: readonly Row[]): Promise<Contestant[]> {
  const all = entrants().filter(({ kinds }) =>
    wanted.some(({ kind }) => kinds === undefined || kinds.includes(kind)),
  );
  if (all.some(({ library }) => library === 'jax-js' || library === 'tfjs')) installPeers();
  if (wanted.length > 0 && !all.some(({ library }) => library === 'pytorch')) {
    console.log('PyTorch: skipped, no python3 that can import torch');
  }
  const running: Contestant[] = [];
  for (const entrant of all) {
    const contestant = await Contestant.start(entrant);
    if (contestant instanceof Contestant) running.push(contestant);
    else console.log(`${entrant.name}: skipped, ${contestant}`);
  }
  return running;
}

function printResult({ row, outcomes }: Result): void {
  const parts = Object.entries(outcomes).map(([name, outcome]) => {
    if (outcome.kind !== 'time') return `${name}: ${outcome.kind} (${outcome.reason})`;
    const { median, min } = outcome.summary;
    return `${name} ${duration(median)} (best ${duration(min)})`;
  });
  console.log(`${row.name}\n    ${parts.join(', ')}`);
}

/** Measures rows one after the other, with inputs in a folder that is removed. */
export async function measureRows(
  contestants: readonly Contestant[],
  wanted: readonly Row[],
  effort: Effort,
): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-bench-'));
  const results: Result[] = [];
  try {
    for (const row of wanted) {
      const result = await compare(row, contestants, folder, effort);
      printResult(result);
      results.push(result);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return results;
}

/** Minutes apart, because a slow phase of the machine outlasts all rounds of a point. */
const scalingPasses = 4;

/** Chainrule in both ways, and PyTorch where it is. */
export async function measureScaling(
  contestants: readonly Contestant[],
  wanted: readonly Point[],
  peaks: Peaks,
  disturbance: Effort['disturbance'],
): Promise<Measurement[]> {
  const racing = contestants.filter(
    ({ entrant: { name, library } }) =>
      library === 'pytorch' || /^Chainrule(, compile.*)?$/.test(name),
  );
  const effort: Effort = { rounds: 4, milliseconds: 30, warmUp: 200, disturbance };
  const sweepRows = wanted.map(({ row }) => row);
  const passes: Result[][] = [];
  for (let pass = 0; pass < scalingPasses; pass++) {
    passes.push(await measureRows(racing, sweepRows, effort));
  }
  return wanted.map((point, i) => {
    const results = passes.flatMap((results) => results[i] ?? []);
    return measurementOf(point, results, peaks);
  });
}
