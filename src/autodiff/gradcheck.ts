/**
 * Compares gradients with central differences, (f(x + h) - f(x - h)) / 2h, in float64.
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.gradcheck.html
 */

import { DTypeError, GradientError } from '../errors.js';
import { show } from '../graph/shape.js';
import { at } from '../list.js';
import * as signatures from '../signatures/autodiff.js';
import type { Tensor } from '../tensor/index.js';
import { tensor } from '../tensor/make/create.js';
import { gradients, noGrad } from './grad.js';

/** Options of `gradcheck`. */
export interface GradcheckOptions {
  /** Distance of the difference. Default 1e-6. */
  readonly eps?: number;
  /** Allowed absolute error. Default 1e-5. */
  readonly atol?: number;
  /** Allowed error relative to the numerical derivative. Default 1e-3. */
  readonly rtol?: number;
}

interface Mismatch {
  readonly input: number;
  readonly element: number;
  readonly analytical: number;
  readonly numerical: number;
  readonly error: number;
}

/**
 * Checks the gradient of `sum(w * fn(...inputs))`, with fixed weights w, with respect to every
 * element of every float64 input that requires a gradient.
 *
 * @returns true.
 * @throws DTypeError when such an input is not float64, whose differences would be too coarse.
 * @throws GradientError naming the worst element, its gradient and its difference quotient.
 * @example
 * const x = tensor([0.5, 2], { dtype: 'float64', requiresGrad: true });
 * console.log(gradcheck((t) => t.tanh(), [x])); // true
 */
export function gradcheck(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): true {
  signatures.gradcheck.check(arguments);
  const { eps = 1e-6, atol = 1e-5, rtol = 1e-3 } = options;
  const leaves = inputs.map((input) => leafOf(input));
  const checked = leaves.flatMap((leaf, i) => (leaf.requiresGrad ? [i] : []));
  if (checked.length === 0) throw new GradientError('gradcheck: no input requires a gradient');
  const output = fn(...leaves);
  const weights = weightsOf(output);
  const found = gradients(
    'gradcheck',
    output,
    checked.map((i) => at(leaves, i)),
    weights,
  );
  let worst: Mismatch | null = null;
  checked.forEach((i, k) => {
    const x = at(leaves, i);
    const analytical = found[k]?.toTypedArray() ?? new Float64Array(x.numel);
    for (let element = 0; element < x.numel; element++) {
      const numerical = difference(fn, leaves, i, element, eps, weights);
      const exact = Number(analytical[element]);
      const error = Math.abs(exact - numerical) - rtol * Math.abs(numerical);
      const excess = Number.isNaN(error) ? Infinity : error;
      if (excess > atol && (worst === null || excess > worst.error)) {
        worst = { input: i, element, analytical: exact, numerical, error: excess };
      }
    }
  });
  if (worst !== null) throw mismatchError(worst, leaves);
  return true;
}

function leafOf(input: Tensor): Tensor {
  if (!input.requiresGrad) return input;
  if (input.dtype !== 'float64') {
    throw new DTypeError(
      `gradcheck: inputs must be float64, got ${input.dtype}: differences of float32 are too coarse`,
    );
  }
  const leaf = tensor(input.toTypedArray(), { shape: input.shape, dtype: 'float64' });
  leaf.requiresGrad = true;
  return leaf;
}

/** Weights that differ from element to element, so that errors cannot cancel in the sum. */
function weightsOf(output: Tensor): Tensor {
  const values = Float64Array.from({ length: output.numel }, (_, i) => 1 + ((i * 7919) % 13) / 7);
  return tensor(values, { shape: output.shape, dtype: 'float64' });
}

function difference(
  fn: (...inputs: Tensor[]) => Tensor,
  leaves: readonly Tensor[],
  input: number,
  element: number,
  eps: number,
  weights: Tensor,
): number {
  const valueAt = (shift: number): number => {
    const moved = leaves.map((leaf, i) => {
      if (i !== input) return leaf;
      const values = Float64Array.from(leaf.toTypedArray());
      values[element] = (values[element] ?? 0) + shift;
      const copy = tensor(values, { shape: leaf.shape, dtype: 'float64' });
      copy.requiresGrad = true;
      return copy;
    });
    const value = fn(...moved);
    return noGrad(() => value.detach().mul(weights).sum().item());
  };
  return (valueAt(eps) - valueAt(-eps)) / (2 * eps);
}

function mismatchError(worst: Mismatch, leaves: readonly Tensor[]): GradientError {
  const { shape } = at(leaves, worst.input);
  const place: number[] = [];
  let rest = worst.element;
  for (let d = shape.length - 1; d >= 0; d--) {
    place.unshift(rest % (shape[d] ?? 1));
    rest = Math.floor(rest / (shape[d] ?? 1));
  }
  return new GradientError(
    `gradcheck: gradients differ, worst at element ${show(place)} of input ${worst.input}: ` +
      `backward gives ${worst.analytical}, the difference quotient ${worst.numerical}`,
  );
}
