/**
 * `Callback`: what can be told about a training, and may stop it. The ready-made ones are beside.
 */

import type { Episode } from './env-runner.js';
import type { Policy } from './evaluate-policy.js';

/** What callbacks may do with the agent that is being trained. */
export interface LearningAgent extends Policy<unknown, unknown> {
  save(path: string): void;
}

/** What an agent knows about its training at a moment. */
export interface Progress {
  readonly agent: LearningAgent;
  /** Steps in the environments so far, and how many there will be. */
  readonly timesteps: number;
  readonly totalTimesteps: number;
}

/** Numbers of an update, by name: losses, entropy. */
export type UpdateFacts = Readonly<Record<string, number>>;

/**
 * Listens to a training. `false` as an answer stops it, with all that was learned kept.
 * @example
 * await agent.learn({ totalTimesteps: 10_000, callbacks: [{ onEpisode: (e) => e.reward < 400 }] });
 */
export interface Callback {
  onStart?(progress: Progress): void;
  /** After each step of an off-policy agent, and after each rollout of an on-policy one. */
  onStep?(progress: Progress): unknown;
  /** After each episode. */
  onEpisode?(episode: Episode, progress: Progress): unknown;
  /** After each update of the networks, with its losses. */
  onUpdate?(facts: () => UpdateFacts, progress: Progress): unknown;
  onEnd?(progress: Progress): void;
}
