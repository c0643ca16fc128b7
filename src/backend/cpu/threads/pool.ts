/**
 * The pool of worker threads. Workers start when programs have asked for help often enough, and
 * start by themselves: until they are there, programs run without them. How work reaches them is in
 * the runner.
 */

import { ValueError } from '../../../errors.js';
import { scratchBytes } from '../../../kernel/ir.js';
import type { Residency } from '../../residency.js';
import { control } from '../memory/layout.js';
import type { DeviceMemory } from '../memory/memory.js';
import { pointerOf } from '../memory/store.js';
import { hardwareThreads, startThread } from './platform.js';
import { type WorkerMessage, workerSource } from './worker-source.js';

/**
 * Memory bandwidth, which most kernels live on, rarely feeds more; `setNumThreads` may ask for
 * more.
 */
const defaultMaxThreads = 8;

/**
 * Nanoseconds of work to share before workers are started. A start keeps a core busy for twice as
 * long, at a time when engines need it to optimise what has just begun to run.
 */
const worthStartNanoseconds = 20_000_000;

/** Threads that take part in large kernels, the calling one included. */
export class ThreadPool {
  readonly #memory: DeviceMemory;
  readonly #runner: Uint8Array;
  readonly #residency: Residency;
  #threads: number;
  #workers = 0;
  /** Nanoseconds of work that missing workers could have shared. */
  #missed = 0;

  /** `runner`: the module that workers serve with. */
  constructor(memory: DeviceMemory, residency: Residency, runner: Uint8Array) {
    this.#memory = memory;
    this.#residency = residency;
    this.#runner = runner;
    this.#threads = memory.shared ? Math.min(hardwareThreads(), defaultMaxThreads) : 1;
  }

  /** Number of threads wanted; 1 where the platform has no shared memory. */
  get threads(): number {
    return this.#threads;
  }

  set threads(count: number) {
    if (!Number.isInteger(count) || count < 1) {
      throw new ValueError(`setNumThreads: expected a positive integer, got ${count}`);
    }
    this.#threads = this.#memory.shared ? count : 1;
    this.#memory.views.i32[control.active / 4] = this.#threads - 1;
  }

  /** Workers that have started. */
  get ready(): number {
    return Atomics.load(this.#memory.views.i32, control.ready / 4);
  }

  /**
   * Whether a worker can take part now in so many nanoseconds of work. Starts the missing ones if
   * threads are wanted, and there has been enough to do for them.
   */
  help(work: number = worthStartNanoseconds): boolean {
    if (this.#threads === 1) return false;
    if (this.#workers < this.#threads - 1) {
      this.#missed += work;
      if (this.#missed >= worthStartNanoseconds) this.#start();
    }
    return this.ready > 0;
  }

  #start(): void {
    this.#memory.views.i32[control.active / 4] = this.#threads - 1;
    while (this.#workers < this.#threads - 1) {
      const message: WorkerMessage = {
        memory: this.#memory.memory,
        runner: this.#runner,
        worker: this.#workers,
        scratch: pointerOf(this.#residency.allocate(scratchBytes, true)),
      };
      if (!startThread(workerSource, message)) {
        this.#threads = this.#workers + 1;
        return;
      }
      this.#workers++;
    }
  }
}
