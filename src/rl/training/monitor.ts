/**
 * `Monitor`: what a training measures, as lines of `metrics.jsonl` in a run folder, in the form
 * that the package's other trainings write. Node and Deno only.
 */

import { fileError } from '../../io/file-errors.js';
import { nodeModule } from '../../io/node-modules.js';
import type { Callback, Progress, UpdateFacts } from './callback.js';
import type { Episode } from './env-runner.js';

/** One line: means over the episodes since the last one, and the losses of the last update. */
export interface MonitorRecord {
  /** Number of the line, from 1. */
  readonly epoch: number;
  /** Seconds since the last line. */
  readonly seconds: number;
  /** Steps per second. */
  readonly samplesPerSecond: number;
  /** `timesteps`, `episodes`; `reward` and `length` where an episode ended; and the losses. */
  readonly train: Readonly<Record<string, number>>;
  readonly validation: null;
}

/** Options of `Monitor`. */
export interface MonitorOptions {
  /** Steps between two lines, 1,000 by default. */
  readonly every?: number;
  /** Called with each line. */
  readonly onRecord?: (record: MonitorRecord) => void;
}

const op = 'Monitor';

/**
 * Writes `metrics.jsonl` into a folder, which is made if need be; lines of an earlier training in
 * it stay. Without a folder (null) it only calls `onRecord`.
 * @example
 * await agent.learn({ totalTimesteps: 100_000, callbacks: [new Monitor('runs/cartpole')] });
 */
export class Monitor implements Callback {
  readonly #folder: string | null;
  readonly #every: number;
  readonly #onRecord: (record: MonitorRecord) => void;
  #episodes: Episode[] = [];
  #count = 0;
  #facts: (() => UpdateFacts) | null = null;
  #last = { timesteps: 0, time: 0 };
  #epoch = 0;

  /** @throws DataError when the folder cannot be made. */
  constructor(folder: string | null, { every = 1000, onRecord = () => {} }: MonitorOptions = {}) {
    this.#folder = folder;
    this.#every = every;
    this.#onRecord = onRecord;
    if (folder === null) return;
    try {
      nodeModule(op, 'node:fs').mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw fileError(op, 'make the folder', folder, error);
    }
  }

  onStart({ timesteps }: Progress): void {
    this.#last = { timesteps, time: performance.now() };
  }

  onEpisode(episode: Episode): void {
    this.#episodes.push(episode);
    this.#count += 1;
  }

  onUpdate(facts: () => UpdateFacts): void {
    this.#facts = facts;
  }

  onStep(progress: Progress): void {
    if (progress.timesteps - this.#last.timesteps >= this.#every) this.#write(progress);
  }

  onEnd(progress: Progress): void {
    if (progress.timesteps > this.#last.timesteps) this.#write(progress);
  }

  #write({ timesteps }: Progress): void {
    const now = performance.now();
    const seconds = (now - this.#last.time) / 1000;
    const mean = (key: keyof Episode): number =>
      this.#episodes.reduce((sum, episode) => sum + episode[key], 0) / this.#episodes.length;
    const ended =
      this.#episodes.length > 0 ? { reward: mean('reward'), length: mean('length') } : {};
    this.#epoch += 1;
    const record: MonitorRecord = {
      epoch: this.#epoch,
      seconds,
      samplesPerSecond: (timesteps - this.#last.timesteps) / seconds,
      train: { timesteps, episodes: this.#count, ...ended, ...this.#facts?.() },
      validation: null,
    };
    this.#last = { timesteps, time: now };
    this.#episodes = [];
    this.#facts = null;
    if (this.#folder !== null) append(this.#folder, record);
    this.#onRecord(record);
  }
}

function append(folder: string, record: MonitorRecord): void {
  const path = nodeModule(op, 'node:path').join(folder, 'metrics.jsonl');
  try {
    nodeModule(op, 'node:fs').appendFileSync(path, `${JSON.stringify(record)}\n`);
  } catch (error) {
    throw fileError(op, 'write', path, error);
  }
}
