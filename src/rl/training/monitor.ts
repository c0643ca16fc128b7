/**
 * `Monitor`: what a training measures, in a run folder, in the form that the package's other
 * trainings write: `metrics.jsonl`, `events.jsonl` and `run.json`. `chainrule runs` lists it. Node
 * and Deno only.
 */

import { ValueError } from '../../errors.js';
import { writeFileAtomic } from '../../io/index.js';
import { makeFolder } from '../../io/make-folder.js';
import { nodeModule } from '../../io/node-modules.js';
import * as signatures from '../../signatures/rl.js';
import type { Callback, Progress, UpdateFacts } from './callback.js';
import type { Episode } from './env-runner.js';
import { appendLine, type MonitorRecord, readLines } from './metrics-lines.js';

/** Options of `Monitor`. */
export interface MonitorOptions {
  /** Steps between two lines, 1,000 by default. */
  readonly every?: number;
  /** What else `run.json` says: the environment, say, as `source`. */
  readonly about?: Readonly<Record<string, unknown>>;
  /** Called with each line; the agent may be saved then. */
  readonly onRecord?: (record: MonitorRecord, progress: Progress) => void;
}

const op = 'Monitor';

/**
 * Writes into a folder, which is made if need be. A training that goes on, after a crash too,
 * writes no line twice. Without a folder (null) it only calls `onRecord`.
 * @example
 * import { existsSync } from 'node:fs';
 *
 * const agent = new DQN(make('CartPole-v1'), { seed: 0 });
 * const monitor = new Monitor('runs/cart', { about: { source: 'CartPole-v1' } });
 * await agent.learn({ totalTimesteps: 40, callbacks: monitor });
 * console.log(existsSync('runs/cart/metrics.jsonl')); // true
 */
export class Monitor implements Callback {
  readonly #folder: string | null;
  readonly #options: MonitorOptions;
  readonly #every: number;
  #episodes: Episode[] = [];
  #count = 0;
  #facts: (() => UpdateFacts) | null = null;
  #last = { timesteps: 0, time: 0 };
  #epoch = 0;
  /** The last line that is in the file. */
  #written = 0;

  /** @throws ValueError unless `every` is an integer from 1; DataError when there is no folder. */
  constructor(folder: string | null, options: MonitorOptions = {}) {
    signatures.Monitor.check(arguments);
    const { every = 1000 } = options;
    if (!Number.isInteger(every) || every < 1) {
      throw new ValueError(`${op}: every must be an integer from 1, got ${every}`);
    }
    this.#folder = folder;
    this.#every = every;
    this.#options = options;
    if (folder !== null) makeFolder(op, folder);
  }

  #path(folder: string, name: string): string {
    return nodeModule(op, 'node:path').join(folder, name);
  }

  onStart(progress: Progress): void {
    const { timesteps } = progress;
    this.#last = { timesteps, time: performance.now() };
    this.#episodes = [];
    if (this.#folder === null) return;
    const lines = readLines(this.#path(this.#folder, 'metrics.jsonl'));
    const before = lines.filter(({ step }) => step <= timesteps).at(-1);
    this.#written = Math.max(0, ...lines.map(({ epoch }) => epoch));
    this.#epoch = before?.epoch ?? 0;
    this.#count = before?.episodes ?? 0;
    this.#describe(this.#folder, progress);
    this.#event(timesteps === 0 ? 'start' : 'resume', progress);
  }

  #describe(folder: string, { agent, totalTimesteps }: Progress): void {
    const path = this.#path(folder, 'run.json');
    if (nodeModule(op, 'node:fs').existsSync(path)) return;
    const started = new Date().toISOString();
    const kind = { kind: 'agent', agent: agent.constructor.name, totalTimesteps };
    const facts = { ...kind, ...this.#options.about, node: process.version, started };
    writeFileAtomic(path, `${JSON.stringify(facts, null, 2)}\n`);
  }

  #event(event: string, { timesteps }: Progress): void {
    if (this.#folder === null) return;
    appendLine(this.#path(this.#folder, 'events.jsonl'), { event, step: timesteps });
  }

  onEpisode(episode: Episode): void {
    this.#episodes.push(episode);
    this.#count += 1;
  }

  onUpdate(facts: () => UpdateFacts): void {
    this.#facts = facts;
  }

  /** Lines are written at multiples of `every`, so that a training that goes on has the same. */
  onStep(progress: Progress): void {
    const number = (steps: number): number => Math.floor(steps / this.#every);
    if (number(progress.timesteps) > number(this.#last.timesteps)) this.#write(progress);
  }

  onEnd(progress: Progress): void {
    const { timesteps, totalTimesteps } = progress;
    const isDone = timesteps >= totalTimesteps;
    if (isDone && timesteps > this.#last.timesteps) this.#write(progress);
    this.#event(isDone ? 'end' : 'stop', progress);
  }

  #write(progress: Progress): void {
    const { timesteps } = progress;
    const now = performance.now();
    const seconds = (now - this.#last.time) / 1000;
    const mean = (key: keyof Episode): number =>
      this.#episodes.reduce((sum, episode) => sum + episode[key], 0) / this.#episodes.length;
    const ended =
      this.#episodes.length > 0 ? { reward: mean('reward'), length: mean('length') } : {};
    this.#epoch += 1;
    const record: MonitorRecord = {
      epoch: this.#epoch,
      step: timesteps,
      seconds,
      samplesPerSecond: (timesteps - this.#last.timesteps) / seconds,
      // The studio draws the first one large.
      train: { ...ended, ...this.#facts?.(), episodes: this.#count },
      validation: null,
    };
    this.#last = { timesteps, time: now };
    this.#episodes = [];
    this.#facts = null;
    if (this.#folder !== null && record.epoch > this.#written) {
      appendLine(this.#path(this.#folder, 'metrics.jsonl'), record);
      this.#written = record.epoch;
    }
    this.#options.onRecord?.(record, progress);
  }
}
