/**
 * Kernels written so far, by what their code depends on, and how launches were planned, by what that
 * depends on: of an unrolled network most launches differ in their buffers alone.
 */

import type { NamedKernel } from '../kernel/contract-form.js';
import type { Kernel } from '../kernel/ir.js';
import type { ContractChoice } from './contract-plan.js';

/** The kernel of a loop launch, and the indices of the outermost loop that one thread takes at least. */
export interface LoopCode {
  readonly kernel: Kernel;
  readonly grain: number;
}

/** Sizes are part of what plans depend on, so there may be any number of them. */
const mostPlans = 4096;

const kernels = new Map<string, Kernel>();
const namedKernels = new Map<string, NamedKernel>();
const loopCodes = new Map<string, LoopCode>();
const choices = new Map<string, ContractChoice>();

function remembered<K>(
  known: Map<string, K>,
  key: string,
  make: () => K,
  most = Number.POSITIVE_INFINITY,
): K {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  if (known.size >= most) known.clear();
  known.set(key, made);
  return made;
}

/** The kernel of this key, written now if it is new. */
export function kernelOf(key: string, write: () => Kernel): Kernel {
  return remembered(kernels, key, write);
}

/** The kernel of this key with the names of its arguments, written now if it is new. */
export function namedKernelOf(key: string, write: () => NamedKernel): NamedKernel {
  return remembered(namedKernels, key, write);
}

/** The code of loops of this key, which names their sizes too. */
export function loopCodeOf(key: string, plan: () => LoopCode): LoopCode {
  return remembered(loopCodes, key, plan, mostPlans);
}

/** How contractions of this key, which names their sizes too, are computed. */
export function contractChoiceOf(key: string, choose: () => ContractChoice): ContractChoice {
  return remembered(choices, key, choose, mostPlans);
}
