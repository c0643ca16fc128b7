/**
 * Soft actor-critic: a policy by chance that is rewarded for staying uncertain, learned from a
 * replay buffer. Sources: Haarnoja et al., "Soft actor-critic algorithms and applications", 2018,
 * https://arxiv.org/abs/1812.05905
 */

import { noGrad } from '../../autodiff/index.js';
import { internal } from '../../errors.js';
import * as nn from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Compiled, compile, full, type Tensor, tensor } from '../../tensor/index.js';
import type { ReplayBatch } from '../buffers/replay-buffer.js';
import type { Env } from '../env/env.js';
import { withDefaults } from '../env/options.js';
import { BoxScale, normals } from '../policies/box-scale.js';
import { follow } from '../policies/follow.js';
import { type Activation, mlp, withSeed } from '../policies/mlp.js';
import { PlainForward } from '../policies/plain-forward.js';
import { Critics } from '../policies/twin-critics.js';
import {
  type AgentParts,
  type OwnState,
  type PredictOptions,
  readAgent,
} from '../training/agent.js';
import { freshSeed } from '../training/fresh-seed.js';
import { type Chosen, OffPolicyAgent } from '../training/off-policy-agent.js';
import { checkSchedule, type Schedule, valueAt } from '../training/schedule.js';
import type { VectorEnv } from '../vector/vector-env.js';

/** Options of `SAC`; the defaults are those of Stable-Baselines3. */
export interface SACOptions {
  /** Of all three Adams, 3e-4 by default. */
  readonly learningRate?: Schedule;
  /** Transitions that are kept, 1,000,000 by default. */
  readonly bufferSize?: number;
  /** Steps by chance before the agent learns, 100 by default. */
  readonly learningStarts?: number;
  /** Rows of a batch, 256 by default. */
  readonly batchSize?: number;
  /** How far target networks move each time, 0.005 by default. */
  readonly tau?: number;
  /** Discount, 0.99 by default. */
  readonly gamma?: number;
  /** Steps between two times of learning, 1 by default. */
  readonly trainFrequency?: number;
  /** Batches each time, 1 by default; -1 for as many as there were steps. */
  readonly gradientSteps?: number;
  /** Steps of rewards in a target, 1 by default. */
  readonly nStep?: number;
  /** Weight of the entropy: a number, or `'auto'` (default) to learn it. */
  readonly entCoef?: number | 'auto';
  /** Entropy that `'auto'` aims at; null (default) is minus the numbers of an action. */
  readonly targetEntropy?: number | null;
  /** Sizes of the hidden layers, `[256, 256]` by default. */
  readonly hidden?: readonly number[];
  /** Function between layers, `'relu'` by default. */
  readonly activation?: Activation;
  /** A policy `[N, observation] -> [N, 2 * action]` of one's own: means and log-deviations. */
  readonly actor?: nn.Layer | null;
  /** Seed of networks, environments and chances; another one each time by default. */
  readonly seed?: number;
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
 * The agent, for continuous actions between finite bounds.
 * @example
 * const agent = new SAC(make('Pendulum-v1'), { learningRate: 1e-3, seed: 0 });
 * await agent.learn({ totalTimesteps: 20_000 });
 */
export class SAC<Obs, Act> extends OffPolicyAgent<Obs, Act> {
  /** All options, with their defaults. */
  readonly options: Readonly<Required<SACOptions>>;
  /** The policy, `[N, observation] -> [N, 2 * action]`. */
  readonly actor: nn.Layer;
  readonly #critics: Critics;
  readonly #targets: Critics;
  readonly #temperature: Temperature;
  readonly #scale: BoxScale;
  readonly #plain: PlainForward;
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
    const space = 'numEnvs' in env ? env.singleActionSpace : env.actionSpace;
    const scale = new BoxScale('SAC', space);
    super({
      ...all,
      name: 'SAC',
      env,
      options: saved,
      normalize: { obs: false, reward: false, gamma: all.gamma },
      actionSize: scale.size,
      priorityAlpha: null,
    });
    checkSchedule('SAC', 'learningRate', all.learningRate);
    this.options = all;
    this.#scale = scale;
    const { obsSize } = this.runner;
    const layout = { hidden: all.hidden, activation: all.activation, init: 'default' } as const;
    const make = (): Critics => new Critics(2, obsSize, scale.size, layout);
    [this.actor, this.#critics] = withSeed(all.seed, () => [
      actor ?? mlp(obsSize, 2 * scale.size, layout),
      make(),
    ]);
    this.#targets = withSeed(all.seed, make);
    follow(this.#targets, this.#critics, 1);
    this.#temperature = new Temperature(all.entCoef === 'auto' ? 1 : all.entCoef);
    this.#plain = new PlainForward(this.actor, [obsSize]);
    const lr = valueAt(all.learningRate, 0);
    this.#optimizers = {
      actor: new Adam(this.actor.parameters(), { lr }),
      critics: new Adam(this.#critics.parameters(), { lr }),
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
    const saved: SACOptions = readAgent(path, 'SAC').options;
    return new SAC(env, { ...saved, ...options }).restore(path);
  }

  protected parts(): AgentParts {
    const { actor, critics, temperature } = this.#optimizers;
    return {
      modules: {
        actor: this.actor,
        critics: this.#critics,
        targets: this.#targets,
        temperature: this.#temperature,
      },
      optimizers: { actorOptimizer: actor, criticOptimizer: critics, alphaOptimizer: temperature },
    };
  }

  protected choose(obs: Float32Array, isWarmup: boolean): Chosen<Act> {
    const { numEnvs } = this.runner;
    const stored = isWarmup
      ? this.#scale.uniform(numEnvs, this.random)
      : this.#act(obs, numEnvs, false);
    return {
      stored,
      actions: Array.from({ length: numEnvs }, (_, i) => this.#toAction(stored, i)),
    };
  }

  /** Rows of actions from -1 to 1. */
  #act(obs: Float32Array, rows: number, deterministic: boolean): Float32Array {
    const output = this.#plain.run(obs, rows);
    const { size } = this.#scale;
    return Float32Array.from({ length: rows * size }, (_, at) => {
      const mean = Math.floor(at / size) * 2 * size + (at % size);
      const logStd = Math.min(maxLogStd, Math.max(minLogStd, output[mean + size] ?? 0));
      const noise = deterministic ? 0 : this.random.normal();
      return Math.tanh((output[mean] ?? 0) + Math.exp(logStd) * noise);
    });
  }

  #toAction(rows: Float32Array, row: number): Act {
    const action = this.#scale.toAction(rows, row);
    if (this.runner.env.singleActionSpace.contains(action)) return action;
    throw internal(`SAC chose ${String(action)}`);
  }

  predict(obs: Obs, { deterministic = false }: PredictOptions = {}): [action: Act, state: null] {
    signatures.SAC$predict.check(arguments);
    return [this.#toAction(this.#act(this.runner.encode(obs), 1, deterministic), 0), null];
  }

  /** What the critics say an action, from -1 to 1, is worth: the smallest of their values. */
  value(obs: Float32Array, action: Float32Array): number {
    signatures.SAC$value.check(arguments);
    const row = (list: Float32Array): Tensor => tensor(list, { shape: [1, list.length] });
    return noGrad(() => this.#critics.least(row(obs), row(action))).item();
  }

  protected train(count: number): void {
    const lr = valueAt(this.options.learningRate, this.progress);
    for (const optimizer of Object.values(this.#optimizers)) {
      for (const group of optimizer.paramGroups) group.lr = lr;
    }
    let losses: Losses | null = null;
    for (let i = 0; i < count; i++) {
      losses = this.#call(this.buffer.sample(this.options.batchSize, this.random));
    }
    this.#plain.refresh();
    this.noteUpdate(() => ({
      criticLoss: losses?.critic.item() ?? 0,
      actorLoss: losses?.actor.item() ?? 0,
      entCoef: losses?.alpha.item() ?? 0,
    }));
  }

  #call(batch: ReplayBatch): Losses {
    const rows = batch.indices.length;
    const { obsSize } = this.runner;
    const { size } = this.#scale;
    const noise = (): Tensor => tensor(normals(rows * size, this.random), { shape: [rows, size] });
    return this.#update(
      tensor(batch.obs, { shape: [rows, obsSize] }),
      tensor(batch.actions, { shape: [rows, size] }),
      tensor(batch.rewards),
      tensor(batch.nextObs, { shape: [rows, obsSize] }),
      tensor(batch.discounts),
      noise(),
      noise(),
    );
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
    const critic = this.#critics.loss(obs, actions, targets).mul(0.5);
    this.#optimizers.critics.zeroGrad();
    critic.backward();
    this.#optimizers.critics.step();
    const [chosen, logProbs] = squashed(this.actor.forward(obs), noise);
    const actor = logProbs.mul(alpha).sub(this.#critics.least(obs, chosen)).mean();
    this.#optimizers.actor.zeroGrad();
    actor.backward();
    // The critics only passed the gradient on.
    this.#optimizers.critics.zeroGrad();
    this.#optimizers.actor.step();
    if (this.options.entCoef === 'auto') this.#learnTemperature(logProbs.detach());
    follow(this.#targets, this.#critics, this.options.tau);
    return { critic, actor, alpha };
  }

  #learnTemperature(logProbs: Tensor): void {
    const target = this.options.targetEntropy ?? -this.#scale.size;
    const loss = this.#temperature.logAlpha.mul(logProbs.add(target)).mean().neg();
    this.#optimizers.temperature.zeroGrad();
    loss.backward();
    this.#optimizers.temperature.step();
  }

  protected override loadOwn(own: OwnState): void {
    super.loadOwn(own);
    this.#plain.refresh();
  }
}
