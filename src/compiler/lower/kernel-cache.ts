/**
 * Kernels by the key of their code, and plans of launches by sizes and strides: in an unrolled
 * network most launches differ in their buffers alone.
 */

import type { NamedKernel } from '../../kernel/contract/form.js';
import type { Kernel } from '../../kernel/ir.js';

/** What was made for a key, kept; all of it is forgotten when there is more than `most`. */
export class Memo<Value> {
  readonly #known = new Map<string, Value>();
  readonly #most: number;

  constructor(most: number = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  /** The value of a key, made now if it is new. */
  get(key: string, make: () => Value): Value {
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    const made = make();
    if (this.#known.size >= this.#most) this.#known.clear();
    this.#known.set(key, made);
    return made;
  }
}

/** Sizes are part of what plans depend on, so there may be any number of them. */
export const mostPlans = 4096;

/** Kernels by the key that names all that their code depends on. */
export const kernels: Memo<Kernel> = new Memo();
/** Kernels with the names of their arguments, by their keys. */
export const namedKernels: Memo<NamedKernel> = new Memo();
