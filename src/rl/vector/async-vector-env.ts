/**
 * `AsyncVectorEnv`: environments in threads of their own, stepped at the same time. Each thread has
 * a `SyncVectorEnv`, whose answers are put together here.
 */

import { ValueError } from '../../errors.js';
import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import type { Info } from '../env/env.js';
import type { Space } from '../spaces/space.js';
import { EnvWorker } from './env-worker.js';
import {
  type AutoresetMode,
  checkSeeds,
  type VectorEnv,
  type VectorResetOptions,
  type VectorResetResult,
  type VectorStepResult,
} from './vector-env.js';

/** Options of `AsyncVectorEnv.create`. */
export interface AsyncVectorEnvOptions {
  /** Threads, 2 by default. */
  readonly workers?: number;
}

/** Makes the environments of thread `index`. */
type CreateVector<Obs, Act> = (index: number) => VectorEnv<Obs, Act>;

/**
 * Several environments of one kind, in threads. Handing actions and observations over took half a
 * millisecond a step on a busy machine with two cores, so threads pay for environments whose own
 * step takes longer than that; the built-in ones are faster in a `SyncVectorEnv`. Node and Deno
 * only.
 * @example
 * // carts.ts: export default () => new SyncVectorEnv([make('CartPole-v1'), make('CartPole-v1')]);
 * const url = new URL('./carts.js', import.meta.url);
 * const env = await AsyncVectorEnv.create(url, { workers: 4 });
 * const [obs] = env.reset({ seed: 0 });
 * env.close();
 */
export class AsyncVectorEnv<Obs = unknown, Act = unknown> implements VectorEnv<Obs, Act> {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space<Obs>;
  readonly singleActionSpace: Space<Act>;
  readonly autoreset: AutoresetMode;
  readonly #workers: readonly EnvWorker[];
  /** The first environment of each thread. */
  readonly #starts: readonly number[];

  private constructor(twin: VectorEnv<Obs, Act>, workers: readonly EnvWorker[]) {
    this.singleObservationSpace = twin.singleObservationSpace;
    this.singleActionSpace = twin.singleActionSpace;
    this.autoreset = twin.autoreset;
    this.#workers = workers;
    let total = 0;
    this.#starts = workers.map(({ numEnvs }) => {
      total += numEnvs;
      return total - numEnvs;
    });
    this.numEnvs = total;
  }

  /**
   * Starts the threads. The default export of the module at `url` is a function that makes the
   * vector of the thread whose number it is given; it is called here once, too, for the spaces.
   * @throws ValueError when the module has no such function, or it throws.
   */
  static async create<Obs = unknown, Act = unknown>(
    url: URL,
    { workers = 2 }: AsyncVectorEnvOptions = {},
  ): Promise<AsyncVectorEnv<Obs, Act>> {
    signatures.AsyncVectorEnv$create.check(arguments);
    if (!Number.isInteger(workers) || workers < 1) {
      throw new ValueError(
        `AsyncVectorEnv.create: workers must be an integer from 1, got ${workers}`,
      );
    }
    const module: { default?: CreateVector<Obs, Act> } = await import(url.href);
    if (typeof module.default !== 'function') {
      throw new ValueError(
        `AsyncVectorEnv.create: ${url.href} has no function as its default export. Write ` +
          'export default () => new SyncVectorEnv([...])',
      );
    }
    const twin = module.default(0);
    twin.close();
    const indices = Array.from({ length: workers }, (_, index) => index);
    const started = await Promise.all(indices.map((index) => EnvWorker.start(url, index)));
    return new AsyncVectorEnv(twin, started);
  }

  /** Asks all threads, and waits for all; the first that threw throws here. */
  #all<Answer>(method: string, argsOf: (from: number, to: number) => readonly unknown[]): Answer[] {
    this.#workers.forEach((worker, w) => {
      const from = at(this.#starts, w);
      worker.ask([method, ...argsOf(from, from + worker.numEnvs)]);
    });
    const errors: unknown[] = [];
    const answers = this.#workers.flatMap((worker): Answer[] => {
      try {
        return [worker.answer<Answer>()];
      } catch (error) {
        errors.push(error);
        return [];
      }
    });
    if (errors.length > 0) throw errors[0];
    return answers;
  }

  reset({ seed, resetMask, ...rest }: VectorResetOptions = {}): VectorResetResult<Obs> {
    signatures.AsyncVectorEnv$reset.check(arguments);
    checkSeeds('AsyncVectorEnv', seed, this.numEnvs);
    const answers = this.#all<VectorResetResult<Obs>>('reset', (from, to) => {
      const own = typeof seed === 'number' ? seed + from : seed?.slice(from, to);
      const mask = resetMask === undefined ? undefined : Array.from(resetMask).slice(from, to);
      return [
        {
          ...rest,
          ...(own === undefined ? {} : { seed: own }),
          ...(mask === undefined ? {} : { resetMask: mask }),
        },
      ];
    });
    const observations: Obs[] = [];
    const infos: Info[] = [];
    answers.forEach(([obs, info], w) => {
      // With a mask there are gaps, which must stay where they are.
      obs.forEach((one, i) => {
        observations[at(this.#starts, w) + i] = one;
      });
      info.forEach((one, i) => {
        infos[at(this.#starts, w) + i] = one;
      });
    });
    return [observations, infos];
  }

  /** @throws ValueError for another number of actions, and as the environments' `step`. */
  step(actions: readonly Act[]): VectorStepResult<Obs> {
    if (actions.length !== this.numEnvs) {
      throw new ValueError(
        `AsyncVectorEnv.step: ${this.numEnvs} environments need as many actions, got ${actions.length}`,
      );
    }
    const answers = this.#all<VectorStepResult<Obs>>('step', (from, to) => [
      actions.slice(from, to),
    ]);
    const result: VectorStepResult<Obs> = [
      answers.flatMap(([obs]) => obs),
      new Float64Array(this.numEnvs),
      new Uint8Array(this.numEnvs),
      new Uint8Array(this.numEnvs),
      answers.flatMap(([, , , , infos]) => infos),
    ];
    answers.forEach(([, rewards, terminated, truncated], w) => {
      const start = at(this.#starts, w);
      result[1].set(rewards, start);
      result[2].set(terminated, start);
      result[3].set(truncated, start);
    });
    return result;
  }

  /** Ends the threads. */
  close(): void {
    this.#all('close', () => []);
  }

  /** The state of each thread's vector. @throws ValueError when an environment cannot be saved. */
  stateDict(): unknown {
    return { workers: this.#all<unknown>('stateDict', () => []) };
  }

  /** Goes on from such a state. @throws ValueError when it is none, or of other threads. */
  loadStateDict(state: unknown): void {
    const found: unknown =
      typeof state === 'object' && state !== null ? Reflect.get(state, 'workers') : null;
    if (!Array.isArray(found) || found.length !== this.#workers.length) {
      throw new ValueError(
        `AsyncVectorEnv.loadStateDict: not the state of ${this.#workers.length} threads`,
      );
    }
    this.#all('loadStateDict', (from) => [found[this.#starts.indexOf(from)]]);
  }
}
