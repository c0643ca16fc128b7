/** The results of `bench/tables/main.ts` in a file: by table and seed, the newest of each. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Accuracy or R2, and for classes the balanced accuracy beside it. */
export interface Score {
  readonly score: number;
  readonly balanced: number | null;
}

/** One training and its twins on the same rows. */
export interface SeedResult {
  readonly seed: number;
  readonly ours: Score;
  /** Logistic or ridge regression, scikit-learn's networks, gradient boosting. */
  readonly sklearn: Readonly<Record<string, Score>>;
  /** Seconds that our command took, reading and judging included. */
  readonly seconds: number;
}

/** What is in the file. */
export interface Results {
  readonly machine: string;
  readonly date: string;
  readonly sklearn: string;
  readonly tables: Readonly<Record<string, readonly SeedResult[]>>;
}

const path = fileURLToPath(new URL('results.json', import.meta.url));

/** What has been measured so far. */
export function readResults(): Results {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  return { machine: '', date: '', sklearn: '', tables: {} };
}

/** Keeps the result of a table and a seed. */
export function keepResult(name: string, result: SeedResult, sklearn: string): void {
  const { tables } = readResults();
  const others = (tables[name] ?? []).filter(({ seed }) => seed !== result.seed);
  const all = [...others, result].sort((a, b) => a.seed - b.seed);
  const [cpu] = cpus();
  const head = {
    machine: `${cpus().length} cores of ${cpu?.model ?? 'unknown'}, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    sklearn,
  };
  const lines = Object.entries({ ...tables, [name]: all }).map(
    ([key, list]) =>
      `${JSON.stringify(key)}: [\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
  );
  const facts = JSON.stringify(head, null, 2).slice(2, -2);
  writeFileSync(path, `{\n${facts},\n"tables": {\n${lines.join(',\n')}\n}\n}\n`);
}
