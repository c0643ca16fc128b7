/**
 * `ActorCritic`: a policy and a value function, each a network of its own, and how they are asked
 * for a few observations.
 */

import * as nn from '../../nn/index.js';
import type { Tensor } from '../../tensor/index.js';
import type { RandomGenerator } from '../random/random-generator.js';
import type { Space } from '../spaces/space.js';
import { type ActionHead, actionHead } from './action-head.js';
import { CompiledForward } from './compiled-forward.js';
import { type Activation, mlp } from './mlp.js';

/** Networks of one's own. */
export interface ActorCriticNetworks {
  /** `[N, observation] -> [N, logits or means]`. */
  readonly actor: nn.Layer;
  /** `[N, observation] -> [N, 1]`. */
  readonly critic: nn.Layer;
}

/** How the networks are made. */
export interface ActorCriticOptions {
  /** Sizes of the hidden layers of both, `[64, 64]` by default. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  /** Logarithm of the deviation that continuous actions start with. */
  readonly logStdInit: number;
  readonly networks: ActorCriticNetworks | null;
}

/** What a policy did. */
export interface Acted {
  readonly actions: Float32Array;
  readonly logProbs: Float64Array;
  readonly values: Float32Array;
}

/** The two networks. */
export class ActorCritic extends nn.Module {
  readonly actor: nn.Layer;
  readonly critic: nn.Layer;
  readonly logStd: nn.Parameter | null;
  readonly #head: ActionHead;
  readonly #outputs: CompiledForward;
  readonly #values: CompiledForward;

  constructor(
    op: string,
    obsSize: number,
    actionSpace: Space<unknown>,
    options: ActorCriticOptions,
  ) {
    super();
    const { hidden, activation, logStdInit, networks } = options;
    this.#head = actionHead(op, actionSpace, logStdInit);
    const shared = { hidden, activation, init: 'orthogonal' as const };
    const { outputs } = this.#head;
    this.actor = networks?.actor ?? mlp(obsSize, outputs, { ...shared, outputGain: 0.01 });
    this.critic = networks?.critic ?? mlp(obsSize, 1, shared);
    this.logStd = this.#head.logStd;
    this.#outputs = new CompiledForward(this.actor, [obsSize]);
    this.#values = new CompiledForward(this.critic, [obsSize]);
  }

  /** Logits or means, and values `[N]`, of observations `[N, ...]`. */
  forward(obs: Tensor): [output: Tensor, values: Tensor] {
    return [this.actor.forward(obs), this.critic.forward(obs).squeeze(1)];
  }

  /** What the actor's output means. */
  get head(): ActionHead {
    return this.#head;
  }

  /** Lets `act` and its like see the deviations as they are now. */
  refresh(): void {
    this.#head.refresh();
  }

  /** Draws an action for each of `rows` observations. */
  act(obs: Float32Array, rows: number, random: RandomGenerator): Acted {
    const output = this.#outputs.run(obs, rows);
    const actions = new Float32Array(rows * this.#head.actionSize);
    const logProbs = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      logProbs[row] = this.#head.draw(output, row, random, actions);
    }
    return { actions, logProbs, values: this.values(obs, rows) };
  }

  /** The most likely action for one observation. */
  best(obs: Float32Array): Float32Array {
    const actions = new Float32Array(this.#head.actionSize);
    this.#head.best(this.#outputs.run(obs, 1), 0, actions);
    return actions;
  }

  /** One action by chance for one observation. */
  draw(obs: Float32Array, random: RandomGenerator): Float32Array {
    const actions = new Float32Array(this.#head.actionSize);
    this.#head.draw(this.#outputs.run(obs, 1), 0, random, actions);
    return actions;
  }

  /** The values of `rows` observations. */
  values(obs: Float32Array, rows: number): Float32Array {
    return this.#values.run(obs, rows);
  }
}
