/**
 * Whether what is assigned to `grad` is a gradient of the tensor: `step()` would broadcast another.
 */

import { DTypeError, ShapeError } from '../../errors.js';
import type { DType } from '../../graph/dtype.js';
import { numel, type Shape, sameShape, show } from '../../graph/shape.js';

/** What has to agree. */
interface Facts {
  readonly dtype: DType;
  readonly shape: Shape;
}

/**
 * @param gradient its facts, or the type of what is no tensor.
 * @throws DTypeError for what is no tensor, or has another dtype; ShapeError for another shape.
 */
export function checkGradient({ dtype, shape }: Facts, gradient: Facts | string): void {
  if (typeof gradient === 'string') {
    throw new DTypeError(
      `grad: a gradient is a tensor, got ${gradient}. To forget it, set null, or call zeroGrad()`,
    );
  }
  if (gradient.dtype !== dtype) {
    throw new DTypeError(
      `grad: the tensor is ${dtype}, the gradient ${gradient.dtype}. ` +
        `Convert it: gradient.to('${dtype}')`,
    );
  }
  if (sameShape(gradient.shape, shape)) return;
  const isReshaped = numel(gradient.shape) === numel(shape);
  throw new ShapeError(
    `grad: the tensor has shape ${show(shape)}, the gradient ${show(gradient.shape)}. ` +
      (isReshaped ? `Did you mean gradient.reshape(${show(shape)})?` : 'They must be equal.'),
  );
}
