/**
 * `OffPolicyAgent`: keeps transitions in a buffer, whoever's policy made them, and learns from
 * batches of them every few steps. How it acts and learns is its subclass's.
 */

import { at } from '../../list.js';
import { NStepCollector } from '../buffers/n-step.js';
import { PrioritizedReplayBuffer } from '../buffers/prioritized-replay-buffer.js';
import { ReplayBuffer } from '../buffers/replay-buffer.js';
import type { Schedule } from '../options/schedule.js';
import type { Activation } from '../policies/mlp.js';
import { Agent, type AgentSetup, type OwnState } from './agent.js';
import { field } from './saved-agent.js';

/** Options of every off-policy agent: `DQN`, `TD3`, `SAC`. */
export interface OffPolicyOptions {
  /** Of all Adams. By default 1e-4 in `DQN`, 1e-3 in `TD3`, 3e-4 in `SAC`. */
  readonly learningRate?: Schedule;
  /** Transitions that are kept, 1,000,000 by default. */
  readonly bufferSize?: number;
  /** Steps by chance before the agent learns, 100 by default. */
  readonly learningStarts?: number;
  /** Rows of a batch. By default 32 in `DQN`, 256 in `TD3` and `SAC`. */
  readonly batchSize?: number;
  /** How far target networks move each time. By default 1 in `DQN`, a copy; 0.005 in the others. */
  readonly tau?: number;
  /** Discount, 0.99 by default. */
  readonly gamma?: number;
  /** Steps between two times of learning. By default 4 in `DQN`, 1 in `TD3` and `SAC`. */
  readonly trainFrequency?: number;
  /** Batches each time, 1 by default; -1 for as many as there were steps. */
  readonly gradientSteps?: number;
  /** Steps of rewards in a target, 1 by default. */
  readonly nStep?: number;
  /** Hidden layers. By default `[64, 64]` in `DQN`, `[400, 300]` in `TD3`, `[256, 256]` in `SAC`. */
  readonly hidden?: readonly number[];
  /** Function between layers, `'relu'` by default. */
  readonly activation?: Activation;
  /** Seed of networks, environments and chances; another one each time by default. */
  readonly seed?: number;
}

/** What every off-policy agent is made from. */
export interface OffPolicySetup<Obs, Act>
  extends Pick<AgentSetup<Obs, Act>, 'env'>,
    Readonly<Required<OffPolicyOptions>> {
  /** Options that are saved. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Numbers of an action as it is stored. */
  readonly actionSize: number;
  /** Exponent of the priorities, or null for a plain buffer. */
  readonly priorityAlpha: number | null;
}

/**
 * An agent with a replay buffer; `DQN` is one. A subclass says how it acts and how it learns.
 * @example
 * const agent = new DQN(make('CartPole-v1'), { learningStarts: 100, seed: 0 });
 * await agent.learn({ totalTimesteps: 50 });
 * console.log(agent.buffer.size);
 */
export abstract class OffPolicyAgent<Obs, Act> extends Agent<Obs, Act> {
  /** What the agent learns from. */
  readonly buffer: ReplayBuffer | PrioritizedReplayBuffer;
  readonly #setup: OffPolicySetup<Obs, Act>;
  readonly #collectors: readonly NStepCollector[];
  #sinceTraining = 0;

  constructor(name: string, setup: OffPolicySetup<Obs, Act>) {
    super(name, { ...setup, normalize: { obs: false, reward: false, gamma: setup.gamma } });
    const { obsSize, numEnvs } = this.runner;
    const sizes = { capacity: setup.bufferSize, obsSize, actionSize: setup.actionSize };
    this.buffer =
      setup.priorityAlpha === null
        ? new ReplayBuffer(sizes)
        : new PrioritizedReplayBuffer({ ...sizes, alpha: setup.priorityAlpha });
    this.#collectors = Array.from(
      { length: numEnvs },
      () => new NStepCollector(setup.nStep, setup.gamma),
    );
    this.#setup = setup;
  }

  /** Actions for the observations `[numEnvs, obsSize]` as they are stored, one row for each. */
  protected abstract explore(obs: Float32Array): Float32Array;

  /** Actions by chance alone, before the agent learns. */
  protected abstract warmUp(): Float32Array;

  /** A row of stored actions as the environment takes it. */
  protected abstract toAction(stored: Float32Array, row: number): Act;

  /** Learns from `count` batches. */
  protected abstract train(count: number): void;

  /** Called after each step in the environments. */
  protected afterStep(): void {}

  protected advance(): void {
    const { runner } = this;
    const { obs, numEnvs } = runner;
    const { learningStarts, trainFrequency, gradientSteps } = this.#setup;
    const stored = this.timesteps < learningStarts ? this.warmUp() : this.explore(obs);
    const step = runner.step(Array.from({ length: numEnvs }, (_, i) => this.toAction(stored, i)));
    for (let i = 0; i < numEnvs; i++) {
      const row = (list: Float32Array): Float32Array => {
        const width = list.length / numEnvs;
        return list.slice(i * width, (i + 1) * width);
      };
      const transitions = at(this.#collectors, i).add({
        obs: row(obs),
        action: row(stored),
        reward: step.rewards[i] ?? 0,
        nextObs: row(step.nextObs),
        terminated: step.terminated[i] === 1,
        truncated: step.truncated[i] === 1,
      });
      for (const transition of transitions) this.buffer.add(transition);
    }
    this.note(numEnvs, step.episodes);
    this.#sinceTraining += numEnvs;
    this.afterStep();
    if (this.timesteps <= learningStarts || this.#sinceTraining < trainFrequency) return;
    if (this.buffer.size > 0)
      this.train(gradientSteps === -1 ? this.#sinceTraining : gradientSteps);
    this.#sinceTraining = 0;
  }

  protected override saveOwn(): OwnState {
    const { arrays, numbers } = this.buffer.stateDict();
    const collectors = this.#collectors.map((collector) => collector.stateDict());
    return { arrays, json: { numbers, collectors, sinceTraining: this.#sinceTraining } };
  }

  protected override loadOwn({ arrays, json }: OwnState): void {
    const numbers = Object.entries(Object(field(json, 'numbers'))).map(([name, value]) => [
      name,
      Number(value),
    ]);
    this.buffer.loadStateDict({ arrays, numbers: Object.fromEntries(numbers) });
    const collectors = field(json, 'collectors');
    const states: readonly unknown[] = Array.isArray(collectors) ? collectors : [];
    this.#collectors.forEach((collector, i) => {
      collector.loadStateDict(states[i]);
    });
    this.#sinceTraining = Number(field(json, 'sinceTraining'));
  }
}
