/**
 * Deep Q-learning: a network of action values, learned from a replay buffer with a target network.
 * Sources: Mnih et al., "Human-level control through deep reinforcement learning", 2015,
 * https://doi.org/10.1038/nature14236; Hessel et al., "Rainbow", 2018,
 * https://arxiv.org/abs/1710.02298
 */

import { noGrad } from '../../autodiff/index.js';
import { ValueError } from '../../errors.js';
import * as nn from '../../nn/index.js';
import { Adam, clipGradNorm } from '../../optim/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Compiled, compile, type Tensor, tensor } from '../../tensor/index.js';
import { PrioritizedReplayBuffer } from '../buffers/prioritized-replay-buffer.js';
import type { ReplayBatch, ReplayBuffer } from '../buffers/replay-buffer.js';
import type { Env } from '../env/env.js';
import { freshSeed } from '../options/fresh-seed.js';
import { valueAt } from '../options/schedule.js';
import { withDefaults } from '../options/with-defaults.js';
import { argmax } from '../policies/action-head.js';
import { CompiledForward } from '../policies/compiled-forward.js';
import { follow } from '../policies/follow.js';
import { mlp, withSeed } from '../policies/mlp.js';
import { DuelingNetwork } from '../policies/q-network.js';
import { Discrete } from '../spaces/discrete.js';
import { Agent, type AgentParts, type OwnState } from '../training/agent.js';
import { Experience, type OffPolicyOptions } from '../training/experience.js';
import { field } from '../training/saved-agent.js';
import type { VectorEnv } from '../vector/vector-env.js';

/** Options of `DQN`; the defaults are those of Stable-Baselines3 where it has them. */
export interface DQNOptions extends OffPolicyOptions {
  /** Steps between two copies to the target network, 10,000 by default. */
  readonly targetUpdateInterval?: number;
  /** Share of the training in which exploration falls, 0.1 by default. */
  readonly explorationFraction?: number;
  /** How likely an action is by chance at the start (1) and in the end (0.05). */
  readonly explorationInitialEps?: number;
  readonly explorationFinalEps?: number;
  /** Largest norm of all gradients together, 10 by default. */
  readonly maxGradNorm?: number;
  /** Whether the network itself chooses the action whose target counts. Default false. */
  readonly double?: boolean;
  /** Whether values are a state's and an action's part. Default false. */
  readonly dueling?: boolean;
  /** Whether transitions that were far off are drawn more often. Default false. */
  readonly prioritized?: boolean;
  /**
   * Exponent of the priorities, 0.6 by default, and how far they are undone: 0.4 at the start, then
   * up to 1.
   */
  readonly priorityAlpha?: number;
  readonly priorityBeta?: number;
  /**
   * Makes a network `[N, observation] -> [N, actions]` of one's own, twice; `load` wants it again.
   */
  readonly network?: (() => nn.Layer) | null;
}

const defaults: Readonly<Required<DQNOptions>> = {
  learningRate: 1e-4,
  bufferSize: 1_000_000,
  learningStarts: 100,
  batchSize: 32,
  gamma: 0.99,
  trainFrequency: 4,
  gradientSteps: 1,
  targetUpdateInterval: 10_000,
  tau: 1,
  explorationFraction: 0.1,
  explorationInitialEps: 1,
  explorationFinalEps: 0.05,
  maxGradNorm: 10,
  double: false,
  dueling: false,
  nStep: 1,
  prioritized: false,
  priorityAlpha: 0.6,
  priorityBeta: 0.4,
  hidden: [64, 64],
  activation: 'relu',
  network: null,
  seed: 0,
};

type Update = Compiled<
  [
    obs: Tensor,
    actions: Tensor,
    rewards: Tensor,
    nextObs: Tensor,
    discounts: Tensor,
    weights: Tensor,
  ],
  { loss: Tensor; errors: Tensor }
>;

function makeNetwork(inputs: number, actions: number, options: Required<DQNOptions>): nn.Layer {
  if (options.network !== null) return options.network();
  const { hidden, activation, dueling } = options;
  const layout = { hidden, activation, init: 'default' } as const;
  return dueling ? new DuelingNetwork(inputs, actions, layout) : mlp(inputs, actions, layout);
}

/**
 * Deep Q-learning (DQN), for discrete actions: a network gives the value of each action, and learns
 * from a replay buffer with a target network. Source: Mnih et al., 2015,
 * https://doi.org/10.1038/nature14236
 *
 * Formula: values are learned towards `r + gamma max_a Q(s', a)`, with Q of the target network.
 *
 * @example
 * const agent = new DQN(make('CartPole-v1'), { learningRate: 2.3e-3, seed: 0 });
 * await agent.learn({ totalTimesteps: 50 }); // 50,000 to learn it
 * const [action] = agent.predict(Float32Array.of(0, 0, 0, 0), { deterministic: true });
 * console.log(action === 0 || action === 1); // true
 */
export class DQN<Obs, Act> extends Agent<Obs, Act> {
  /** All options, with their defaults. */
  readonly options: Readonly<Required<DQNOptions>>;
  /** The network of action values, `[N, observation] -> [N, actions]`. */
  readonly network: nn.Layer;
  /** What the agent learns from. */
  readonly buffer: ReplayBuffer | PrioritizedReplayBuffer;
  readonly #experience: Experience;
  readonly #target: nn.Layer;
  readonly #values: CompiledForward;
  readonly #space: Discrete;
  readonly #optimizer: Adam;
  readonly #update: Update;
  /** Whether the network has changed since it was copied. */
  #isAhead = false;
  #untilCopy = 0;

  /**
   * @throws ValueError for an unknown option, a value out of its range, or actions that are not
   * discrete.
   */
  constructor(env: Env<Obs, Act> | VectorEnv<Obs, Act>, options: DQNOptions = {}) {
    signatures.DQN.check(arguments);
    const all = withDefaults('DQN', { ...defaults, seed: freshSeed() }, options);
    const { network: _network, ...saved } = all;
    const priorityAlpha = all.prioritized ? all.priorityAlpha : null;
    const normalize = { obs: false, reward: false, gamma: all.gamma };
    super('DQN', { ...all, env, options: saved, normalize });
    const { env: vector, obsSize, numEnvs } = this.runner;
    this.#experience = new Experience({ ...all, numEnvs, obsSize, actionSize: 1, priorityAlpha });
    this.buffer = this.#experience.buffer;
    const space: unknown = vector.singleActionSpace;
    if (!(space instanceof Discrete)) {
      throw new ValueError(`DQN: actions must be Discrete, not ${vector.singleActionSpace}`);
    }
    this.options = all;
    this.#space = space;
    this.network = withSeed(all.seed, () => makeNetwork(obsSize, space.n, all));
    this.#target = withSeed(all.seed, () => makeNetwork(obsSize, space.n, all));
    follow(this.#target, this.network, 1);
    this.#values = new CompiledForward(this.network, [obsSize]);
    const lr = valueAt(all.learningRate, 0);
    this.#optimizer = new Adam(this.network.parameters(), { lr });
    this.#update = compile((...args) => this.#learn(...args));
    this.#untilCopy = all.targetUpdateInterval;
  }

  /**
   * An agent that goes on where `save` was called. @throws DataError, ValueError when it does not
   * fit.
   */
  static load<Obs, Act>(
    path: string,
    env: Env<Obs, Act> | VectorEnv<Obs, Act>,
    options: DQNOptions = {},
  ): DQN<Obs, Act> {
    signatures.DQN$load.check(arguments);
    const make = (saved: DQNOptions): DQN<Obs, Act> => new DQN(env, { ...saved, ...options });
    return DQN.restored(path, 'DQN', make);
  }

  protected parts(): AgentParts {
    const modules = { network: this.network, target: this.#target };
    return { modules, optimizers: { optimizer: this.#optimizer } };
  }

  /** How likely an action is by chance now. */
  get epsilon(): number {
    const {
      explorationFraction,
      explorationInitialEps: start,
      explorationFinalEps: end,
    } = this.options;
    return valueAt({ start, end }, this.progress / explorationFraction);
  }

  protected advance(): void {
    const { obs, numEnvs } = this.runner;
    const isWarmup = this.timesteps < this.options.learningStarts;
    const stored = isWarmup ? this.#warmUp() : this.#explore(obs);
    const actions = Array.from(stored, (index) => this.#toAction(index));
    const step = this.runner.step(actions);
    this.#experience.add(obs, stored, step);
    this.note(numEnvs, step.episodes);
    this.#followTarget();
    const batches = this.#experience.batchesDue(this.timesteps);
    if (batches > 0) this.#train(batches);
  }

  #explore(obs: Float32Array): Float32Array {
    const { numEnvs, obsSize } = this.runner;
    return Float32Array.from({ length: numEnvs }, (_, i) =>
      this.#choose(obs.subarray(i * obsSize, (i + 1) * obsSize), false),
    );
  }

  #warmUp(): Float32Array {
    return Float32Array.from({ length: this.runner.numEnvs }, () => this.#byChance());
  }

  /** Explores, unless `deterministic`, as the training does at its present step. */
  protected decide(obs: Float32Array, deterministic: boolean): Act {
    return this.#toAction(this.#choose(obs, deterministic));
  }

  #choose(row: Float32Array, isGreedy: boolean): number {
    if (!isGreedy && this.random.random() < this.epsilon) return this.#byChance();
    return argmax(this.#values.run(row, 1), 0, this.#space.n);
  }

  #byChance(): number {
    return this.random.integer(this.#space.n);
  }

  #toAction(index: number): Act {
    return this.runner.toAction(this.#space.start + index);
  }

  /** The target network follows after so many steps. */
  #followTarget(): void {
    this.#untilCopy -= this.runner.numEnvs;
    if (this.#untilCopy > 0) return;
    this.#untilCopy = this.options.targetUpdateInterval;
    if (!this.#isAhead) return;
    follow(this.#target, this.network, this.options.tau);
    // A copy is exact; a target that moves slowly stays behind.
    this.#isAhead = this.options.tau < 1;
  }

  #train(count: number): void {
    const { batchSize, priorityBeta } = this.options;
    this.setLearningRate();
    const beta = valueAt({ start: priorityBeta, end: 1 }, this.progress);
    let loss: Tensor | null = null;
    for (let i = 0; i < count; i++) {
      const batch =
        this.buffer instanceof PrioritizedReplayBuffer
          ? this.buffer.sample(batchSize, this.random, beta)
          : this.buffer.sample(batchSize, this.random);
      loss = this.#call(batch);
    }
    this.#isAhead = true;
    this.noteUpdate(() => ({ loss: loss?.item() ?? 0, epsilon: this.epsilon }));
  }

  #call({ indices, ...batch }: ReplayBatch): Tensor {
    const rows = indices.length;
    const shape = [rows, this.runner.obsSize];
    const { loss, errors } = this.#update(
      tensor(batch.obs, { shape }),
      tensor(new Int32Array(batch.actions), { shape: [rows, 1] }),
      tensor(batch.rewards),
      tensor(batch.nextObs, { shape }),
      tensor(batch.discounts),
      tensor(batch.weights),
    );
    if (this.buffer instanceof PrioritizedReplayBuffer) {
      this.buffer.updatePriorities(indices, errors.toTypedArray());
    }
    return loss;
  }

  /** One step of the optimiser. */
  #learn(
    obs: Tensor,
    actions: Tensor,
    rewards: Tensor,
    nextObs: Tensor,
    discounts: Tensor,
    weights: Tensor,
  ): { loss: Tensor; errors: Tensor } {
    const targets = noGrad(() => {
      const next = this.#target.forward(nextObs);
      const choice = this.options.double
        ? next.gather(1, this.network.forward(nextObs).argmax(1, true)).squeeze(1)
        : next.amax(1);
      return rewards.add(discounts.mul(choice));
    });
    const values = this.network.forward(obs).gather(1, actions).squeeze(1);
    const errors = values.sub(targets);
    const losses = nn.functional.smoothL1Loss(values, targets, { reduction: 'none' });
    const loss = losses.mul(weights).mean();
    this.#optimizer.zeroGrad();
    loss.backward();
    clipGradNorm(this.network.parameters(), this.options.maxGradNorm);
    this.#optimizer.step();
    return { loss, errors };
  }

  protected override saveOwn(): OwnState {
    const { arrays, json } = this.#experience.saveOwn();
    return { arrays, json: { base: json, isAhead: this.#isAhead, untilCopy: this.#untilCopy } };
  }

  protected override loadOwn({ arrays, json }: OwnState): void {
    this.#experience.loadOwn({ arrays, json: field(json, 'base') });
    this.#isAhead = field(json, 'isAhead') === true;
    this.#untilCopy = Number(field(json, 'untilCopy'));
  }
}
