/** What `main.ts` has measured, in a file that `simulate.ts` reads. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { OneRank } from './programs/one-rank.js';
import type { ReduceTime } from './programs/reduce.js';

/** Where ranks ran: on this machine, or on hosts with a link between them. */
export interface Conditions {
  readonly ranks: number;
  /** Megabits per second of each host's link; null: ranks of one host. */
  readonly mbit: number | null;
}

/** Seconds: the median, by which contestants are compared, and the best, by which models are. */
export interface Seconds {
  readonly median: number;
  readonly min: number;
}

/** One network on some ranks. */
export interface StepResult extends Conditions {
  readonly network: string;
  /** Samples of each rank. */
  readonly batchSize: number;
  readonly threads: number;
  /** Bytes of the gradients. */
  readonly bytes: number;
  /** A step; one whose gradients stay on their rank; and one of PyTorch on gloo. */
  readonly step: Seconds;
  readonly local: Seconds;
  readonly pytorch: Seconds;
}

/** Reductions alone. */
export interface ReduceResult extends Conditions {
  readonly times: readonly ReduceTime[];
}

/** Everything. */
export interface Results {
  readonly oneRank: readonly OneRank[];
  readonly steps: readonly StepResult[];
  readonly reductions: readonly ReduceResult[];
}

const path = fileURLToPath(new URL('results.json', import.meta.url));

/** What has been measured so far. */
export function readResults(): Results {
  if (!existsSync(path)) return { oneRank: [], steps: [], reductions: [] };
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Keeps results in place of those of the same conditions. */
export function keepResults(found: Partial<Results>): void {
  const before = readResults();
  const key = (row: Conditions & Partial<StepResult>): string => {
    return [row.network, row.batchSize, row.ranks, row.mbit].join();
  };
  const joined = <Row extends Conditions>(
    old: readonly Row[],
    rows: readonly Row[] = [],
  ): Row[] => {
    const fresh = new Set(rows.map(key));
    return [...old.filter((row) => !fresh.has(key(row))), ...rows];
  };
  const all: Results = {
    oneRank: found.oneRank ?? before.oneRank,
    steps: joined(before.steps, found.steps),
    reductions: joined(before.reductions, found.reductions),
  };
  writeFileSync(path, `${JSON.stringify(all, rounded, 1)}\n`);
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}
