/** Kernels written so far, by what their code depends on. */

import type { Kernel } from '../kernel/ir.js';

const kernels = new Map<string, Kernel>();

/** The kernel of this key, written now if it is new. */
export function kernelOf(key: string, write: () => Kernel): Kernel {
  const known = kernels.get(key);
  if (known !== undefined) return known;
  const kernel = write();
  kernels.set(key, kernel);
  return kernel;
}
