/** What a program of the CPU needs; `Renderer` is the part that another code generator replaces. */

import type { Target } from '../../kernel/ir.js';
import type { Residency } from '../residency.js';
import type { KernelSource } from './kernels.js';
import type { SharedArena } from './memory/arena.js';
import type { DeviceMemory } from './memory/memory.js';
import type { ThreadPool } from './threads/pool.js';

/** Runs `count` commands at `commands`; `parallel` is 1 to let workers take part, else 0. */
export type Run = (commands: number, count: number, parallel: number) => void;

/**
 * What a renderer supplies: code for the kernels of a target, and a loop over commands that calls
 * it.
 */
export interface Renderer {
  readonly target: Target;
  readonly kernels: KernelSource;
  readonly run: Run;
}

/** What a program needs of its device. */
export interface Machine extends Renderer {
  readonly memory: DeviceMemory;
  readonly residency: Residency;
  readonly arena: SharedArena;
  readonly threads: ThreadPool;
}
