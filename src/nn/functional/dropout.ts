/** Dropout. Source: Srivastava et al., "Dropout: a simple way to prevent overfitting", 2014. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/nn.js';
import { type GeneratorOption, rand, type Tensor, where } from '../../tensor/index.js';

/** Options of `dropout`. */
export interface DropoutOptions extends GeneratorOption {
  /** Chance of an element to become 0, 0.5 by default. */
  readonly p?: number;
  /** Whether to drop anything at all, true by default. */
  readonly training?: boolean;
}

/** @throws ValueError naming `op` when `p` is not a probability. */
export function checkDropProbability(op: string, p: number): void {
  if (p >= 0 && p <= 1) return;
  throw new ValueError(`${op}: p must be a probability, 0 to 1, got ${p}`);
}

/**
 * Zeroes each element with chance `p` and divides the others by `1 - p`, so that the expected value
 * stays. Any shape, unchanged when not training.
 * @throws ValueError when `p` is not in [0, 1].
 * @example
 * const idle = nn.functional.dropout(ones([3]), { p: 0.5, training: false });
 * console.log(idle.toArray()); // [ 1, 1, 1 ]
 */
export function dropout(x: Tensor, options: DropoutOptions = {}): Tensor {
  signatures.dropout.check(arguments);
  const { p = 0.5, training = true, generator } = options;
  checkDropProbability('dropout', p);
  if (!training || p === 0) return x;
  if (p === 1) return x.mul(0);
  return where(rand(x.shape, { generator }).lt(p), 0, x.mul(1 / (1 - p)));
}
