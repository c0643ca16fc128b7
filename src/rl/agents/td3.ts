/**
 * Twin delayed deep deterministic policy gradient, and DDPG before it. Sources: Fujimoto et al.,
 * "Addressing function approximation error in actor-critic methods", 2018,
 * https://arxiv.org/abs/1802.09477; Lillicrap et al., "Continuous control with deep reinforcement
 * learning", 2016, https://arxiv.org/abs/1509.02971
 */

import { noGrad } from '../../autodiff/index.js';
import { internal } from '../../errors.js';
import type * as nn from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Compiled, compile, type Tensor } from '../../tensor/index.js';
import type { Env } from '../env/env.js';
import { freshSeed } from '../options/fresh-seed.js';
import { valueAt } from '../options/schedule.js';
import { withDefaults } from '../options/with-defaults.js';
import { follow } from '../policies/follow.js';
import { mlp, withSeed } from '../policies/mlp.js';
import { Critics } from '../policies/twin-critics.js';
import type { AgentParts, OwnState } from '../training/agent.js';
import type { UpdateFacts } from '../training/callback.js';
import type { OffPolicyOptions } from '../training/experience.js';
import { type ActionBatch, OffPolicyActorCritic } from '../training/off-policy-actor-critic.js';
import { field } from '../training/saved-agent.js';
import type { VectorEnv } from '../vector/vector-env.js';

/** Options of `TD3`; the defaults are those of Stable-Baselines3. */
export interface TD3Options extends OffPolicyOptions {
  /** Deviation of the noise on actions, where an action reaches from -1 to 1. Default 0.1. */
  readonly actionNoise?: number;
  /** Critics of which the smallest counts: 2 (default), or DDPG's 1. */
  readonly numCritics?: 1 | 2;
  /** Updates of the critics for one of the policy, 2 by default; DDPG has 1. */
  readonly policyDelay?: number;
  /** Deviation of the noise on actions in targets, and its bound: 0.2 and 0.5; DDPG has 0. */
  readonly targetPolicyNoise?: number;
  readonly targetNoiseClip?: number;
  /** Makes a policy `[N, observation] -> [N, action]`, from -1 to 1, of one's own, twice. */
  readonly actor?: (() => nn.Layer) | null;
}

const defaults: Readonly<Required<TD3Options>> = {
  learningRate: 1e-3,
  bufferSize: 1_000_000,
  learningStarts: 100,
  batchSize: 256,
  tau: 0.005,
  gamma: 0.99,
  trainFrequency: 1,
  gradientSteps: 1,
  nStep: 1,
  actionNoise: 0.1,
  numCritics: 2,
  policyDelay: 2,
  targetPolicyNoise: 0.2,
  targetNoiseClip: 0.5,
  hidden: [400, 300],
  activation: 'relu',
  actor: null,
  seed: 0,
};

/**
 * What makes DDPG of `TD3`: one critic, no delay, no noise in targets.
 *
 * @example
 * console.log(ddpgOptions.numCritics, ddpgOptions.policyDelay); // 1 1
 */
export const ddpgOptions: Readonly<TD3Options> = {
  numCritics: 1,
  policyDelay: 1,
  targetPolicyNoise: 0,
};

type CriticUpdate = Compiled<
  [
    obs: Tensor,
    actions: Tensor,
    rewards: Tensor,
    nextObs: Tensor,
    discounts: Tensor,
    noise: Tensor,
  ],
  Tensor
>;

/** Policy and critics. */
interface Networks {
  readonly actor: nn.Layer;
  readonly critics: Critics;
}

/**
 * Twin delayed deep deterministic policy gradient (TD3), for continuous actions between finite
 * bounds; with `ddpgOptions` it is DDPG. Source: Fujimoto et al., 2018,
 * https://arxiv.org/abs/1802.09477
 *
 * Formula: values are learned towards `r + gamma min(Q1, Q2)(s', pi(s') + noise)`.
 *
 * @example
 * const agent = new TD3(make('Pendulum-v1'), { gamma: 0.98, hidden: [16], seed: 0 });
 * const ddpg = new TD3(make('Pendulum-v1'), { ...ddpgOptions, hidden: [16], seed: 0 });
 * await agent.learn({ totalTimesteps: 20 }); // 20,000 to learn it
 * console.log(agent.timesteps, ddpg.options.numCritics); // 20 1
 */
export class TD3<Obs, Act> extends OffPolicyActorCritic<Obs, Act> {
  /** All options, with their defaults. */
  readonly options: Readonly<Required<TD3Options>>;
  /** The policy, `[N, observation] -> [N, action]`, from -1 to 1. */
  readonly actor: nn.Layer;
  protected readonly critics: Critics;
  readonly #targets: Networks;
  readonly #optimizers: { readonly actor: Adam; readonly critics: Adam };
  readonly #updateCritics: CriticUpdate;
  readonly #updateActor: Compiled<[obs: Tensor], Tensor>;
  #updates = 0;

  /**
   * @throws ValueError for an unknown option, a value out of its range, or actions of another kind.
   */
  constructor(env: Env<Obs, Act> | VectorEnv<Obs, Act>, options: TD3Options = {}) {
    signatures.TD3.check(arguments);
    const all = withDefaults('TD3', { ...defaults, seed: freshSeed() }, options);
    const { actor: _actor, ...saved } = all;
    super('TD3', env, all, saved);
    this.options = all;
    const { actor, critics } = this.#makeNetworks();
    [this.actor, this.critics] = [actor, critics];
    this.#targets = this.#makeNetworks();
    follow(this.#targets.actor, actor, 1);
    const lr = valueAt(all.learningRate, 0);
    this.#optimizers = {
      actor: new Adam(actor.parameters(), { lr }),
      critics: new Adam(critics.parameters(), { lr }),
    };
    this.#updateCritics = compile((...args) => this.#learnCritics(...args));
    this.#updateActor = compile((obs) => this.#learnActor(obs));
  }

  /** With one seed the same networks each time. */
  #makeNetworks(): Networks {
    const { hidden, activation, actor, numCritics, seed } = this.options;
    const { obsSize } = this.runner;
    const layout = { hidden, activation, init: 'default' } as const;
    const size = this.actionSize;
    return withSeed(seed, () => ({
      actor: actor?.() ?? mlp(obsSize, size, { ...layout, outputActivation: 'tanh' }),
      critics: new Critics(numCritics, obsSize, size, layout),
    }));
  }

  /**
   * An agent that goes on where `save` was called. @throws DataError, ValueError when it does not
   * fit.
   */
  static load<Obs, Act>(
    path: string,
    env: Env<Obs, Act> | VectorEnv<Obs, Act>,
    options: TD3Options = {},
  ): TD3<Obs, Act> {
    signatures.TD3$load.check(arguments);
    const make = (saved: TD3Options): TD3<Obs, Act> => new TD3(env, { ...saved, ...options });
    return TD3.restored(path, 'TD3', make);
  }

  protected parts(): AgentParts {
    const { actor, critics } = this.#optimizers;
    const targets = { targetActor: this.#targets.actor, targetCritics: this.#targets.critics };
    return {
      modules: { actor: this.actor, critics: this.critics, ...targets },
      optimizers: { actorOptimizer: actor, criticOptimizer: critics },
    };
  }

  protected act(output: Float32Array, _rows: number, deterministic: boolean): Float32Array {
    const noise = deterministic ? 0 : this.options.actionNoise;
    return output.map((mean) => {
      const value = noise === 0 ? mean : mean + noise * this.random.normal();
      return Math.min(1, Math.max(-1, value));
    });
  }

  protected update({ obs, actions, rewards, nextObs, discounts }: ActionBatch): () => UpdateFacts {
    const loss = this.#updateCritics(obs, actions, rewards, nextObs, discounts, this.noise());
    this.#updates += 1;
    if (this.#updates % this.options.policyDelay === 0) this.#updateActor(obs);
    return () => ({ criticLoss: loss.item() });
  }

  #learnCritics(
    obs: Tensor,
    actions: Tensor,
    rewards: Tensor,
    nextObs: Tensor,
    discounts: Tensor,
    noise: Tensor,
  ): Tensor {
    const { targetPolicyNoise, targetNoiseClip } = this.options;
    const targets = noGrad(() => {
      const moved = noise.mul(targetPolicyNoise).clamp(-targetNoiseClip, targetNoiseClip);
      const next = this.#targets.actor.forward(nextObs).add(moved).clamp(-1, 1);
      return rewards.add(discounts.mul(this.#targets.critics.least(nextObs, next)));
    });
    const loss = this.critics.loss(obs, actions, targets);
    this.#optimizers.critics.zeroGrad();
    loss.backward();
    this.#optimizers.critics.step();
    return loss;
  }

  #learnActor(obs: Tensor): Tensor {
    const { actor, critics } = this;
    const [values] = critics.forward(obs, actor.forward(obs));
    if (values === undefined) throw internal('TD3 without critics');
    const loss = values.mean().neg();
    this.#optimizers.actor.zeroGrad();
    this.#optimizers.critics.zeroGrad();
    loss.backward();
    // The critics only passed the gradient on.
    this.#optimizers.critics.zeroGrad();
    this.#optimizers.actor.step();
    follow(this.#targets.actor, actor, this.options.tau);
    follow(this.#targets.critics, critics, this.options.tau);
    return loss;
  }

  protected override saveOwn(): OwnState {
    const { arrays, json } = super.saveOwn();
    return { arrays, json: { base: json, updates: this.#updates } };
  }

  protected override loadOwn({ arrays, json }: OwnState): void {
    super.loadOwn({ arrays, json: field(json, 'base') });
    this.#updates = Number(field(json, 'updates'));
  }
}
