/** Ops of the user's own, with a gradient of their own, like PyTorch's `autograd.Function`. */

import { GradientError, ShapeError } from '../../errors.js';
import { custom } from '../../graph/builders/index.js';
import { refuseForeign } from '../../graph/copy.js';
import { withGradMode } from '../../graph/grad-mode.js';
import { sameShape, show } from '../../graph/shape.js';
import { at, mapTuple } from '../../list.js';
import { internally } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/tensor.js';
import { Tensor } from './tensor.js';

/** A tensor for each element of the tuple or list `T`. */
export type Tensors<T extends readonly Tensor[]> = { -readonly [I in keyof T]: Tensor };

/** What an op of one's own is made of. */
export interface CustomOp<Args extends readonly Tensor[]> {
  /** For messages. Default `customOp`. */
  readonly name?: string;
  /** The value; no gradient is recorded inside. */
  readonly forward: (...inputs: Args) => Tensor;
  /**
   * One gradient, or null, for each input. Written with tensor operations it can be differentiated
   * again.
   */
  readonly backward: (
    gradient: Tensor,
    inputs: Tensors<Args>,
    output: Tensor,
  ) => readonly (Tensor | null)[];
}

/**
 * Makes a function of tensors out of its value and its gradient.
 *
 * @throws GradientError at `backward()` when it returns another number of gradients than inputs.
 * @throws ShapeError at `backward()` when a gradient has not the shape of its input.
 * @example
 * const cube = customOp({
 *   forward: (x) => x.pow(3),
 *   backward: (gradient, [x]) => [gradient.mul(x.square().mul(3))],
 * });
 * const x = tensor([2], { requiresGrad: true });
 * cube(x).sum().backward();
 * console.log(x.grad.toArray()); // [ 12 ]
 */
export function customOp<Args extends readonly Tensor[]>(
  op: CustomOp<Args>,
): (...inputs: Args) => Tensor {
  signatures.customOp.check(arguments);
  const { name = 'customOp', forward, backward } = op;
  return (...inputs) => {
    for (const input of inputs) refuseForeign(name, input);
    const output = withGradMode(false, () => internally(() => forward(...inputs)));
    const nodes = inputs.map((input) => input.node);
    const node = custom(name, output.node, nodes, (grad, inputNodes, outputNode) => {
      // Handles made while gradients are off would say that they require none.
      const [again, value] = withGradMode(true, () => [
        mapTuple(inputs, (_, i) => new Tensor(at(inputNodes, i))),
        new Tensor(outputNode),
      ]);
      const gradients = internally(() => backward(new Tensor(grad), again, value));
      checkGradients(name, gradients, inputs);
      return gradients.map((gradient) => gradient?.node ?? null);
    });
    return new Tensor(node);
  };
}

function checkGradients(
  name: string,
  gradients: readonly (Tensor | null)[],
  inputs: readonly Tensor[],
): void {
  if (!Array.isArray(gradients) || gradients.length !== inputs.length) {
    throw new GradientError(
      `${name}: backward must return a list of ${inputs.length} gradients (or nulls), one for ` +
        'each input',
    );
  }
  gradients.forEach((gradient: Tensor | null, i) => {
    const input = at(inputs, i);
    if (gradient === null) return;
    if (!sameShape(gradient.shape, input.shape) || gradient.dtype !== input.dtype) {
      throw new ShapeError(
        `${name}: backward returned a gradient of ${gradient.dtype} ${show(gradient.shape)} for ` +
          `input ${i}, which is ${input.dtype} ${show(input.shape)}`,
      );
    }
  });
}
