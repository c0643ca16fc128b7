/** The results of `bench/rl/main.ts` in a file: by row and seed, the newest of each. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Steps so far, and the mean return of the last episodes. */
export type CurvePoint = readonly [timesteps: number, meanReturn: number];

/** One training. */
export interface SeedResult {
  readonly seed: number;
  /** Mean return of the evaluation. */
  readonly meanReward: number;
  /** Seconds that the training took. */
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
}

/** All results, by the name of the row. */
export type Results = Readonly<Record<string, readonly SeedResult[]>>;

const path = fileURLToPath(new URL('results.json', import.meta.url));

/** What has been measured so far. */
export function readResults(): Results {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

/** Keeps a result; gives the mean returns of all seeds of the row. */
export function keepResult(name: string, result: SeedResult): { rewards: number[] } {
  const results = readResults();
  const others = (results[name] ?? []).filter(({ seed }) => seed !== result.seed);
  const all = [...others, result].sort((a, b) => a.seed - b.seed);
  const lines = Object.entries({ ...results, [name]: all }).map(
    ([key, list]) =>
      `${JSON.stringify(key)}: [\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
  );
  writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`);
  return { rewards: all.map(({ meanReward }) => meanReward) };
}
