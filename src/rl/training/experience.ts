/**
 * `Experience`: what an off-policy agent has lived through, whoever's policy acted, in a buffer
 * that it learns from every few steps; and the options that all such agents have.
 */

import { at } from '../../list.js';
import { NStepCollector } from '../buffers/n-step.js';
import { PrioritizedReplayBuffer } from '../buffers/prioritized-replay-buffer.js';
import { ReplayBuffer } from '../buffers/replay-buffer.js';
import type { Schedule } from '../options/schedule.js';
import type { Activation } from '../policies/mlp.js';
import type { OwnState } from './agent.js';
import type { RunnerStep } from './env-runner.js';
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
  /** Hidden layers: `[64, 64]` in `DQN`, `[400, 300]` in `TD3`, `[256, 256]` in `SAC`. */
  readonly hidden?: readonly number[];
  /** Function between layers, `'relu'` by default. */
  readonly activation?: Activation;
  /** Seed of networks, environments and chances; another one each time by default. */
  readonly seed?: number;
}

/** Sizes of what is kept, and when it is learned from. */
export interface ExperienceOptions extends Readonly<Required<OffPolicyOptions>> {
  readonly numEnvs: number;
  readonly obsSize: number;
  /** Numbers of an action as it is stored. */
  readonly actionSize: number;
  /** Exponent of the priorities, or null for a plain buffer. */
  readonly priorityAlpha: number | null;
}

/** Transitions, and when to learn from them. */
export class Experience {
  readonly buffer: ReplayBuffer | PrioritizedReplayBuffer;
  readonly #options: ExperienceOptions;
  readonly #collectors: readonly NStepCollector[];
  #sinceTraining = 0;

  constructor(options: ExperienceOptions) {
    const { numEnvs, obsSize, actionSize, bufferSize, priorityAlpha, nStep, gamma } = options;
    const sizes = { capacity: bufferSize, obsSize, actionSize };
    this.buffer =
      priorityAlpha === null
        ? new ReplayBuffer(sizes)
        : new PrioritizedReplayBuffer({ ...sizes, alpha: priorityAlpha });
    this.#collectors = Array.from({ length: numEnvs }, () => new NStepCollector(nStep, gamma));
    this.#options = options;
  }

  /** Keeps a step of all environments: where they were, what was done, and what came of it. */
  add(obs: Float32Array, stored: Float32Array, step: RunnerStep): void {
    const { numEnvs } = this.#options;
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
    this.#sinceTraining += numEnvs;
  }

  /** How many batches to learn from after so many steps: 0 at most times. */
  batchesDue(timesteps: number): number {
    const { learningStarts, trainFrequency, gradientSteps } = this.#options;
    if (timesteps <= learningStarts || this.#sinceTraining < trainFrequency) return 0;
    const count = gradientSteps === -1 ? this.#sinceTraining : gradientSteps;
    this.#sinceTraining = 0;
    return this.buffer.size > 0 ? count : 0;
  }

  /** All that goes on from here. */
  saveOwn(): OwnState {
    const { arrays, numbers } = this.buffer.stateDict();
    const collectors = this.#collectors.map((collector) => collector.stateDict());
    return { arrays, json: { numbers, collectors, sinceTraining: this.#sinceTraining } };
  }

  /** Goes on from what `saveOwn` gave. */
  loadOwn({ arrays, json }: OwnState): void {
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
