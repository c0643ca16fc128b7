/**
 * `VectorEnv`: several environments of one kind, stepped together, and what happens in each when an
 * episode ends. Source: https://gymnasium.farama.org/api/vector/
 */

import { ValueError } from '../../errors.js';
import type { Info } from '../env/env.js';
import type { Space } from '../spaces/space.js';

/**
 * What an environment does after the end of an episode.
 * - `'nextStep'`: the next `step` ignores its action, starts an episode, and gives reward 0.
 * - `'sameStep'`: the step that ends an episode starts the next one, whose first observation it
 *   returns; the last observation of the old one is `info.finalObservation`, its info
 *   `info.finalInfo`.
 * - `'disabled'`: nothing; `reset({ resetMask })` starts the episodes that are over.
 */
export type AutoresetMode = 'nextStep' | 'sameStep' | 'disabled';

/** Options of a vector's `reset`. */
export interface VectorResetOptions {
  /** Environment `i` gets `seed + i`, or the i-th of a list. */
  readonly seed?: number | readonly number[];
  readonly options?: Info;
  /** Which environments to start anew; all by default. Only for mode `'disabled'`. */
  readonly resetMask?: ArrayLike<number | boolean>;
}

/** What a vector's `reset` gives: one observation and info for each environment. */
export type VectorResetResult<Obs> = [obs: Obs[], infos: Info[]];

/** What a vector's `step` gives, each with an element for each environment; flags are 0 or 1. */
export type VectorStepResult<Obs> = [
  obs: Obs[],
  rewards: Float64Array,
  terminated: Uint8Array,
  truncated: Uint8Array,
  infos: Info[],
];

/** Several environments. */
export interface VectorEnv<Obs = unknown, Act = unknown> {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space<Obs>;
  readonly singleActionSpace: Space<Act>;
  readonly autoreset: AutoresetMode;
  reset(options?: VectorResetOptions): VectorResetResult<Obs>;
  step(actions: readonly Act[]): VectorStepResult<Obs>;
  close(): void;
  /** All that the environments go on from, as JSON. */
  stateDict(): unknown;
  /** Goes on from such a state. */
  loadStateDict(state: unknown): void;
}

/** @throws ValueError, naming the kind of vector, for a list of seeds of another length. */
export function checkSeeds(name: string, seed: VectorResetOptions['seed'], numEnvs: number): void {
  if (typeof seed !== 'object' || seed.length === numEnvs) return;
  throw new ValueError(
    `${name}.reset: ${numEnvs} environments need as many seeds, got ${seed.length}`,
  );
}
