/**
 * Which device programs run on: one for the CPU, made when first needed, unless `withDevice` says
 * another. Values that are elsewhere come to the device whose program reads them.
 */

import { type CpuDevice, createDevice } from '../backend/cpu/device.js';
import type { Device } from '../backend/device.js';

let cpu: CpuDevice | null = null;
let chosen: Device | null = null;

/** The CPU, made at the first call. */
export function cpuDevice(): CpuDevice {
  cpu ??= createDevice();
  return cpu;
}

/** The device that programs run on. */
export function device(): Device {
  return chosen ?? cpuDevice();
}

/** Chooses the device for all programs that follow; null stands for the CPU. */
export function useDevice(on: Device | null): void {
  chosen = on;
}

/** Runs `fn` with its programs on another device; what it leaves pending runs where it is read. */
export function withDevice<T>(on: Device, fn: () => T): T {
  const before = chosen;
  chosen = on;
  try {
    return fn();
  } finally {
    chosen = before;
  }
}

/**
 * Lets large kernels use up to `count` threads, the calling one included (as
 * `torch.set_num_threads`). Results do not depend on it. Throws a `ValueError` unless `count` is a
 * positive integer. Where a platform has no shared memory it stays 1.
 *
 * @example
 * const before = getNumThreads();
 * setNumThreads(1);
 * console.log(getNumThreads()); // 1
 * setNumThreads(before);
 */
export function setNumThreads(count: number): void {
  cpuDevice().threads.threads = count;
}

/**
 * Threads that large kernels may use, the calling one included (as `torch.get_num_threads`).
 * Default: the number of processors, at most 8.
 *
 * @example
 * console.log(getNumThreads() >= 1); // true
 */
export function getNumThreads(): number {
  return cpuDevice().threads.threads;
}
