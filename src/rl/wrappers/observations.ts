/** `FrameStack` and `TransformObservation`: observations made of those of the environment. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import type { Env, ResetOptions, ResetResult, StepResult } from '../env/env.js';
import { Box } from '../spaces/box.js';
import type { Space } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/**
 * The last `count` observations as one, the oldest first: `[count, ...shape]`.
 *
 * @example
 * const env = new FrameStack(new CartPole(), 3);
 * console.log(env.reset({ seed: 0 })[0].length); // 12
 */
export class FrameStack<Act> extends Wrapper<Float32Array, Act> {
  readonly observationSpace: Box;
  readonly actionSpace: Space<Act>;
  readonly #count: number;
  #frames: Float32Array[] = [];

  /** @throws ValueError unless observations are a `Box` and `count` is an integer from 1. */
  constructor(env: Env<Float32Array, Act>, count: number) {
    signatures.FrameStack.check(arguments);
    super(env);
    const { observationSpace: space } = env;
    if (!(space instanceof Box) || !Number.isInteger(count) || count < 1) {
      throw new ValueError(
        `FrameStack: needs Box observations and a count from 1, got ${space}, ${count}`,
      );
    }
    const repeated = (bounds: Float32Array): number[] =>
      Array.from({ length: count }, () => [...bounds]).flat();
    const shape = [count, ...space.shape];
    this.observationSpace = new Box(repeated(space.low), repeated(space.high), shape);
    this.actionSpace = env.actionSpace;
    this.#count = count;
  }

  #stacked(): Float32Array {
    return Float32Array.from(this.#frames.flatMap((frame) => [...frame]));
  }

  /** The first observation stands for all that would have come before. */
  reset(options?: ResetOptions): ResetResult<Float32Array> {
    signatures.FrameStack$reset.check(arguments);
    const [observation, info] = this.env.reset(options);
    this.#frames = Array.from({ length: this.#count }, () => observation);
    return [this.#stacked(), info];
  }

  step(action: Act): StepResult<Float32Array> {
    const result = this.env.step(action);
    this.#frames = [...this.#frames.slice(1), result[0]];
    result[0] = this.#stacked();
    return result;
  }

  protected override saveOwn(): unknown {
    return this.#frames.map((frame) => [...frame]);
  }

  protected override loadOwn(own: unknown): void {
    if (Array.isArray(own)) this.#frames = own.map((frame) => Float32Array.from(frame));
  }
}

/**
 * Each observation put through a function, whose results are in `space`.
 *
 * @example
 * const angle = (obs: Float32Array) => obs.slice(2, 3);
 * const env = new TransformObservation(new CartPole(), angle, new Box(-0.42, 0.42, [1]));
 * console.log(env.reset({ seed: 0 })[0].length); // 1
 */
export class TransformObservation<Obs, Act, InnerObs> extends Wrapper<Obs, Act, InnerObs, Act> {
  readonly observationSpace: Space<Obs>;
  readonly actionSpace: Space<Act>;
  readonly #transform: (observation: InnerObs) => Obs;

  constructor(
    env: Env<InnerObs, Act>,
    transform: (observation: InnerObs) => Obs,
    space: Space<Obs>,
  ) {
    signatures.TransformObservation.check(arguments);
    super(env);
    this.observationSpace = space;
    this.actionSpace = env.actionSpace;
    this.#transform = transform;
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    signatures.TransformObservation$reset.check(arguments);
    const [observation, info] = this.env.reset(options);
    return [this.#transform(observation), info];
  }

  step(action: Act): StepResult<Obs> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    return [this.#transform(observation), reward, terminated, truncated, info];
  }
}
