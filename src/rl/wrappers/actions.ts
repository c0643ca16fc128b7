/** `ClipAction` and `RescaleAction`: actions of another range than the environment's. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import type { Env, ResetOptions, ResetResult, StepResult } from '../env/env.js';
import { Box } from '../spaces/box.js';
import type { Space } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

function boxOf(op: string, space: Space<unknown>): Box {
  if (space instanceof Box) return space;
  throw new ValueError(`${op}: actions must be a Box, not ${space}`);
}

/**
 * Takes any numbers as actions, and brings them into the range of the environment.
 *
 * @example
 * const env = new ClipAction(new Pendulum()); // torques from -2 to 2
 * env.reset({ seed: 0 });
 * console.log(env.step(Float32Array.of(100))[2]); // false
 */
export class ClipAction<Obs> extends Wrapper<Obs, Float32Array> {
  readonly observationSpace: Space<Obs>;
  readonly actionSpace: Box;
  readonly #inner: Box;

  /** @throws ValueError unless actions are a `Box`. */
  constructor(env: Env<Obs, Float32Array>) {
    signatures.ClipAction.check(arguments);
    super(env);
    this.observationSpace = env.observationSpace;
    this.#inner = boxOf('ClipAction', env.actionSpace);
    const infinity = Number.POSITIVE_INFINITY;
    this.actionSpace = new Box(-infinity, infinity, this.#inner.shape);
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    signatures.ClipAction$reset.check(arguments);
    return this.env.reset(options);
  }

  step(action: Float32Array): StepResult<Obs> {
    const { low, high } = this.#inner;
    const clipped = action.map((value, i) =>
      Math.min(high[i] ?? value, Math.max(low[i] ?? value, value)),
    );
    return this.env.step(clipped);
  }
}

/**
 * Takes actions from `low` to `high`, and stretches them to the range of the environment.
 *
 * @example
 * const env = new RescaleAction(new Pendulum(), -1, 1); // 1 stands for a torque of 2
 * console.log(String(env.actionSpace)); // Box(-1, 1, [1])
 */
export class RescaleAction<Obs> extends Wrapper<Obs, Float32Array> {
  readonly observationSpace: Space<Obs>;
  readonly actionSpace: Box;
  readonly #inner: Box;

  /** @throws ValueError unless actions are a bounded `Box`, and low < high are finite. */
  constructor(env: Env<Obs, Float32Array>, low: number, high: number) {
    signatures.RescaleAction.check(arguments);
    super(env);
    this.observationSpace = env.observationSpace;
    this.#inner = boxOf('RescaleAction', env.actionSpace);
    if (!this.#inner.isBounded || !(low < high) || !Number.isFinite(high - low)) {
      const space = String(env.actionSpace);
      throw new ValueError(
        `RescaleAction: needs finite low < high and bounds, got ${low}, ${high}, ${space}`,
      );
    }
    this.actionSpace = new Box(low, high, this.#inner.shape);
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    signatures.RescaleAction$reset.check(arguments);
    return this.env.reset(options);
  }

  step(action: Float32Array): StepResult<Obs> {
    const { low, high } = this.#inner;
    const from = this.actionSpace;
    const stretched = action.map((value, i) => {
      const [least = 0, most = 0] = [low[i], high[i]];
      const share = (value - (from.low[i] ?? 0)) / ((from.high[i] ?? 1) - (from.low[i] ?? 0));
      return Math.min(most, Math.max(least, least + share * (most - least)));
    });
    return this.env.step(stretched);
  }
}
