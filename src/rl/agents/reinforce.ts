/**
 * REINFORCE: after each episode makes the actions likelier that were followed by large returns.
 * Source: Williams, "Simple statistical gradient-following algorithms for connectionist
 * reinforcement learning", 1992, https://doi.org/10.1007/BF00992696
 */

import { Adam } from '../../optim/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Compiled, compile, type Tensor, tensor } from '../../tensor/index.js';
import type { Env } from '../env/env.js';
import { freshSeed } from '../options/fresh-seed.js';
import { type Schedule, valueAt } from '../options/schedule.js';
import { withDefaults } from '../options/with-defaults.js';
import { ActorCritic, type ActorCriticNetworks } from '../policies/actor-critic.js';
import { type Activation, withSeed } from '../policies/mlp.js';
import { Agent, type AgentParts, type OwnState } from '../training/agent.js';

/** Options of `Reinforce`. */
export interface ReinforceOptions {
  /** Of Adam, 1e-3 by default. */
  readonly learningRate?: Schedule;
  /** Discount, 0.99 by default. */
  readonly gamma?: number;
  /** Whether a learned value of each state is taken from its return. Default true. */
  readonly baseline?: boolean;
  /** Episodes that one step of the optimiser learns from, 1 by default. */
  readonly episodesPerUpdate?: number;
  /** Sizes of the hidden layers, `[64]` by default. */
  readonly hidden?: readonly number[];
  /** Function between layers, `'tanh'` by default. */
  readonly activation?: Activation;
  /** Logarithm of the deviation that continuous actions start with, 0 by default. */
  readonly logStdInit?: number;
  /** Networks of one's own instead; `load` wants them again. */
  readonly networks?: ActorCriticNetworks | null;
  /** Seed of networks, environment and chances; another one each time by default. */
  readonly seed?: number;
}

const defaults: Readonly<Required<ReinforceOptions>> = {
  learningRate: 1e-3,
  gamma: 0.99,
  baseline: true,
  episodesPerUpdate: 1,
  hidden: [64],
  activation: 'tanh',
  logStdInit: 0,
  networks: null,
  seed: 0,
};

/** What the episodes since the last update were made of. */
interface Played {
  obs: number[];
  actions: number[];
  rewards: number[];
  returns: number[];
}

/**
 * Steps are padded to a multiple of this, with weight 0, so that few programs serve all lengths.
 */
const chunk = 128;

type Update = Compiled<
  [obs: Tensor, actions: Tensor, returns: Tensor, weights: Tensor],
  { policy: Tensor; value: Tensor }
>;

/**
 * REINFORCE, for discrete and continuous actions: after each episode the actions become likelier
 * that were followed by large returns. Source: Williams, 1992,
 * https://doi.org/10.1007/BF00992696
 *
 * Formula: `-log pi(a|s) (G - b)`, with the return G from there on and the baseline b.
 *
 * @example
 * const agent = new Reinforce(make('CartPole-v1'), { baseline: true, seed: 0 });
 * await agent.learn({ totalTimesteps: 40 }); // 50,000 to learn it
 * console.log(agent.timesteps >= 40); // true
 */
export class Reinforce<Obs, Act> extends Agent<Obs, Act> {
  /** All options, with their defaults. */
  readonly options: Readonly<Required<ReinforceOptions>>;
  /** Policy, and the value function that is the baseline. */
  readonly policy: ActorCritic;
  readonly #optimizer: Adam;
  readonly #update: Update;
  #played: Played = { obs: [], actions: [], rewards: [], returns: [] };
  #episodes = 0;

  /**
   * @throws ValueError for an unknown option, a value out of its range, or actions of another kind.
   */
  constructor(env: Env<Obs, Act>, options: ReinforceOptions = {}) {
    signatures.Reinforce.check(arguments);
    const all = withDefaults('Reinforce', { ...defaults, seed: freshSeed() }, options);
    const { networks, ...saved } = all;
    const normalize = { obs: false, reward: false, gamma: all.gamma };
    super('Reinforce', { ...all, env, options: saved, normalize });
    this.options = all;
    const { obsSize, env: vector } = this.runner;
    this.policy = withSeed(all.seed, () => {
      return new ActorCritic('Reinforce', obsSize, vector.singleActionSpace, { ...all, networks });
    });
    const lr = valueAt(all.learningRate, 0);
    this.#optimizer = new Adam(this.policy.parameters(), { lr });
    this.#update = compile((...args) => this.#learn(...args));
  }

  /**
   * An agent that goes on where `save` was called. @throws DataError, ValueError when it does not
   * fit.
   */
  static load<Obs, Act>(
    path: string,
    env: Env<Obs, Act>,
    options: ReinforceOptions = {},
  ): Reinforce<Obs, Act> {
    signatures.Reinforce$load.check(arguments);
    const make = (saved: ReinforceOptions): Reinforce<Obs, Act> =>
      new Reinforce(env, { ...saved, ...options });
    return Reinforce.restored(path, 'Reinforce', make);
  }

  protected parts(): AgentParts {
    return { modules: { policy: this.policy }, optimizers: { optimizer: this.#optimizer } };
  }

  protected advance(): void {
    const { obs } = this.runner;
    const actions = this.policy.draw(obs, this.random);
    const { nextObs, rewards, terminated, truncated, episodes } = this.runner.step([
      this.runner.toAction(this.policy.head.toAction(actions, 0)),
    ]);
    this.#played.obs.push(...obs);
    this.#played.actions.push(...actions);
    this.#played.rewards.push(rewards[0] ?? 0);
    if (terminated[0] === 1 || truncated[0] === 1) {
      // An episode that was cut off would have gone on: the baseline says what that is worth.
      const rest = terminated[0] === 1 ? 0 : this.#valueOf(nextObs);
      this.#finishEpisode(rest);
    }
    this.note(1, episodes);
  }

  #valueOf(obs: Float32Array): number {
    return this.options.baseline ? (this.policy.values(obs, 1)[0] ?? 0) : 0;
  }

  #finishEpisode(rest: number): void {
    const { rewards, returns } = this.#played;
    let total = rest;
    const own = rewards.toReversed().map((reward) => {
      total = reward + this.options.gamma * total;
      return total;
    });
    returns.push(...own.reverse());
    this.#played.rewards = [];
    this.#episodes += 1;
    if (this.#episodes % this.options.episodesPerUpdate === 0) this.#train();
  }

  #train(): void {
    this.setLearningRate();
    const { obs, actions, returns } = this.#played;
    const rows = Math.ceil(returns.length / chunk) * chunk;
    const padded = (list: readonly number[], width: number): Tensor => {
      const values = new Float32Array(rows * width);
      values.set(list);
      return tensor(values, { shape: [rows, width] });
    };
    const column = (list: readonly number[]): Tensor => padded(list, 1).squeeze(1);
    const losses = this.#update(
      padded(obs, this.runner.obsSize),
      padded(actions, this.policy.head.actionSize),
      column(returns),
      column(returns.map(() => 1 / returns.length)),
    );
    this.policy.refresh();
    this.#played = { obs: [], actions: [], rewards: [], returns: [] };
    this.noteUpdate(() => ({
      policyLoss: losses.policy.item(),
      valueLoss: losses.value.item(),
    }));
  }

  /** One step of the optimiser. */
  #learn(
    obs: Tensor,
    actions: Tensor,
    returns: Tensor,
    weights: Tensor,
  ): { policy: Tensor; value: Tensor } {
    const [output, values] = this.policy.forward(obs);
    const advantages = this.options.baseline ? returns.sub(values.detach()) : returns;
    const logProbs = this.policy.head.logProb(output, actions);
    const policy = logProbs.mul(advantages).mul(weights).sum().neg();
    const value = values.sub(returns).square().mul(weights).sum();
    this.#optimizer.zeroGrad();
    policy.add(this.options.baseline ? value.mul(0.5) : 0).backward();
    this.#optimizer.step();
    return { policy, value };
  }

  protected decide(obs: Float32Array, deterministic: boolean): Act {
    const actions = deterministic ? this.policy.best(obs) : this.policy.draw(obs, this.random);
    return this.runner.toAction(this.policy.head.toAction(actions, 0));
  }

  protected override saveOwn(): OwnState {
    return { arrays: {}, json: { played: this.#played, episodes: this.#episodes } };
  }

  protected override loadOwn({ json }: OwnState): void {
    if (typeof json !== 'object' || json === null) return;
    if ('played' in json && isPlayed(json.played)) this.#played = json.played;
    if ('episodes' in json) this.#episodes = Number(json.episodes);
    this.policy.refresh();
  }
}

function isPlayed(value: unknown): value is Played {
  if (typeof value !== 'object' || value === null) return false;
  return ['obs', 'actions', 'rewards', 'returns'].every((name) =>
    Array.isArray(Reflect.get(value, name)),
  );
}
