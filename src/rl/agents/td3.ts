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
import { type Compiled, compile, type Tensor, tensor } from '../../tensor/index.js';
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

/** Options of `TD3`; the defaults are those of Stable-Baselines3. */
export interface TD3Options {
  /** Of both Adams, 1e-3 by default. */
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
  /** Deviation of the noise on actions, where an action reaches from -1 to 1. Default 0.1. */
  readonly actionNoise?: number;
  /** Critics of which the smallest counts: 2 (default), or DDPG's 1. */
  readonly numCritics?: 1 | 2;
  /** Updates of the critics for one of the policy, 2 by default; DDPG has 1. */
  readonly policyDelay?: number;
  /** Deviation of the noise on actions in targets, and its bound: 0.2 and 0.5; DDPG has 0. */
  readonly targetPolicyNoise?: number;
  readonly targetNoiseClip?: number;
  /** Sizes of the hidden layers, `[400, 300]` by default. */
  readonly hidden?: readonly number[];
  /** Function between layers, `'relu'` by default. */
  readonly activation?: Activation;
  /** Makes a policy `[N, observation] -> [N, action]`, from -1 to 1, of one's own, twice. */
  readonly actor?: (() => nn.Layer) | null;
  /** Seed of networks, environments and chances; another one each time by default. */
  readonly seed?: number;
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

/** What makes DDPG of `TD3`: one critic, no delay, no noise in targets. */
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
 * The agent, for continuous actions between finite bounds.
 * @example
 * const agent = new TD3(make('Pendulum-v1'), { gamma: 0.98, seed: 0 });
 * const ddpg = new TD3(make('Pendulum-v1'), { ...ddpgOptions, seed: 0 });
 */
export class TD3<Obs, Act> extends OffPolicyAgent<Obs, Act> {
  /** All options, with their defaults. */
  readonly options: Readonly<Required<TD3Options>>;
  /** The policy, `[N, observation] -> [N, action]`, from -1 to 1. */
  readonly actor: nn.Layer;
  readonly #networks: Networks;
  readonly #targets: Networks;
  readonly #scale: BoxScale;
  readonly #plain: PlainForward;
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
    const space = 'numEnvs' in env ? env.singleActionSpace : env.actionSpace;
    const scale = new BoxScale('TD3', space);
    super({
      ...all,
      name: 'TD3',
      env,
      options: saved,
      normalize: { obs: false, reward: false, gamma: all.gamma },
      actionSize: scale.size,
      priorityAlpha: null,
    });
    checkSchedule('TD3', 'learningRate', all.learningRate);
    this.options = all;
    this.#scale = scale;
    this.#networks = this.#makeNetworks();
    this.#targets = this.#makeNetworks();
    follow(this.#targets.actor, this.#networks.actor, 1);
    this.actor = this.#networks.actor;
    this.#plain = new PlainForward(this.actor, [this.runner.obsSize]);
    const lr = valueAt(all.learningRate, 0);
    this.#optimizers = {
      actor: new Adam(this.actor.parameters(), { lr }),
      critics: new Adam(this.#networks.critics.parameters(), { lr }),
    };
    this.#updateCritics = compile((...args) => this.#learnCritics(...args));
    this.#updateActor = compile((obs) => this.#learnActor(obs));
  }

  /** With one seed the same networks each time. */
  #makeNetworks(): Networks {
    const { hidden, activation, actor, numCritics, seed } = this.options;
    const { obsSize } = this.runner;
    const layout = { hidden, activation, init: 'default' } as const;
    const { size } = this.#scale;
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
    const saved: TD3Options = readAgent(path, 'TD3').options;
    return new TD3(env, { ...saved, ...options }).restore(path);
  }

  protected parts(): AgentParts {
    const { actor, critics } = this.#optimizers;
    const targets = { targetActor: this.#targets.actor, targetCritics: this.#targets.critics };
    return {
      modules: { actor: this.actor, critics: this.#networks.critics, ...targets },
      optimizers: { actorOptimizer: actor, criticOptimizer: critics },
    };
  }

  protected choose(obs: Float32Array, isWarmup: boolean): Chosen<Act> {
    const { numEnvs } = this.runner;
    const stored = isWarmup
      ? this.#scale.uniform(numEnvs, this.random)
      : this.#act(obs, numEnvs, this.options.actionNoise);
    return {
      stored,
      actions: Array.from({ length: numEnvs }, (_, i) => this.#toAction(stored, i)),
    };
  }

  /** Rows of actions from -1 to 1. */
  #act(obs: Float32Array, rows: number, noise: number): Float32Array {
    return this.#plain.run(obs, rows).map((mean) => {
      const value = noise === 0 ? mean : mean + noise * this.random.normal();
      return Math.min(1, Math.max(-1, value));
    });
  }

  #toAction(rows: Float32Array, row: number): Act {
    const action = this.#scale.toAction(rows, row);
    if (this.runner.env.singleActionSpace.contains(action)) return action;
    throw internal(`TD3 chose ${String(action)}`);
  }

  predict(obs: Obs, { deterministic = false }: PredictOptions = {}): [action: Act, state: null] {
    signatures.TD3$predict.check(arguments);
    const noise = deterministic ? 0 : this.options.actionNoise;
    return [this.#toAction(this.#act(this.runner.encode(obs), 1, noise), 0), null];
  }

  /** What the critics say an action, from -1 to 1, is worth: the smallest of their values. */
  value(obs: Float32Array, action: Float32Array): number {
    signatures.TD3$value.check(arguments);
    const row = (list: Float32Array): Tensor => tensor(list, { shape: [1, list.length] });
    return noGrad(() => this.#networks.critics.least(row(obs), row(action))).item();
  }

  protected train(count: number): void {
    const { learningRate, batchSize, policyDelay } = this.options;
    for (const optimizer of Object.values(this.#optimizers)) {
      for (const group of optimizer.paramGroups) group.lr = valueAt(learningRate, this.progress);
    }
    const { obsSize } = this.runner;
    const { size } = this.#scale;
    let loss: Tensor | null = null;
    for (let i = 0; i < count; i++) {
      const batch = this.buffer.sample(batchSize, this.random);
      const obs = tensor(batch.obs, { shape: [batchSize, obsSize] });
      loss = this.#updateCritics(
        obs,
        tensor(batch.actions, { shape: [batchSize, size] }),
        tensor(batch.rewards),
        tensor(batch.nextObs, { shape: [batchSize, obsSize] }),
        tensor(batch.discounts),
        tensor(normals(batchSize * size, this.random), { shape: [batchSize, size] }),
      );
      this.#updates += 1;
      if (this.#updates % policyDelay === 0) this.#updateActor(obs);
    }
    this.#plain.refresh();
    this.noteUpdate(() => ({ criticLoss: loss?.item() ?? 0 }));
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
    const loss = this.#networks.critics.loss(obs, actions, targets);
    this.#optimizers.critics.zeroGrad();
    loss.backward();
    this.#optimizers.critics.step();
    return loss;
  }

  #learnActor(obs: Tensor): Tensor {
    const { actor, critics } = this.#networks;
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
    const get = (name: string): unknown =>
      typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
    super.loadOwn({ arrays, json: get('base') });
    this.#updates = Number(get('updates'));
    this.#plain.refresh();
  }
}
