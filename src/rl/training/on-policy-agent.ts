/**
 * `OnPolicyAgent`: plays some steps with the policy as it is, learns from them, and forgets them.
 * The rule it learns by is its subclass's.
 */

import { type Tensor, tensor } from '../../tensor/index.js';
import { type RolloutBatch, RolloutBuffer } from '../buffers/rollout-buffer.js';
import type { Env } from '../env/env.js';
import type { Schedule } from '../options/schedule.js';
import { ActorCritic, type ActorCriticNetworks } from '../policies/actor-critic.js';
import { type Activation, withSeed } from '../policies/mlp.js';
import type { VectorEnv } from '../vector/vector-env.js';
import { Agent, type OwnState } from './agent.js';

/** Options of every on-policy agent with rollouts: `PPO`, `A2C`. */
export interface OnPolicyOptions {
  /** Of the optimiser. By default 3e-4 in `PPO`, 7e-4 in `A2C`. */
  readonly learningRate?: Schedule;
  /** Steps of each environment in a rollout. By default 2048 in `PPO`, 5 in `A2C`. */
  readonly numSteps?: number;
  /** Discount, 0.99 by default. */
  readonly gamma?: number;
  /** Lambda of the advantages. By default 0.95 in `PPO`; 1, whole returns, in `A2C`. */
  readonly gaeLambda?: number;
  /**
   * Whether the advantages that are learned from together get mean 0 and deviation 1. By default
   * true in `PPO`, false in `A2C`.
   */
  readonly normalizeAdvantage?: boolean;
  /** Weight of the entropy, 0 by default. */
  readonly entCoef?: number;
  /** Weight of the value loss, 0.5 by default. */
  readonly vfCoef?: number;
  /** Largest norm of all gradients together, 0.5 by default. */
  readonly maxGradNorm?: number;
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

/** A minibatch of a rollout as tensors of `N` rows. */
export interface RolloutTensors {
  /** `[N, observation]`. */
  readonly obs: Tensor;
  /** `[N, action]`. */
  readonly actions: Tensor;
  /** `[N]`, as all that follow: of the actions, when they were chosen. */
  readonly logProbs: Tensor;
  readonly advantages: Tensor;
  readonly returns: Tensor;
  /** What the value function said then. */
  readonly values: Tensor;
}

/**
 * An agent with a policy, a value function and rollouts; `PPO` is one. A subclass says how it
 * learns from a rollout.
 * @example
 * const agent = new PPO(make('CartPole-v1'), { seed: 0 });
 * console.log(agent instanceof OnPolicyAgent, agent.policy.parameters().length); // true 12
 */
export abstract class OnPolicyAgent<Obs, Act> extends Agent<Obs, Act> {
  /** Policy and value function. */
  readonly policy: ActorCritic;
  protected readonly rollout: RolloutBuffer;
  readonly #gamma: number;
  readonly #lambda: number;

  constructor(
    name: string,
    env: Env<Obs, Act> | VectorEnv<Obs, Act>,
    options: Readonly<Required<OnPolicyOptions>>,
  ) {
    const { networks: _networks, ...saved } = options;
    const { numSteps, gamma, gaeLambda, normalizeObs, normalizeReward } = options;
    const normalize = { obs: normalizeObs, reward: normalizeReward, gamma };
    super(name, { ...options, env, options: saved, normalize });
    const { obsSize, numEnvs } = this.runner;
    const { singleActionSpace } = this.runner.env;
    this.policy = withSeed(
      options.seed,
      () => new ActorCritic(name, obsSize, singleActionSpace, options),
    );
    const { actionSize } = this.policy.head;
    this.rollout = new RolloutBuffer({ steps: numSteps, numEnvs, obsSize, actionSize });
    this.#gamma = gamma;
    this.#lambda = gaeLambda;
  }

  /** Learns from the rollout. */
  protected abstract update(): void;

  protected advance(): void {
    this.rollout.clear();
    while (!this.rollout.isFull) this.#step();
    const { obs, numEnvs } = this.runner;
    const lastValues = this.policy.values(obs, numEnvs);
    this.rollout.finish(lastValues, { gamma: this.#gamma, lambda: this.#lambda });
    this.update();
    this.policy.refresh();
  }

  #step(): void {
    const { runner, policy } = this;
    const { numEnvs, obs } = runner;
    const { actions, logProbs, values } = policy.act(obs, numEnvs, this.random);
    const chosen = Array.from({ length: numEnvs }, (_, i) => policy.head.toAction(actions, i));
    const step = runner.step(chosen.map((action) => runner.toAction(action)));
    // What was cut off would have gone on: its last state has a value.
    const isCut = step.truncated.some((flag) => flag === 1);
    const finalValues = isCut ? policy.values(step.nextObs, numEnvs) : new Float32Array(numEnvs);
    this.rollout.add({ ...step, obs, actions, logProbs, values, finalValues });
    this.note(numEnvs, step.episodes);
  }

  /** The rows of a minibatch. */
  protected tensors(batch: RolloutBatch): RolloutTensors {
    const rows = batch.values.length;
    const matrix = (list: Float32Array): Tensor =>
      tensor(list, { shape: [rows, list.length / rows] });
    return {
      obs: matrix(batch.obs),
      actions: matrix(batch.actions),
      logProbs: tensor(batch.logProbs),
      advantages: tensor(batch.advantages),
      returns: tensor(batch.returns),
      values: tensor(batch.values),
    };
  }

  protected decide(obs: Float32Array, deterministic: boolean): Act {
    const actions = deterministic ? this.policy.best(obs) : this.policy.draw(obs, this.random);
    return this.runner.toAction(this.policy.head.toAction(actions, 0));
  }

  protected override loadOwn(_own: OwnState): void {
    this.policy.refresh();
  }
}

/** Mean 0 and deviation 1. */
export function standardized(x: Tensor): Tensor {
  const centered = x.sub(x.mean());
  return centered.div(x.std().add(1e-8));
}
