/**
 * What the machine can do at most, by loops written by hand in WebAssembly: multiply-adds on
 * registers alone, and streams of vectors through arrays of many sizes, on one thread and on all.
 * Prints one JSON object, `Peaks`; run in a process of its own.
 */

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Pattern, Peaks } from './floors.js';
import { fmaFlops, loopModule, patterns } from './peak-loops.js';

const rounds = 9;
/** One measurement moves so many bytes, and a turn has a few, of which the best counts. */
const leastBytes = 1 << 20;
const attempts = 8;
const sizes: readonly number[] = Array.from({ length: 14 }, (_, i) => 2 ** (10 + i));
/** Four arrays; they do not begin at the same place of a page. */
const arrayBytes = 4 * (sizes.at(-1) ?? 0) + 4096 + 320;
const firstByte = 4096;
const patternNames = ['read', 'copy', 'add', 'update'] as const satisfies readonly Pattern[];
const bytesPerElement = (pattern: Pattern): number =>
  4 * (patterns[pattern].reads.length + patterns[pattern].writes.length);

type Call = (a: number, b: number, c: number, d: number, lo: number, hi: number) => void;

/** All threads, in step: a call ends when each of them is done with its part. */
class Team {
  readonly #signals = new Int32Array(new SharedArrayBuffer(1024));
  readonly #calls: ReadonlyMap<string, Call>;
  readonly #names: readonly string[];
  readonly #workers: readonly Worker[];

  constructor(threads: number) {
    const pages = Math.ceil((firstByte + 4 * arrayBytes) / 65536);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    new Float32Array(memory.buffer).fill(1);
    const module = loopModule(pages);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    this.#names = Object.keys(exports);
    this.#calls = new Map(
      Object.entries(exports).flatMap(([name, f]) =>
        typeof f === 'function' ? [[name, (...args) => f(...args)]] : [],
      ),
    );
    const path = fileURLToPath(new URL('./peak-worker.mjs', import.meta.url));
    this.#workers = Array.from({ length: threads - 1 }, (_, i) => {
      const workerData = { module, memory, signals: this.#signals, index: i + 1 };
      return new Worker(path, { workerData });
    });
  }

  /** Waits until every worker listens. */
  async ready(): Promise<void> {
    while (Atomics.load(this.#signals, 1) < this.#workers.length) {
      await new Promise((wake) => setTimeout(wake, 5));
    }
  }

  /** Seconds of one call over [0, bytes), shared between `threads` threads: the best of a few. */
  time(name: string, bytes: number, threads: number, repeats: number): number {
    const call = this.#calls.get(name);
    if (call === undefined) throw new TypeError(`no loop ${name}`);
    const part = Math.ceil(bytes / threads / 64) * 64;
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((i) => firstByte + i * arrayBytes);
    // Function, size of a part, number of helpers, then where the arrays begin.
    this.#signals.set([this.#names.indexOf(name), part, threads - 1, a, b, c, d, bytes], 8);
    let best = Number.POSITIVE_INFINITY;
    // The first calls bring into the caches what stays there.
    for (let attempt = 0; attempt < attempts; attempt++) {
      const start = performance.now();
      for (let i = 0; i < repeats; i++) {
        Atomics.store(this.#signals, 2, 0);
        if (threads > 1) Atomics.add(this.#signals, 0, 1);
        call(a, b, c, d, 0, Math.min(part, bytes));
        while (Atomics.load(this.#signals, 2) < threads - 1);
      }
      best = Math.min(best, performance.now() - start);
    }
    return best / repeats / 1000;
  }

  /** Ends the workers. */
  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

async function main(): Promise<void> {
  const all = availableParallelism();
  const counts = all === 1 ? [1] : [1, all];
  const team = new Team(all);
  await team.ready();
  const best = new Map<string, number>();
  const measure = (name: string, bytes: number, threads: number, repeats: number): void => {
    const key = `${name} ${bytes} ${threads}`;
    const seconds = team.time(name, bytes, threads, repeats);
    best.set(key, Math.min(best.get(key) ?? Number.POSITIVE_INFINITY, seconds));
  };
  // In rounds, so that a disturbance of a second does not fall on one figure alone.
  for (let round = 0; round < rounds; round++) {
    for (const threads of counts) {
      measure('fma', 64 * threads, threads, 1);
      for (const name of patternNames) {
        for (const elements of sizes) {
          const repeats = Math.ceil(leastBytes / (elements * bytesPerElement(name)));
          measure(name, 4 * elements, threads, repeats);
        }
      }
    }
  }
  await team.stop();
  const seconds = (name: string, bytes: number, threads: number): number =>
    best.get(`${name} ${bytes} ${threads}`) ?? Number.NaN;
  const peaks: Peaks = {
    threads: all,
    flops: [1, all].map((n) => (n * fmaFlops) / seconds('fma', 64 * n, n)),
    sizes,
    rates: Object.fromEntries(
      patternNames.map((name) => [
        name,
        [1, all].map((n) =>
          sizes.map(
            (elements) => (elements * bytesPerElement(name)) / seconds(name, 4 * elements, n),
          ),
        ),
      ]),
    ),
  };
  console.log(JSON.stringify(peaks));
}

await main();
