/** Kernels written so far, by what their code depends on. */

import type { NamedKernel } from '../kernel/contract-form.js';
import type { Kernel } from '../kernel/ir.js';

const kernels = new Map<string, Kernel>();
const namedKernels = new Map<string, NamedKernel>();

function remembered<K>(known: Map<string, K>, key: string, write: () => K): K {
  const before = known.get(key);
  if (before !== undefined) return before;
  const written = write();
  known.set(key, written);
  return written;
}

/** The kernel of this key, written now if it is new. */
export function kernelOf(key: string, write: () => Kernel): Kernel {
  return remembered(kernels, key, write);
}

/** The kernel of this key with the names of its arguments, written now if it is new. */
export function namedKernelOf(key: string, write: () => NamedKernel): NamedKernel {
  return remembered(namedKernels, key, write);
}
