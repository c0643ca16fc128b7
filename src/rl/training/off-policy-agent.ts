/**
 * `OffPolicyAgent`: keeps transitions in a buffer, whoever's policy made them, and learns from
 * batches of them every few steps. How it acts and learns is its subclass's.
 */

import { ValueError } from '../../errors.js';
import { at } from '../../list.js';
import { NStepCollector } from '../buffers/n-step.js';
import { PrioritizedReplayBuffer } from '../buffers/prioritized-replay-buffer.js';
import { ReplayBuffer } from '../buffers/replay-buffer.js';
import { Agent, type AgentSetup, type OwnState } from './agent.js';

/** What every off-policy agent is made from. */
export interface OffPolicySetup<Obs, Act> extends AgentSetup<Obs, Act> {
  readonly name: string;
  readonly bufferSize: number;
  /** Numbers of an action as it is stored. */
  readonly actionSize: number;
  /** Steps by chance before the agent learns. */
  readonly learningStarts: number;
  /** Steps of the environments between two times of learning. */
  readonly trainFrequency: number;
  /** Batches to learn from each time; -1 for as many as there were steps. */
  readonly gradientSteps: number;
  readonly gamma: number;
  readonly nStep: number;
  /** Exponent of the priorities, or null for a plain buffer. */
  readonly priorityAlpha: number | null;
}

/** Actions, as the environments take them and as they are stored. */
export interface Chosen<Act> {
  readonly actions: readonly Act[];
  readonly stored: Float32Array;
}

/** An agent with a replay buffer. */
export abstract class OffPolicyAgent<Obs, Act> extends Agent<Obs, Act> {
  /** What the agent learns from. */
  readonly buffer: ReplayBuffer | PrioritizedReplayBuffer;
  readonly #setup: OffPolicySetup<Obs, Act>;
  readonly #collectors: readonly NStepCollector[];
  #sinceTraining = 0;

  constructor(setup: OffPolicySetup<Obs, Act>) {
    super(setup.name, setup);
    checkCounts(setup);
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

  /** Actions for the observations `[numEnvs, obsSize]`; `isWarmup`: by chance alone. */
  protected abstract choose(obs: Float32Array, isWarmup: boolean): Chosen<Act>;

  /** Learns from `count` batches. */
  protected abstract train(count: number): void;

  /** Called after each step in the environments. */
  protected afterStep(): void {}

  protected advance(): void {
    const { runner } = this;
    const { obs, numEnvs } = runner;
    const { learningStarts, trainFrequency, gradientSteps } = this.#setup;
    const { actions, stored } = this.choose(obs, this.timesteps < learningStarts);
    const step = runner.step(actions);
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
    const get = (name: string): unknown =>
      typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
    const numbers = Object.entries(Object(get('numbers'))).map(([name, value]) => [
      name,
      Number(value),
    ]);
    this.buffer.loadStateDict({ arrays, numbers: Object.fromEntries(numbers) });
    const collectors = get('collectors');
    const states: readonly unknown[] = Array.isArray(collectors) ? collectors : [];
    this.#collectors.forEach((collector, i) => {
      collector.loadStateDict(states[i]);
    });
    this.#sinceTraining = Number(get('sinceTraining'));
  }
}

function checkCounts<Obs, Act>(setup: OffPolicySetup<Obs, Act>): void {
  const { name, nStep, trainFrequency, gradientSteps, learningStarts } = setup;
  const counts = { nStep, trainFrequency, gradientSteps: gradientSteps === -1 ? 1 : gradientSteps };
  for (const [option, value] of Object.entries(counts)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ValueError(`${name}: ${option} must be an integer from 1, got ${value}`);
  }
  if (Number.isInteger(learningStarts) && learningStarts >= 0) return;
  throw new ValueError(`${name}: learningStarts must be an integer from 0, got ${learningStarts}`);
}
