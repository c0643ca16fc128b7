/**
 * The device: one memory, its allocator and residents, compiled kernels, the runner and the
 * threads. It is made when first needed; this is the only state of the runtime at module level.
 */

import { internal } from '../../errors.js';
import type { Target } from '../../kernel/ir.js';
import { detectFeatures } from '../../wasm/features.js';
import { targetOf } from '../../wasm/render.js';
import { KernelRegistry, type KernelSource } from './kernels.js';
import { Arena } from './memory/arena.js';
import { Heap, type HeapBlock } from './memory/heap.js';
import { controlEnd } from './memory/layout.js';
import { DeviceMemory } from './memory/memory.js';
import { Residency } from './memory/residency.js';
import { mayBlock } from './threads/platform.js';
import { ThreadPool } from './threads/pool.js';
import { runnerModule } from './threads/runner.js';

/** Runs `count` commands at `commands`; `parallel` is 1 to let workers take part, else 0. */
export type Run = (commands: number, count: number, parallel: number) => void;

/** Everything that programs run on. */
export interface Device {
  /** What the renderer of `kernels` renders for. */
  readonly target: Target;
  readonly memory: DeviceMemory;
  readonly residency: Residency;
  readonly arena: Arena;
  readonly kernels: KernelSource;
  /** Scratch memory of kernels on the calling thread. */
  readonly scratch: HeapBlock;
  readonly threads: ThreadPool;
  readonly run: Run;
}

/** Where the part of the memory ends that is for small blocks that stay. */
const smallEnd = 8 * 2 ** 20;

/** A new device; `shared: false` makes one without threads. Defaults to what the engine can do. */
export function createDevice(options: { readonly shared?: boolean } = {}): Device {
  const detected = detectFeatures();
  const features = { ...detected, shared: detected.shared && options.shared !== false };
  const memory = new DeviceMemory(features.shared);
  const small = new Heap(controlEnd, (end) => end <= smallEnd && memory.growTo(end));
  const heap = new Heap(smallEnd, (end) => memory.growTo(end));
  const residency = new Residency(memory, heap, small);
  const kernels = new KernelRegistry(memory, residency, features);
  const runner = runnerModule(features.shared, mayBlock());
  const env = { memory: memory.memory, table: kernels.table };
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(runner), { env }).exports;
  if (!isRun(run)) throw internal('the runner has no entry');
  const threads = new ThreadPool(memory, residency, runner);
  const arena = new Arena(residency);
  const { scratch } = kernels;
  const target = targetOf(features);
  return { target, memory, residency, arena, kernels, scratch, threads, run };
}

let current: Device | null = null;

/** The device that everything runs on, made at the first call. */
export function device(): Device {
  current ??= createDevice();
  return current;
}

/**
 * Lets large kernels use up to `count` threads, the calling one included (as
 * `torch.set_num_threads`). Results do not depend on it. Throws a `ValueError` unless `count` is a
 * positive integer. Where a platform has no shared memory it stays 1.
 */
export function setNumThreads(count: number): void {
  device().threads.threads = count;
}

/**
 * Threads that large kernels may use, the calling one included (as `torch.get_num_threads`).
 * Default: the number of processors, at most 8.
 */
export function getNumThreads(): number {
  return device().threads.threads;
}

function isRun(value: unknown): value is Run {
  return typeof value === 'function';
}
