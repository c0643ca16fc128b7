/**
 * `Agent`, the base of all deep agents: the loop of `learn`, its callbacks, and saving all that a
 * training goes on from. What an agent does in a step and how it learns is in its own file.
 */

import { DataError, ValueError } from '../../errors.js';
import { loadSafetensors, saveSafetensors } from '../../io/index.js';
import type { Module } from '../../nn/index.js';
import type { Optimizer } from '../../optim/index.js';
import * as signatures from '../../signatures/rl.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { joinOptimizer, splitOptimizer } from '../../train/checkpoint/optimizer-tensors.js';
import { fromExactJson, toExactJson } from '../../train/json/exact-json.js';
import type { Env } from '../env/env.js';
import { checkRanges } from '../options/ranges.js';
import { type Schedule, valueAt } from '../options/schedule.js';
import { RandomGenerator } from '../random/random-generator.js';
import type { VectorEnv } from '../vector/vector-env.js';
import { type Breath, breathe } from './breathe.js';
import type { Callback, Progress, UpdateFacts } from './callback.js';
import { asVector, EnvRunner, type Episode, type NormalizeOptions } from './env-runner.js';
import { isSavedAgent, type SavedAgent } from './saved-agent.js';

/** Options of `learn`. */
export interface LearnOptions {
  /** Steps in the environments that the agent has in all; those already done are not done again. */
  readonly totalTimesteps: number;
  readonly callbacks?: Callback | readonly Callback[];
  /** Stops the training after the step at hand. */
  readonly signal?: AbortSignal;
}

/** Options of `predict`. */
export interface PredictOptions {
  /** The most likely action rather than one by chance. Default false. */
  readonly deterministic?: boolean;
}

/** Parts of an agent that are saved. */
export interface AgentParts {
  readonly modules: Readonly<Record<string, Module>>;
  readonly optimizers: Readonly<Record<string, Optimizer>>;
}

/** What a kind of agent saves beside its parts. */
export interface OwnState {
  readonly arrays: Readonly<Record<string, Float32Array>>;
  readonly json: unknown;
}

/** What every agent is made from. */
export interface AgentSetup<Obs, Act> {
  readonly env: Env<Obs, Act> | VectorEnv<Obs, Act>;
  /** Options that are saved, so that `load` can make the agent again. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Of all optimisers. */
  readonly learningRate: Schedule;
  readonly normalize: NormalizeOptions;
}

const metadataKey = 'chainrule.agent';

/**
 * An agent with networks, which learns in an environment.
 *
 * @example
 * const agent: Agent<Float32Array, number> = new DQN(make('CartPole-v1'), { seed: 0 });
 * agent.save('agent.safetensors');
 * const again = DQN.load<Float32Array, number>('agent.safetensors', make('CartPole-v1'));
 * const obs = Float32Array.of(0, 0, 0.1, 0);
 * const options = { deterministic: true };
 * console.log(again.predict(obs, options)[0] === agent.predict(obs, options)[0]); // true
 */
export abstract class Agent<Obs = unknown, Act = unknown> {
  /** Steps in the environments so far. */
  timesteps = 0;
  /** The environments, and where they stand. */
  protected readonly runner: EnvRunner<Obs, Act>;
  /** All of the agent's chances: what it does, which batches it draws. */
  protected readonly random: RandomGenerator;
  protected readonly seed: number;
  /** Steps that the training at hand ends with. */
  protected totalTimesteps = 0;
  readonly #options: Readonly<Record<string, unknown>>;
  readonly #learningRate: Schedule;
  #callbacks: readonly Callback[] = [];
  #isStopped = false;

  constructor(name: string, setup: AgentSetup<Obs, Act>) {
    const { env, options, seed, learningRate, normalize } = setup;
    checkRanges(name, options);
    this.runner = new EnvRunner(asVector(name, env), normalize);
    this.seed = seed;
    // Environment i has seed + i; a key makes the agent's own stream another one.
    this.random = new RandomGenerator(seed, [1]);
    this.#options = options;
    this.#learningRate = learningRate;
  }

  /** One rollout and what is learned from it, or one step. */
  protected abstract advance(): void;

  /** The networks and optimisers. */
  protected abstract parts(): AgentParts;

  /** What the agent does where its networks see `obs`, `[obsSize]`. */
  protected abstract decide(obs: Float32Array, deterministic: boolean): Act;

  /**
   * What the agent would do, and what it carries to the next step (nothing: null).
   * @throws ValueError for an observation that is not of the environment's space.
   */
  predict(obs: Obs, { deterministic = false }: PredictOptions = {}): [action: Act, state: null] {
    signatures.Agent$predict.check(arguments);
    return [this.decide(this.runner.encode(obs), deterministic), null];
  }

  /** Gives all optimisers the learning rate of this moment. */
  protected setLearningRate(): void {
    const lr = valueAt(this.#learningRate, this.progress);
    for (const optimizer of Object.values(this.parts().optimizers)) optimizer.lr = lr;
  }

  /** State beside the parts; none by default. */
  protected saveOwn(): OwnState {
    return { arrays: {}, json: null };
  }

  /** Goes on from what `saveOwn` gave; called after the parts have their values back. */
  protected loadOwn(_own: OwnState): void {}

  /** Share of the training that is done, from 0 to 1. */
  protected get progress(): number {
    return this.totalTimesteps === 0 ? 0 : this.timesteps / this.totalTimesteps;
  }

  /**
   * Trains until the agent has had `totalTimesteps` steps in all. Stops early when a callback says
   * so or the signal is aborted; called again, it goes on from there.
   * @throws ValueError unless `totalTimesteps` is an integer from 0.
   */
  async learn(options: LearnOptions): Promise<this> {
    signatures.Agent$learn.check(arguments);
    const { totalTimesteps, callbacks = [], signal } = options;
    if (!Number.isSafeInteger(totalTimesteps) || totalTimesteps < 0) {
      throw new ValueError(
        `learn: totalTimesteps must be an integer from 0, got ${totalTimesteps}`,
      );
    }
    this.totalTimesteps = totalTimesteps;
    this.#callbacks = 'length' in callbacks ? callbacks : [callbacks];
    this.#isStopped = false;
    this.runner.start(this.seed);
    this.#tell((callback) => callback.onStart?.(this.#now()));
    const breath: Breath = { last: performance.now() };
    while (this.timesteps < totalTimesteps && !this.#isStopped && signal?.aborted !== true) {
      this.advance();
      this.#tell((callback) => callback.onStep?.(this.#now()));
      await breathe(breath);
    }
    this.#tell((callback) => callback.onEnd?.(this.#now()));
    return this;
  }

  #now(): Progress {
    const { timesteps, totalTimesteps } = this;
    return { agent: this, timesteps, totalTimesteps };
  }

  #tell(call: (callback: Callback) => unknown): void {
    for (const callback of this.#callbacks) if (call(callback) === false) this.#isStopped = true;
  }

  /** Whether a callback has asked to stop. */
  protected get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Counts the steps of all environments, and tells of episodes that ended. */
  protected note(steps: number, episodes: readonly Episode[]): void {
    this.timesteps += steps;
    for (const episode of episodes) {
      this.#tell((callback) => callback.onEpisode?.(episode, this.#now()));
    }
  }

  /** Tells of an update. `facts` is called by those who want the numbers. */
  protected noteUpdate(facts: () => UpdateFacts): void {
    this.#tell((callback) => callback.onUpdate?.(facts, this.#now()));
  }

  /**
   * Writes all that the training goes on from to one safetensors file, which appears whole or not
   * at all: networks, optimisers, buffers, environments, random streams.
   * @throws DataError when the file cannot be written.
   */
  save(path: string): void {
    signatures.Agent$save.check(arguments);
    const { modules, optimizers } = this.parts();
    const own = this.saveOwn();
    const tensors: Record<string, Tensor> = {};
    const put = (prefix: string, named: Readonly<Record<string, Tensor>>): void => {
      for (const [name, value] of Object.entries(named)) tensors[`${prefix}/${name}`] = value;
    };
    for (const [name, module] of Object.entries(modules)) put(name, module.stateDict());
    const rests = Object.entries(optimizers).map(([name, optimizer]) => {
      const { tensors: parts, rest } = splitOptimizer(optimizer.stateDict());
      put(name, parts);
      return [name, rest] as const;
    });
    for (const [name, array] of Object.entries(own.arrays)) tensors[`own/${name}`] = tensor(array);
    const state: SavedAgent = {
      agent: this.constructor.name,
      options: this.#options,
      seed: this.seed,
      timesteps: this.timesteps,
      random: this.random.stateDict(),
      optimizers: Object.fromEntries(rests),
      runner: this.runner.stateDict(),
      own: own.json,
    };
    saveSafetensors(path, tensors, { [metadataKey]: toExactJson(state) });
  }

  /**
   * The agent of kind `name` that a file of `save` holds: `create` makes it from the options that
   * it had. @throws DataError, ValueError when the file does not fit.
   */
  protected static restored<Restored extends Agent>(
    path: string,
    name: string,
    create: (options: Readonly<Record<string, unknown>>) => Restored,
  ): Restored {
    const { tensors, metadata } = loadSafetensors(path);
    const state = readAgent(path, name, metadata[metadataKey]);
    const agent = create(state.options);
    agent.#restore(path, tensors, state);
    return agent;
  }

  #restore(path: string, tensors: Readonly<Record<string, Tensor>>, state: SavedAgent): void {
    const under = (prefix: string): [string, Tensor][] =>
      Object.entries(tensors).flatMap(([name, value]): [string, Tensor][] =>
        name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), value]] : [],
      );
    const { modules, optimizers } = this.parts();
    for (const [name, module] of Object.entries(modules)) {
      module.loadStateDict(Object.fromEntries(under(name)));
    }
    for (const [name, optimizer] of Object.entries(optimizers)) {
      const rest = state.optimizers[name];
      if (rest === undefined) throw new DataError(`load: ${path} lacks the state of ${name}`);
      optimizer.loadStateDict(joinOptimizer(rest, under(name)));
    }
    this.timesteps = state.timesteps;
    this.random.loadStateDict(state.random);
    this.runner.loadStateDict(state.runner);
    const arrays = under('own').map(([name, value]): [string, Float32Array] => [
      name,
      Float32Array.from(value.toTypedArray()),
    ]);
    this.loadOwn({ arrays: Object.fromEntries(arrays), json: state.own });
  }
}

/**
 * The state of an agent in a file, without its tensors.
 * @throws DataError when it is missing, damaged, or of another kind of agent than `name`.
 */
function readAgent(path: string, name: string, text: string | undefined): SavedAgent {
  if (text === undefined) throw new DataError(`load: ${path} holds tensors but no agent`);
  const state = parse(text);
  if (!isSavedAgent(state)) throw new DataError(`load: ${path}: the state of the agent is damaged`);
  if (state.agent === name) return state;
  throw new DataError(
    `load: ${path} holds an agent of kind ${state.agent}; use ${state.agent}.load`,
  );
}

function parse(text: string): unknown {
  try {
    return fromExactJson(text);
  } catch {
    return null;
  }
}
