/**
 * `OffPolicyActorCritic`: an off-policy agent for continuous actions, with a policy (the actor) and
 * critics that say what an action is worth. How both learn is its subclass's.
 */

import { noGrad } from '../../autodiff/index.js';
import type * as nn from '../../nn/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import type { ReplayBatch } from '../buffers/replay-buffer.js';
import type { Env } from '../env/env.js';
import { BoxScale, normals } from '../policies/box-scale.js';
import { CompiledForward } from '../policies/compiled-forward.js';
import type { Critics } from '../policies/twin-critics.js';
import type { VectorEnv } from '../vector/vector-env.js';
import { Agent, type OwnState } from './agent.js';
import type { UpdateFacts } from './callback.js';
import { Experience, type OffPolicyOptions } from './experience.js';

/** A batch as tensors of `N` rows. */
export interface ActionBatch {
  /** `[N, observation]`. */
  readonly obs: Tensor;
  /** `[N, action]`, from -1 to 1. */
  readonly actions: Tensor;
  /** `[N]`, added up over the steps of a target. */
  readonly rewards: Tensor;
  /** `[N, observation]`. */
  readonly nextObs: Tensor;
  /** `[N]`: what the value of the next observation is multiplied by, 0 after the end. */
  readonly discounts: Tensor;
}

/**
 * An agent with a policy and critics; `SAC` and `TD3` are. A subclass says how both learn.
 * @example
 * const agent = new SAC(make('Pendulum-v1'), { hidden: [8], seed: 0 });
 * console.log(typeof agent.value(Float32Array.of(1, 0, 0), Float32Array.of(0.5))); // number
 */
export abstract class OffPolicyActorCritic<Obs, Act> extends Agent<Obs, Act> {
  /** The policy. */
  abstract readonly actor: nn.Layer;
  protected abstract readonly critics: Critics;
  /** What the agent learns from. */
  readonly buffer: Experience['buffer'];
  /** Numbers of an action. */
  protected readonly actionSize: number;
  readonly #scale: BoxScale;
  readonly #batchSize: number;
  readonly #learningStarts: number;
  readonly #experience: Experience;
  #forward: CompiledForward | null = null;

  /** @param saved the options that are saved. */
  constructor(
    name: string,
    env: Env<Obs, Act> | VectorEnv<Obs, Act>,
    options: Readonly<Required<OffPolicyOptions>>,
    saved: Readonly<Record<string, unknown>>,
  ) {
    const space = 'numEnvs' in env ? env.singleActionSpace : env.actionSpace;
    const scale = new BoxScale(name, space);
    const normalize = { obs: false, reward: false, gamma: options.gamma };
    super(name, { ...options, env, options: saved, normalize });
    const { numEnvs, obsSize } = this.runner;
    const sizes = { numEnvs, obsSize, actionSize: scale.size };
    this.#experience = new Experience({ ...options, ...sizes, priorityAlpha: null });
    this.buffer = this.#experience.buffer;
    this.#learningStarts = options.learningStarts;
    this.#scale = scale;
    this.actionSize = scale.size;
    this.#batchSize = options.batchSize;
  }

  /** Numbers from -1 to 1 for `rows` actions, from the actor's output `[rows, outputs]`. */
  protected abstract act(output: Float32Array, rows: number, deterministic: boolean): Float32Array;

  /** Learns from a batch; gives what is told of it, when it is asked for. */
  protected abstract update(batch: ActionBatch): () => UpdateFacts;

  #act(obs: Float32Array, rows: number, deterministic: boolean): Float32Array {
    this.#forward ??= new CompiledForward(this.actor, [this.runner.obsSize]);
    return this.act(this.#forward.run(obs, rows), rows, deterministic);
  }

  protected advance(): void {
    const { obs, numEnvs } = this.runner;
    const stored =
      this.timesteps < this.#learningStarts
        ? this.#scale.uniform(numEnvs, this.random)
        : this.#act(obs, numEnvs, false);
    const actions = Array.from({ length: numEnvs }, (_, i) => this.#toAction(stored, i));
    const step = this.runner.step(actions);
    this.#experience.add(obs, stored, step);
    this.note(numEnvs, step.episodes);
    const batches = this.#experience.batchesDue(this.timesteps);
    if (batches > 0) this.#train(batches);
  }

  protected decide(obs: Float32Array, deterministic: boolean): Act {
    return this.#toAction(this.#act(obs, 1, deterministic), 0);
  }

  #toAction(stored: Float32Array, row: number): Act {
    return this.runner.toAction(this.#scale.toAction(stored, row));
  }

  /**
   * What the critics say an action, from -1 to 1, is worth: the smallest of their values.
   * @example
   * agent.value(Float32Array.of(1, 0, 0), Float32Array.of(0.5));
   */
  value(obs: Float32Array, action: Float32Array): number {
    signatures.OffPolicyActorCritic$value.check(arguments);
    const row = (list: Float32Array): Tensor => tensor(list, { shape: [1, list.length] });
    return noGrad(() => this.critics.least(row(obs), row(action))).item();
  }

  #train(count: number): void {
    this.setLearningRate();
    let facts = (): UpdateFacts => ({});
    for (let i = 0; i < count; i++) {
      facts = this.update(this.#tensors(this.buffer.sample(this.#batchSize, this.random)));
    }
    this.noteUpdate(facts);
  }

  #tensors({ obs, actions, rewards, nextObs, discounts }: ReplayBatch): ActionBatch {
    const matrix = (list: Float32Array): Tensor =>
      tensor(list, { shape: [rewards.length, list.length / rewards.length] });
    return {
      obs: matrix(obs),
      actions: matrix(actions),
      rewards: tensor(rewards),
      nextObs: matrix(nextObs),
      discounts: tensor(discounts),
    };
  }

  /** Standard normal numbers for each action of a batch, `[N, action]`. */
  protected noise(): Tensor {
    const shape = [this.#batchSize, this.actionSize];
    return tensor(normals(this.#batchSize * this.actionSize, this.random), { shape });
  }

  protected override saveOwn(): OwnState {
    return this.#experience.saveOwn();
  }

  protected override loadOwn(own: OwnState): void {
    this.#experience.loadOwn(own);
  }
}
