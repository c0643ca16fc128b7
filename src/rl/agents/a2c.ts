/**
 * Advantage actor-critic: one step of the optimiser for each short rollout. Source: Mnih et al.,
 * "Asynchronous methods for deep reinforcement learning", 2016, https://arxiv.org/abs/1602.01783
 */

import { Adam, clipGradNorm, type Optimizer, RMSprop } from '../../optim/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Compiled, compile, type Tensor, tensor } from '../../tensor/index.js';
import type { Env } from '../env/env.js';
import { withDefaults } from '../env/options.js';
import type { ActorCriticNetworks } from '../policies/actor-critic.js';
import type { Activation } from '../policies/mlp.js';
import { type AgentParts, readAgent } from '../training/agent.js';
import { freshSeed } from '../training/fresh-seed.js';
import { OnPolicyAgent } from '../training/on-policy-agent.js';
import { checkSchedule, type Schedule, valueAt } from '../training/schedule.js';
import type { VectorEnv } from '../vector/vector-env.js';

/** Options of `A2C`; the defaults are those of Stable-Baselines3. */
export interface A2COptions {
  /** 7e-4 by default. */
  readonly learningRate?: Schedule;
  /** Steps of each environment in a rollout, 5 by default. */
  readonly numSteps?: number;
  /** Discount, 0.99 by default. */
  readonly gamma?: number;
  /** Lambda of the advantages, 1 by default: whole returns. */
  readonly gaeLambda?: number;
  /** Whether advantages get mean 0 and deviation 1. Default false. */
  readonly normalizeAdvantage?: boolean;
  /** Weight of the entropy, 0 by default. */
  readonly entCoef?: number;
  /** Weight of the value loss, 0.5 by default. */
  readonly vfCoef?: number;
  /** Largest norm of all gradients together, 0.5 by default. */
  readonly maxGradNorm?: number;
  /** `'rmsprop'` (default) as in the paper, or `'adam'`. */
  readonly optimizer?: 'rmsprop' | 'adam';
  /** Whether observations are normalised by what has been seen. Default false. */
  readonly normalizeObs?: boolean;
  /** Whether rewards are divided by the deviation of returns. Default false. */
  readonly normalizeReward?: boolean;
  /** Sizes of the hidden layers, `[64, 64]` by default. */
  readonly hidden?: readonly number[];
  /** Function between layers, `'tanh'` by default. */
  readonly activation?: Activation;
  /** Logarithm of the deviation that continuous actions start with, 0 by default. */
  readonly logStdInit?: number;
  /** Networks of one's own instead; `load` wants them again. */
  readonly networks?: ActorCriticNetworks | null;
  /** Seed of networks, environments and chances; another one each time by default. */
  readonly seed?: number;
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
 * The agent, for discrete and continuous actions.
 * @example
 * const envs = Array.from({ length: 8 }, () => make('CartPole-v1'));
 * const agent = new A2C(new SyncVectorEnv(envs, { autoreset: 'sameStep' }), { seed: 0 });
 * await agent.learn({ totalTimesteps: 200_000 });
 */
export class A2C<Obs, Act> extends OnPolicyAgent<Obs, Act> {
  /** All options, with their defaults. */
  readonly options: Readonly<Required<A2COptions>>;
  readonly #optimizer: Optimizer & { readonly paramGroups: readonly { lr: number }[] };
  readonly #update: Update;

  /**
   * @param env one environment, or a vector of them with autoreset `'sameStep'`.
   * @throws ValueError for an unknown option, a value out of its range, or actions of another kind.
   */
  constructor(env: Env<Obs, Act> | VectorEnv<Obs, Act>, options: A2COptions = {}) {
    signatures.A2C.check(arguments);
    const all = withDefaults('A2C', { ...defaults, seed: freshSeed() }, options);
    const { networks, ...saved } = all;
    super({
      name: 'A2C',
      env,
      options: saved,
      seed: all.seed,
      normalize: { obs: all.normalizeObs, reward: all.normalizeReward, gamma: all.gamma },
      numSteps: all.numSteps,
      gamma: all.gamma,
      gaeLambda: all.gaeLambda,
      policy: { ...all, networks },
    });
    checkSchedule('A2C', 'learningRate', all.learningRate);
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
    const saved: A2COptions = readAgent(path, 'A2C').options;
    return new A2C(env, { ...saved, ...options }).restore(path);
  }

  protected parts(): AgentParts {
    return { modules: { policy: this.policy }, optimizers: { optimizer: this.#optimizer } };
  }

  protected update(): void {
    const lr = valueAt(this.options.learningRate, this.progress);
    for (const group of this.#optimizer.paramGroups) group.lr = lr;
    const rows = this.rollout.steps * this.rollout.numEnvs;
    for (const batch of this.rollout.batches(rows, null)) {
      const matrix = (list: Float32Array): Tensor =>
        tensor(list, { shape: [rows, list.length / rows] });
      const losses = this.#update(
        matrix(batch.obs),
        matrix(batch.actions),
        tensor(batch.advantages),
        tensor(batch.returns),
      );
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
    const centered = advantages.sub(advantages.mean());
    const weights = normalizeAdvantage ? centered.div(advantages.std().add(1e-8)) : advantages;
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
