/** Facts about the kernels of a program for profiles: name, operations, bytes, estimated time. */

import type { Batch, Buffer } from '../compiler/lower/launch.js';
import { livePeak } from '../compiler/place/memory-plan.js';

/** A command of a program. */
export interface KernelLooks {
  /** Name of the kernel and the sizes that it works on. */
  readonly name: string;
  /** Floating-point operations, a multiply-add being two. */
  readonly flops: number;
  /** Bytes of the buffers that it reads and writes. */
  readonly bytes: number;
  /** Estimated nanoseconds on one thread. */
  readonly work: number;
}

/** A program. */
export interface ProgramLooks {
  readonly kernels: readonly KernelLooks[];
  /** Bytes of the arena that its temporaries take. */
  readonly arenaBytes: number;
  /** The most that its results need while they wait to be read. */
  readonly peakBytes: number;
}

/** The looks of a program that is made of these batches. */
export function looksOf(batches: readonly Batch[], arenaBytes: number): ProgramLooks {
  return { kernels: batches.map(kernelOf), arenaBytes, peakBytes: Math.max(0, livePeak(batches)) };
}

function kernelOf(batch: Batch): KernelLooks {
  const [{ kernel, sizes }] = batch;
  const size = batch.length > 1 ? `${batch.length} parts` : (sizes ?? '');
  const [flops, work] = [sum(batch, 'flops'), sum(batch, 'work')];
  return { name: `${kernel.name} ${size}`.trimEnd(), flops, bytes: bytesOf(batch), work };
}

function sum(batch: Batch, what: 'flops' | 'work'): number {
  let total = 0;
  for (const launch of batch) total += launch[what] ?? 0;
  return total;
}

function bytesOf(batch: Batch): number {
  const seen = new Set<Buffer>();
  let total = 0;
  for (const { reads, writes } of batch) {
    for (const buffer of [...reads, ...writes]) {
      if (seen.has(buffer)) continue;
      seen.add(buffer);
      total += buffer.bytes;
    }
  }
  return total;
}
