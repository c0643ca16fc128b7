/** What NumPy and Gymnasium gave, stored by scripts/fixtures/rl_environments.py, with its types. */

import { readFileSync } from 'node:fs';

type Value = number | readonly number[];

/** One step as it is stored. */
export type StoredStep = readonly [
  action: Value,
  obs: Value,
  reward: number,
  terminated: boolean,
  truncated: boolean,
];

/** How an episode began. */
export interface StoredStart {
  readonly seed: number;
  readonly state: Value;
  readonly obs: Value;
}

/** An episode. */
export interface Trajectory extends StoredStart {
  readonly steps: readonly StoredStep[];
}

interface Stored {
  readonly trajectories: Readonly<Record<string, readonly Trajectory[]>>;
  readonly starts: Readonly<Record<string, readonly StoredStart[]>>;
  readonly tables: Readonly<Record<string, unknown>>;
}

/** Draws of one seed. */
interface Draws {
  readonly seed: string;
  readonly key: readonly number[];
  readonly random: readonly number[];
  readonly uniform: readonly number[];
  readonly integers: readonly number[];
  readonly choice: readonly number[];
  readonly normal: readonly number[];
  readonly last: number;
}

interface Randoms {
  readonly draws: readonly Draws[];
  readonly spaces: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** Episodes with chance in every step. */
interface Chance {
  readonly name: string;
  readonly seed: number;
  readonly rows: readonly (StoredStep | readonly ['reset', Value])[];
}

function read<Content>(name: string): Content {
  const path = new URL(`../fixtures/rl/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Trajectories and tables of Gymnasium 1.4. */
export function storedTrajectories(): Stored {
  return read<Stored>('gymnasium');
}

/** Draws of NumPy. */
export function storedDraws(): Randoms {
  return read<Randoms>('random');
}

/** Episodes of environments that draw in every step. */
export function storedChance(): readonly Chance[] {
  return read<readonly Chance[]>('chance');
}
