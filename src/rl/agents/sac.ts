/**
 * Soft actor-critic: a policy by chance that is rewarded for staying uncertain, learned from a
 * replay buffer. Sources: Haarnoja et al., "Soft actor-critic algorithms and applications", 2018,
 * https://arxiv.org/abs/1812.05905
 */

import { noGrad } from '../../autodiff/index.js';
import * as nn from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Compiled, compile, full, type Tensor } from '../../tensor/index.js';
import type { Env } from '../env/env.js';
import { freshSeed } from '../options/fresh-seed.js';
import { valueAt } from '../options/schedule.js';
import { withDefaults } from '../options/with-defaults.js';
import { follow } from '../policies/follow.js';
import { mlp, withSeed } from '../policies/mlp.js';
import { Critics } from '../policies/twin-critics.js';
import type { AgentParts } from '../training/agent.js';
import type { UpdateFacts } from '../training/callback.js';
import type { OffPolicyOptions } from '../training/experience.js';
import { type ActionBatch, OffPolicyActorCritic } from '../training/off-policy-actor-critic.js';
import type { VectorEnv } from '../vector/vector-env.js';

/** Options of `SAC`; the defaults are those of Stable-Baselines3. */
export interface SACOptions extends OffPolicyOptions {
  /** Weight of the entropy: a number, or `'auto'` (default) to learn it. */
  readonly entCoef?: number | 'auto';
  /** Entropy that `'auto'` aims at; null (default) is minus the numbers of an action. */
  readonly targetEntropy?: number | null;
  /** A policy `[N, observation] -> [N, 2 * action]` of one's own: means and log-deviations. */
  readonly actor?: nn.Layer | null;
}

const defaults: Readonly<Required<SACOptions>> = {
  learningRate: 3e-4,
  bufferSize: 1_000_000,
  learningStarts: 100,
  batchSize: 256,
  tau: 0.005,
  gamma: 0.99,
  trainFrequency: 1,
  gradientSteps: 1,
  nStep: 1,
  entCoef: 'auto',
  targetEntropy: null,
  hidden: [256, 256],
  activation: 'relu',
  actor: null,
  seed: 0,
};

const minLogStd = -20;
const maxLogStd = 2;

/** Losses of a batch, 0-d each. */
interface Losses {
  readonly critic: Tensor;
  readonly actor: Tensor;
  readonly alpha: Tensor;
}

type Update = Compiled<
  [
    obs: Tensor,
    actions: Tensor,
    rewards: Tensor,
    nextObs: Tensor,
    discounts: Tensor,
    noise: Tensor,
    nextNoise: Tensor,
  ],
  Losses
>;

/** Holds the logarithm of the entropy's weight. */
class Temperature extends nn.Module {
  readonly logAlpha: nn.Parameter;

  constructor(initial: number) {
    super();
    this.logAlpha = new nn.Parameter(full([], Math.log(initial)));
  }

  forward(): Tensor {
    return this.logAlpha.exp();
  }
}

/**
 * Actions `[N, A]` from -1 to 1 and their log-probabilities `[N]`, from means and log-deviations
 * `[N, 2 A]` and standard normal noise: `tanh(mean + deviation noise)`.
 */
export function squashed(output: Tensor, noise: Tensor): [actions: Tensor, logProbs: Tensor] {
  const size = noise.shape[1] ?? 1;
  const mean = output.slice(1, 0, size);
  const logStd = output.slice(1, size, 2 * size).clamp(minLogStd, maxLogStd);
  const before = mean.add(logStd.exp().mul(noise));
  const normal = noise
    .square()
    .mul(-0.5)
    .sub(logStd)
    .sub(0.5 * Math.log(2 * Math.PI));
  // log(1 - tanh(x)^2) = 2 (log 2 - x - softplus(-2 x)), which does not lose what is near 1.
  const slope = before.add(before.mul(-2).softplus()).sub(Math.LN2).mul(2);
  return [before.tanh(), normal.add(slope).sum(1)];
}

/**
 * Soft actor-critic (SAC), for continuous actions between finite bounds: a policy by chance that is
 * rewarded for staying uncertain, learned from a replay buffer. Source: Haarnoja et al., 2018,
 * https://arxiv.org/abs/1812.05905
 *
 * Formula: values are learned towards `r + gamma (min(Q1, Q2)(s', a') - alpha log pi(a'|s'))`.
 *
 * @example
 * const agent = new SAC(make('Pendulum-v1'), { learningRate: 1e-3, hidden: [16], seed: 0 });
 * await agent.learn({ totalTimesteps: 20 }); // 20,000 to learn it
 * console.log(agent.timesteps); // 20
 */
export class SAC<Obs, Act> extends OffPolicyActorCritic<Obs, Act> {
  /** All options, with their defaults. */
  readonly options: Readonly<Required<SACOptions>>;
  /** The policy, `[N, observation] -> [N, 2 * action]`. */
  readonly actor: nn.Layer;
  protected readonly critics: Critics;
  readonly #targets: Critics;
  readonly #temperature: Temperature;
  readonly #optimizers: {
    readonly actor: Adam;
    readonly critics: Adam;
    readonly temperature: Adam;
  };
  readonly #update: Update;

  /**
   * @throws ValueError for an unknown option, a value out of its range, or actions of another kind.
   */
  constructor(env: Env<Obs, Act> | VectorEnv<Obs, Act>, options: SACOptions = {}) {
    signatures.SAC.check(arguments);
    const all = withDefaults('SAC', { ...defaults, seed: freshSeed() }, options);
    const { actor, ...saved } = all;
    super('SAC', env, all, saved);
    this.options = all;
    const { obsSize } = this.runner;
    const layout = { hidden: all.hidden, activation: all.activation, init: 'default' } as const;
    const make = (): Critics => new Critics(2, obsSize, this.actionSize, layout);
    [this.actor, this.critics] = withSeed(all.seed, () => [
      actor ?? mlp(obsSize, 2 * this.actionSize, layout),
      make(),
    ]);
    this.#targets = withSeed(all.seed, make);
    follow(this.#targets, this.critics, 1);
    this.#temperature = new Temperature(all.entCoef === 'auto' ? 1 : all.entCoef);
    const lr = valueAt(all.learningRate, 0);
    this.#optimizers = {
      actor: new Adam(this.actor.parameters(), { lr }),
      critics: new Adam(this.critics.parameters(), { lr }),
      temperature: new Adam(this.#temperature.parameters(), { lr }),
    };
    this.#update = compile((...args) => this.#learn(...args));
  }

  /**
   * An agent that goes on where `save` was called. @throws DataError, ValueError when it does not
   * fit.
   */
  static load<Obs, Act>(
    path: string,
    env: Env<Obs, Act> | VectorEnv<Obs, Act>,
    options: SACOptions = {},
  ): SAC<Obs, Act> {
    signatures.SAC$load.check(arguments);
    const make = (saved: SACOptions): SAC<Obs, Act> => new SAC(env, { ...saved, ...options });
    return SAC.restored(path, 'SAC', make);
  }

  protected parts(): AgentParts {
    const { actor, critics, temperature } = this.#optimizers;
    return {
      modules: {
        actor: this.actor,
        critics: this.critics,
        targets: this.#targets,
        temperature: this.#temperature,
      },
      optimizers: { actorOptimizer: actor, criticOptimizer: critics, alphaOptimizer: temperature },
    };
  }

  protected act(output: Float32Array, rows: number, deterministic: boolean): Float32Array {
    const size = this.actionSize;
    return Float32Array.from({ length: rows * size }, (_, at) => {
      const mean = Math.floor(at / size) * 2 * size + (at % size);
      const logStd = Math.min(maxLogStd, Math.max(minLogStd, output[mean + size] ?? 0));
      const noise = deterministic ? 0 : this.random.normal();
      return Math.tanh((output[mean] ?? 0) + Math.exp(logStd) * noise);
    });
  }

  protected update({ obs, actions, rewards, nextObs, discounts }: ActionBatch): () => UpdateFacts {
    const [noise, nextNoise] = [this.noise(), this.noise()];
    const losses = this.#update(obs, actions, rewards, nextObs, discounts, noise, nextNoise);
    return () => ({
      criticLoss: losses.critic.item(),
      actorLoss: losses.actor.item(),
      entCoef: losses.alpha.item(),
    });
  }

  /** One step of all optimisers. */
  #learn(
    obs: Tensor,
    actions: Tensor,
    rewards: Tensor,
    nextObs: Tensor,
    discounts: Tensor,
    noise: Tensor,
    nextNoise: Tensor,
  ): Losses {
    const alpha = this.#temperature.forward().detach();
    const targets = noGrad(() => {
      const [next, logProbs] = squashed(this.actor.forward(nextObs), nextNoise);
      const values = this.#targets.least(nextObs, next).sub(logProbs.mul(alpha));
      return rewards.add(discounts.mul(values));
    });
    const critic = this.critics.loss(obs, actions, targets).mul(0.5);
    this.#optimizers.critics.zeroGrad();
    critic.backward();
    this.#optimizers.critics.step();
    const [chosen, logProbs] = squashed(this.actor.forward(obs), noise);
    const actor = logProbs.mul(alpha).sub(this.critics.least(obs, chosen)).mean();
    this.#optimizers.actor.zeroGrad();
    actor.backward();
    // The critics only passed the gradient on.
    this.#optimizers.critics.zeroGrad();
    this.#optimizers.actor.step();
    if (this.options.entCoef === 'auto') this.#learnTemperature(logProbs.detach());
    follow(this.#targets, this.critics, this.options.tau);
    return { critic, actor, alpha };
  }

  #learnTemperature(logProbs: Tensor): void {
    const target = this.options.targetEntropy ?? -this.actionSize;
    const loss = this.#temperature.logAlpha.mul(logProbs.add(target)).mean().neg();
    this.#optimizers.temperature.zeroGrad();
    loss.backward();
    this.#optimizers.temperature.step();
  }
}
