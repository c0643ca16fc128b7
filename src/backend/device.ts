/**
 * What the floors above know of a device: blocks of memory that only it can look into, programs
 * that are loaded from a plan and run, and values that come and go. How kernels are made and where
 * things lie is the device's own matter; `cpu/` is one.
 */

import type { Batch, Launch, Lower } from '../compiler/lower/launch.js';
import type { Block, Storage } from '../graph/storage.js';
import type { Target } from '../kernel/ir.js';
import type { BlockStore, Place } from './block-store.js';
import type { Residency } from './residency.js';

/** An index out of range, or a number that must not be, which a kernel met. */
export interface Fault {
  /** What the compiler numbered, from 1. */
  readonly site: number;
  /** The index, or the number. */
  readonly value: number;
}

/** Where an output goes: to a host array of its own, or to device memory (leaves). */
export interface OutputPlan {
  readonly place: 'host' | 'device';
  readonly bytes: number;
  /** Whether somebody goes on with it before the run ends; not if left out. */
  readonly isEarly?: boolean;
}

/** Somebody who goes on with early outputs while a run goes on with the rest. */
export interface RunListener {
  /** The value of this early output is complete; the run does not look at it again. */
  ready(output: number, block: Block): void;
  /** Called between commands, once an early output is ready. */
  between(): void;
}

/** What may be asked of a run besides. */
export interface RunOptions {
  /** May give memory up before the outputs get theirs. */
  readonly makeRoom?: () => void;
  /** At which byte of its value each input starts, 0 if left out. */
  readonly offsets?: readonly number[];
  readonly listener?: RunListener | null;
}

/** What the compiler gives. */
export interface ProgramPlan {
  readonly batches: readonly Batch[];
  /** Number of inputs. */
  readonly inputs: number;
  /** Those that are parts of their values; none if left out. */
  readonly slices?: ReadonlySet<number>;
  readonly outputs: readonly OutputPlan[];
  /** Bytes of the arena that temporaries take, and the offset of each in it, multiples of 64. */
  readonly arenaBytes: number;
  readonly tempOffsets: readonly number[];
}

/** A program on its device, ready to run. */
export interface LoadedProgram {
  /** Bytes of the arena that it needs. */
  readonly arenaBytes: number;
  /** What it weighs, about, in bytes of device and host memory. */
  readonly bytes: number;
  /**
   * Runs the program on the values of `inputs` and with `scalars` (int32 and bool ones are
   * truncated to integers) and gives each of `outputs`, which are storages without a value, its
   * value. When a kernel met an index out of range, or a number that must not be, returns where and
   * leaves the outputs empty.
   */
  run(
    inputs: readonly Storage[],
    scalars: ArrayLike<number>,
    outputs: readonly Storage[],
    options?: RunOptions,
  ): Fault | null;
  /**
   * Runs the program where everything has its place: inputs and its one output there, temporaries
   * from `arena` on. When a kernel met an index out of range, returns where.
   */
  runAt(
    inputs: readonly Place[],
    output: Place,
    arena: Place,
    scalars: readonly number[],
  ): Fault | null;
  /** Frees the device memory of a program that will not run again. */
  release(): void;
}

/** The block in which programs keep what lives only during a run. One program runs at a time. */
export interface Arena {
  /** A block of at least `bytes` bytes; what was there before is lost when it moves. */
  reserve(bytes: number): Block;
  /** Gives the memory back. */
  release(): void;
}

/** Something that programs run on. */
export interface Device {
  /** What messages call it. */
  readonly name: string;
  /** Tells programs of one device from those of another in the keys of caches. */
  readonly id: number;
  /** What kernels are written for, and what they cost there. */
  readonly target: Target;
  readonly store: BlockStore;
  readonly residency: Residency;
  readonly arena: Arena;
  /** From the jobs of a schedule to what it launches. */
  readonly lower: Lower;
  /** Starts to compile the kernel of a launch, beside the planning of others. */
  prepare(launch: Launch): void;
  /** A program on this device. */
  load(plan: ProgramPlan): LoadedProgram;
}
