/**
 * `ActionHead`: what the output of a policy network means. It draws actions on the host, one row at
 * a time, and gives their log-probabilities and entropies as tensors, for learning.
 */

import { ValueError } from '../../errors.js';
import { Parameter } from '../../nn/index.js';
import { full, type Tensor } from '../../tensor/index.js';
import type { RandomGenerator } from '../random/random-generator.js';
import { Box } from '../spaces/box.js';
import { Discrete } from '../spaces/discrete.js';
import type { Space } from '../spaces/space.js';

/** The meaning of a policy's output. */
export interface ActionHead {
  /** Numbers that the network gives for one observation. */
  readonly outputs: number;
  /** Numbers of an action as it is stored. */
  readonly actionSize: number;
  /** Parameters of its own. */
  readonly logStd: Parameter | null;
  /** Reads the parameters again after they have changed. */
  refresh(): void;
  /**
   * Draws an action from row `row` of the output, writes it to `actions`, and returns its
   * log-probability.
   */
  draw(output: Float32Array, row: number, random: RandomGenerator, actions: Float32Array): number;
  /** Writes the most likely action. */
  best(output: Float32Array, row: number, actions: Float32Array): void;
  /** The action of row `row`, as the environment takes it. */
  toAction(actions: Float32Array, row: number): unknown;
  /** Log-probabilities `[N]` of actions `[N, actionSize]` under outputs `[N, outputs]`. */
  logProb(output: Tensor, actions: Tensor): Tensor;
  /** Entropies `[N]`, or 0-d where all are equal. */
  entropy(output: Tensor): Tensor;
}

/** One of n choices, whose logits the network gives. */
class CategoricalHead implements ActionHead {
  readonly outputs: number;
  readonly actionSize = 1;
  readonly logStd = null;
  readonly #start: number;

  constructor({ n, start }: Discrete) {
    this.outputs = n;
    this.#start = start;
  }

  refresh(): void {}

  draw(output: Float32Array, row: number, random: RandomGenerator, actions: Float32Array): number {
    const from = row * this.outputs;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.outputs; i++) most = Math.max(most, output[from + i] ?? 0);
    let total = 0;
    for (let i = 0; i < this.outputs; i++) total += Math.exp((output[from + i] ?? 0) - most);
    let rest = random.random() * total;
    let choice = 0;
    for (; choice < this.outputs - 1; choice++) {
      rest -= Math.exp((output[from + choice] ?? 0) - most);
      if (rest < 0) break;
    }
    actions[row] = choice;
    return (output[from + choice] ?? 0) - most - Math.log(total);
  }

  best(output: Float32Array, row: number, actions: Float32Array): void {
    actions[row] = argmax(output, row * this.outputs, this.outputs);
  }

  toAction(actions: Float32Array, row: number): number {
    return this.#start + (actions[row] ?? 0);
  }

  logProb(output: Tensor, actions: Tensor): Tensor {
    return output.logSoftmax(1).gather(1, actions.to('int32')).squeeze(1);
  }

  entropy(output: Tensor): Tensor {
    const logits = output.logSoftmax(1);
    return logits.exp().mul(logits).sum(1).neg();
  }
}

/** Real numbers, normal around means that the network gives; the deviations are parameters. */
class GaussianHead implements ActionHead {
  readonly outputs: number;
  readonly actionSize: number;
  readonly logStd: Parameter;
  readonly #space: Box;
  #deviations: readonly number[] | null = null;

  constructor(space: Box, logStdInit: number) {
    this.#space = space;
    this.outputs = space.flatSize;
    this.actionSize = space.flatSize;
    this.logStd = new Parameter(full([space.flatSize], logStdInit));
  }

  refresh(): void {
    this.#deviations = null;
  }

  draw(output: Float32Array, row: number, random: RandomGenerator, actions: Float32Array): number {
    this.#deviations ??= Array.from(this.logStd.toTypedArray(), Math.exp);
    let logProb = 0;
    for (let i = 0; i < this.outputs; i++) {
      const deviation = this.#deviations[i] ?? 1;
      const noise = random.normal();
      const at = row * this.outputs + i;
      actions[at] = (output[at] ?? 0) + deviation * noise;
      logProb -= 0.5 * noise * noise + Math.log(deviation) + 0.5 * Math.log(2 * Math.PI);
    }
    return logProb;
  }

  best(output: Float32Array, row: number, actions: Float32Array): void {
    const end = (row + 1) * this.outputs;
    actions.set(output.subarray(row * this.outputs, end), row * this.outputs);
  }

  /** Cut off at the bounds of the space. */
  toAction(actions: Float32Array, row: number): Float32Array {
    const { low, high } = this.#space;
    const action = actions.slice(row * this.outputs, (row + 1) * this.outputs);
    return action.map((value, i) => Math.min(high[i] ?? value, Math.max(low[i] ?? value, value)));
  }

  logProb(output: Tensor, actions: Tensor): Tensor {
    const distance = actions.sub(output).div(this.logStd.exp());
    const terms = distance
      .square()
      .mul(-0.5)
      .sub(this.logStd)
      .sub(0.5 * Math.log(2 * Math.PI));
    return terms.sum(1);
  }

  entropy(_output: Tensor): Tensor {
    return this.logStd.add(0.5 + 0.5 * Math.log(2 * Math.PI)).sum();
  }
}

/**
 * Index of the largest of `count` numbers from `from` on, counted from there; the first of equals.
 */
export function argmax(values: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) {
    if ((values[from + i] ?? 0) > (values[from + best] ?? 0)) best = i;
  }
  return best;
}

/**
 * The head for a space of actions. @throws ValueError, naming `op`, unless it is `Discrete` or
 * `Box`.
 */
export function actionHead(op: string, space: Space<unknown>, logStdInit: number): ActionHead {
  if (space instanceof Discrete) return new CategoricalHead(space);
  if (space instanceof Box) return new GaussianHead(space, logStdInit);
  throw new ValueError(`${op}: actions must be Discrete or a Box, not ${space}`);
}
