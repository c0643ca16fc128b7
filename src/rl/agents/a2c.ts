/**
 * Advantage actor-critic: one step of the optimiser for each short rollout. Source: Mnih et al.,
 * "Asynchronous methods for deep reinforcement learning", 2016, https://arxiv.org/abs/1602.01783
 */

import { Adam, clipGradNorm, type Optimizer, RMSprop } from '../../optim/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Compiled, compile, type Tensor } from '../../tensor/index.js';
import type { Env } from '../env/env.js';
import { freshSeed } from '../options/fresh-seed.js';
import { valueAt } from '../options/schedule.js';
import { withDefaults } from '../options/with-defaults.js';
import type { AgentParts } from '../training/agent.js';
import { OnPolicyAgent, type OnPolicyOptions, standardized } from '../training/on-policy-agent.js';
import type { VectorEnv } from '../vector/vector-env.js';

/** Options of `A2C`; the defaults are those of Stable-Baselines3. */
export interface A2COptions extends OnPolicyOptions {
  /** `'rmsprop'` (default) as in the paper, or `'adam'`. */
  readonly optimizer?: 'rmsprop' | 'adam';
}

const defaults: Readonly<Required<A2COptions>> = {
  learningRate: 7e-4,
  numSteps: 5,
  gamma: 0.99,
  gaeLambda: 1,
  normalizeAdvantage: false,
  entCoef: 0,
  vfCoef: 0.5,
  maxGradNorm: 0.5,
  optimizer: 'rmsprop',
  normalizeObs: false,
  normalizeReward: false,
  hidden: [64, 64],
  activation: 'tanh',
  logStdInit: 0,
  networks: null,
  seed: 0,
};

/** Losses of a rollout, 0-d each. */
interface Losses {
  readonly policy: Tensor;
  readonly value: Tensor;
  readonly entropy: Tensor;
}

type Update = Compiled<[obs: Tensor, actions: Tensor, advantages: Tensor, returns: Tensor], Losses>;

/**
 * Advantage actor-critic (A2C), for discrete and continuous actions: one step of the optimiser for
 * each short rollout, best of several environments at once. Source: Mnih et al., 2016,
 * https://arxiv.org/abs/1602.01783
 *
 * Formula: `-log pi(a|s) A + vfCoef (R - V(s))^2 - entCoef H`, with the advantage A, the return R
 * and the entropy H of the policy.
 *
 * @example
 * const envs = Array.from({ length: 2 }, () => make('CartPole-v1'));
 * const env = new SyncVectorEnv(envs, { autoreset: 'sameStep' });
 * const agent = new A2C(env, { hidden: [16], seed: 0 });
 * await agent.learn({ totalTimesteps: 20 }); // 200,000 to learn it
 * console.log(agent.timesteps); // 20
 */
export class A2C<Obs, Act> extends OnPolicyAgent<Obs, Act> {
  /** All options, with their defaults. */
  readonly options: Readonly<Required<A2COptions>>;
  readonly #optimizer: Optimizer;
  readonly #update: Update;

  /**
   * @param env one environment, or a vector of them with autoreset `'sameStep'`.
   * @throws ValueError for an unknown option, a value out of its range, or actions of another kind.
   */
  constructor(env: Env<Obs, Act> | VectorEnv<Obs, Act>, options: A2COptions = {}) {
    signatures.A2C.check(arguments);
    const all = withDefaults('A2C', { ...defaults, seed: freshSeed() }, options);
    super('A2C', env, all);
    this.options = all;
    const lr = valueAt(all.learningRate, 0);
    const parameters = this.policy.parameters();
    this.#optimizer =
      all.optimizer === 'adam'
        ? new Adam(parameters, { lr, eps: 1e-5 })
        : new RMSprop(parameters, { lr, alpha: 0.99, eps: 1e-5 });
    this.#update = compile((...args) => this.#learn(...args));
  }

  /**
   * An agent that goes on where `save` was called. @throws DataError, ValueError when it does not
   * fit.
   */
  static load<Obs, Act>(
    path: string,
    env: Env<Obs, Act> | VectorEnv<Obs, Act>,
    options: A2COptions = {},
  ): A2C<Obs, Act> {
    signatures.A2C$load.check(arguments);
    const make = (saved: A2COptions): A2C<Obs, Act> => new A2C(env, { ...saved, ...options });
    return A2C.restored(path, 'A2C', make);
  }

  protected parts(): AgentParts {
    return { modules: { policy: this.policy }, optimizers: { optimizer: this.#optimizer } };
  }

  protected update(): void {
    this.setLearningRate();
    const rows = this.rollout.steps * this.rollout.numEnvs;
    for (const batch of this.rollout.batches(rows, null)) {
      const { obs, actions, advantages, returns } = this.tensors(batch);
      const losses = this.#update(obs, actions, advantages, returns);
      this.noteUpdate(() => ({
        policyLoss: losses.policy.item(),
        valueLoss: losses.value.item(),
        entropy: losses.entropy.item(),
      }));
    }
  }

  /** One step of the optimiser: likelier what went better than expected. */
  #learn(obs: Tensor, actions: Tensor, advantages: Tensor, returns: Tensor): Losses {
    const { normalizeAdvantage, entCoef, vfCoef, maxGradNorm } = this.options;
    const [output, values] = this.policy.forward(obs);
    const weights = normalizeAdvantage ? standardized(advantages) : advantages;
    const policy = this.policy.head.logProb(output, actions).mul(weights).mean().neg();
    const value = values.sub(returns).square().mean();
    const entropy = this.policy.head.entropy(output).mean();
    this.#optimizer.zeroGrad();
    policy.add(value.mul(vfCoef)).sub(entropy.mul(entCoef)).backward();
    clipGradNorm(this.policy.parameters(), maxGradNorm);
    this.#optimizer.step();
    return { policy, value, entropy };
  }
}
