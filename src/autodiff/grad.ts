/** Gradients as functions: without touching `grad`, and differentiable again. */

import { GradientError, ShapeError } from '../errors.js';
import { backprop } from '../gradient/backprop.js';
import { expandTo, full } from '../graph/build/index.js';
import { withGradMode } from '../graph/grad-mode.js';
import { sameShape, show } from '../graph/shape.js';
import { boundDepth, Tensor } from '../tensor/tensor.js';

/** Runs `fn` without recording gradients; what it returns requires none. */
export function noGrad<T>(fn: () => T): T {
  return withGradMode(false, fn);
}

/** Runs `fn` with gradients recorded, inside a `noGrad` too. */
export function enableGrad<T>(fn: () => T): T {
  return withGradMode(true, fn);
}

function seedOf(op: string, output: Tensor, gradient: Tensor | null): Tensor {
  if (gradient !== null) {
    if (sameShape(gradient.shape, output.shape)) return gradient;
    throw new ShapeError(
      `${op}: the gradient has shape ${show(gradient.shape)}, the output ${show(output.shape)}`,
    );
  }
  if (output.numel !== 1) {
    throw new GradientError(
      `${op}: an output of shape ${show(output.shape)} needs a gradient of that shape; ` +
        'reduce it to one number first, or pass one',
    );
  }
  return new Tensor(expandTo(full([], 1, output.dtype), output.shape));
}

/** One gradient per input, null where the output does not depend on it. */
export function gradients(
  op: string,
  output: Tensor,
  inputs: readonly Tensor[],
  gradient: Tensor | null,
): (Tensor | null)[] {
  for (const input of inputs) {
    if (!input.requiresGrad) {
      throw new GradientError(
        `${op}: an input of shape ${show(input.shape)} does not require a gradient. ` +
          'Create it with { requiresGrad: true }',
      );
    }
  }
  const seed = seedOf(op, output, gradient);
  const reached = backprop([output.node], [seed.node], boundDepth);
  return inputs.map((input) => {
    const node = reached.get(input.node);
    return node === undefined ? null : new Tensor(node);
  });
}

/**
 * Gradients of `output` with respect to the inputs; a list for a list. Nothing is added to `grad`,
 * and the results can be differentiated again. An input that the output does not depend on gets
 * zeros.
 * Source: https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 *
 * @param gradient gradient with respect to the output; may be left out when it has one element.
 */
export function grad(output: Tensor, inputs: Tensor, gradient?: Tensor | null): Tensor;
export function grad(output: Tensor, inputs: readonly Tensor[], gradient?: Tensor | null): Tensor[];
export function grad(
  output: Tensor,
  inputs: Tensor | readonly Tensor[],
  gradient: Tensor | null = null,
): Tensor | Tensor[] {
  const list = inputs instanceof Tensor ? [inputs] : inputs;
  const found = gradients('grad', output, list, gradient);
  const filled = found.map((g, i) => g ?? zeroOf(list[i] as Tensor));
  return inputs instanceof Tensor ? (filled[0] as Tensor) : filled;
}

/** The gradient of something that does not depend on `x`. */
export function zeroOf(x: Tensor): Tensor {
  return new Tensor(full(x.shape, 0, x.dtype));
}

/** New leaves with the values of `inputs`, so that a function can be differentiated at them. */
export function asLeaves(inputs: readonly Tensor[]): Tensor[] {
  return inputs.map((input) => {
    const leaf = input.requiresGrad ? input : input.detach();
    if (!leaf.requiresGrad) leaf.requiresGrad = true;
    return leaf;
  });
}

/**
 * Turns a function of tensors with a one-element result into one that returns its value and its
 * gradients with respect to all arguments.
 */
export function valueAndGrad<Args extends readonly Tensor[]>(
  fn: (...args: Args) => Tensor,
): (...args: Args) => [value: Tensor, gradients: Tensor[]] {
  return (...args) => {
    const leaves = asLeaves(args);
    const value = enableGrad(() => fn(...(leaves as unknown as Args)));
    const found = gradients('valueAndGrad', value, leaves, null);
    return [value, found.map((g, i) => g ?? zeroOf(args[i] as Tensor))];
  };
}
