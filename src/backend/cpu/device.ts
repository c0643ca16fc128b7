/**
 * The CPU as a device: one memory, its allocator and residents, compiled kernels, the runner and
 * the threads.
 */

import type { Launch, Lower } from '../../compiler/lower/launch.js';
import { lowerJob } from '../../compiler/lower-job.js';
import { internal } from '../../errors.js';
import type { Block } from '../../graph/storage.js';
import type { Target } from '../../kernel/ir.js';
import { compileModule } from '../../wasm/compile-module.js';
import { detectFeatures } from '../../wasm/features.js';
import { targetOf } from '../../wasm/render.js';
import type { BlockStore } from '../block-store.js';
import type { Device, LoadedProgram, ProgramPlan } from '../device.js';
import { nextDeviceId } from '../device-id.js';
import { Residency } from '../residency.js';
import { KernelRegistry, type KernelSource } from './kernels.js';
import type { Machine, Renderer, Run } from './machine.js';
import { SharedArena } from './memory/arena.js';
import { DeviceMemory } from './memory/memory.js';
import { CpuStore } from './memory/store.js';
import { Program } from './program.js';
import { mayBlock } from './threads/platform.js';
import { ThreadPool } from './threads/pool.js';
import { runnerModule } from './threads/runner.js';

/** What programs run on, and the parts that they are made of. */
export class CpuDevice implements Device, Machine {
  readonly id: number = nextDeviceId();
  readonly arena: SharedArena;
  readonly target: Target;
  readonly kernels: KernelSource;
  readonly run: Run;

  constructor(
    readonly name: string,
    readonly memory: DeviceMemory,
    readonly store: BlockStore,
    readonly residency: Residency,
    readonly threads: ThreadPool,
    /** Scratch memory of kernels on the calling thread. */
    readonly scratch: Block,
    { target, kernels, run }: Renderer,
  ) {
    this.arena = new SharedArena(residency);
    this.target = target;
    this.kernels = kernels;
    this.run = run;
  }

  readonly lower: Lower = lowerJob;

  prepare({ kernel, work }: Launch): void {
    this.kernels.get(kernel, work);
  }

  load(plan: ProgramPlan): LoadedProgram {
    return new Program(this, plan);
  }

  /** A device on the same memory whose kernels another renderer makes. */
  renderedBy(name: string, renderer: Renderer): CpuDevice {
    const { memory, store, residency, threads, scratch } = this;
    return new CpuDevice(name, memory, store, residency, threads, scratch, renderer);
  }
}

/** A new device; `shared: false` makes one without threads. Defaults to what the engine can do. */
export function createDevice(options: { readonly shared?: boolean } = {}): CpuDevice {
  const name = 'WebAssembly';
  const detected = detectFeatures();
  const features = { ...detected, shared: detected.shared && options.shared !== false };
  const memory = new DeviceMemory(features.shared);
  const store = new CpuStore(memory);
  const residency = new Residency(store, name);
  const kernels = new KernelRegistry(memory, residency, features);
  const runner = runnerModule(features.shared, mayBlock());
  const env = { memory: memory.memory, table: kernels.table };
  const { run } = new WebAssembly.Instance(compileModule(runner, false), { env }).exports;
  if (!isRun(run)) throw internal('the runner has no entry');
  const threads = new ThreadPool(memory, residency, runner);
  const target = targetOf(features);
  const renderer = { target, kernels, run };
  return new CpuDevice(name, memory, store, residency, threads, kernels.scratch, renderer);
}

function isRun(value: unknown): value is Run {
  return typeof value === 'function';
}
