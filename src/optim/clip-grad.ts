/**
 * Bounding gradients before a step. Source: Pascanu et al., "On the difficulty of training
 * recurrent neural networks", 2013.
 */

import { noGrad } from '../autodiff/index.js';
import { ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import * as signatures from '../signatures/optim.js';
import { maximum, minimum, Tensor, tensor } from '../tensor/index.js';

/** Options of `clipGradNorm`. */
export interface ClipGradNormOptions {
  /** The p of the norm, 2 by default; Infinity bounds the largest element. */
  readonly normType?: number;
}

function withGradients(op: string, params: Tensor | Iterable<Tensor>): Tensor[] {
  refuseForeign(op, params);
  const list = params instanceof Tensor ? [params] : [...params];
  for (const parameter of list) refuseForeign(op, parameter);
  return list.filter((parameter) => parameter.ownGrad() !== null);
}

/** Added to the norm, so that a zero gradient does not divide by zero; PyTorch's number. */
const tiny = 1e-6;

/** Norm of all elements of all gradients together, 0-d. */
function totalNorm(gradients: readonly Tensor[], normType: number): Tensor {
  const [first, ...others] = gradients;
  if (first === undefined) return tensor(0);
  if (normType === Number.POSITIVE_INFINITY) {
    return others.reduce((top, g) => maximum(top, g.abs().max()), first.abs().max());
  }
  const power =
    normType === 2 ? (g: Tensor) => g.square().sum() : (g: Tensor) => g.abs().pow(normType).sum();
  const total = others.reduce((sum, g) => sum.add(power(g)), power(first));
  return normType === 2 ? total.sqrt() : total.pow(1 / normType);
}

/**
 * Scales all gradients by one factor so that their common norm is at most `maxNorm`. Nothing is
 * computed before the next step. Returns the norm as it was, 0-d; 0 when there are no gradients.
 *
 * Formula: `g min(1, maxNorm / (norm + 1e-6))`.
 *
 * @throws ValueError for a negative or NaN `maxNorm`, or a `normType` that is not positive.
 * @example
 * const w = tensor([3, 4], { requiresGrad: true });
 * w.square().sum().div(2).backward();
 * console.log(optim.clipGradNorm([w], 1).item(), w.grad.norm().item().toFixed(4)); // 5 1.0000
 */
export function clipGradNorm(
  params: Tensor | Iterable<Tensor>,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): Tensor {
  signatures.clipGradNorm.check(arguments);
  const { normType = 2 } = options;
  if (!(maxNorm >= 0)) {
    throw new ValueError(`clipGradNorm: maxNorm must be zero or more, got ${maxNorm}`);
  }
  if (!(normType > 0)) {
    throw new ValueError(`clipGradNorm: normType must be positive, got ${normType}`);
  }
  const parameters = withGradients('clipGradNorm', params);
  return noGrad(() => {
    const gradients = parameters.flatMap((parameter) => parameter.ownGrad() ?? []);
    const norm = totalNorm(gradients, normType);
    const factor = minimum(norm.add(tiny).reciprocal().mul(maxNorm), 1);
    for (const parameter of parameters) {
      parameter.grad = parameter.ownGrad()?.mul(factor.to(parameter.dtype)) ?? null;
    }
    return norm.keep();
  });
}

/**
 * Limits every element of every gradient to `[-clipValue, clipValue]`.
 *
 * Formula: `min(max(g, -clipValue), clipValue)`.
 *
 * @throws ValueError for a negative or NaN `clipValue`.
 * @example
 * const w = tensor([3, -4], { requiresGrad: true });
 * w.square().sum().backward();
 * optim.clipGradValue([w], 1);
 * console.log(w.grad.toArray()); // [ 1, -1 ]
 */
export function clipGradValue(params: Tensor | Iterable<Tensor>, clipValue: number): void {
  signatures.clipGradValue.check(arguments);
  if (!(clipValue >= 0)) {
    throw new ValueError(`clipGradValue: clipValue must be zero or more, got ${clipValue}`);
  }
  noGrad(() => {
    for (const parameter of withGradients('clipGradValue', params)) {
      parameter.grad = parameter.ownGrad()?.clamp(-clipValue, clipValue) ?? null;
    }
  });
}
