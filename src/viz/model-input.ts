/**
 * What a model is run on when only its structure matters: tensors as given, or zeros of a shape.
 */

import { ValueError } from '../errors.js';
import { data } from '../graph/builders/index.js';
import { refuseForeign } from '../graph/copy.js';
import { allocate, type DType } from '../graph/dtype.js';
import { checkShape, numel } from '../graph/shape.js';
import { Tensor } from '../tensor/index.js';

/** A shape, a tensor, or one of them for each argument of `forward`. */
export type InputLike = readonly number[] | Tensor | readonly (readonly number[] | Tensor)[];

function isShape(x: unknown): x is readonly number[] {
  return Array.isArray(x) && x.every((size) => typeof size === 'number');
}

function isList(x: InputLike): x is readonly (readonly number[] | Tensor)[] {
  return Array.isArray(x) && !isShape(x);
}

/** One value everywhere with memory of its own: a constant would be simplified away. */
function filled(op: string, shape: readonly number[], value: number, dtype: DType): Tensor {
  checkShape(op, shape);
  return new Tensor(data(allocate(dtype, numel(shape)).fill(value), shape, dtype));
}

/**
 * The tensors to run a model on; shapes become float32 zeros.
 * @throws ValueError without input, and for what is neither a shape nor a tensor.
 */
export function makeInputs(op: string, input: InputLike | undefined): Tensor[] {
  if (input === undefined || (isShape(input) && input.length === 0)) {
    throw new ValueError(
      `${op}: a model needs an input to run on, its shape or a tensor: [1, 64], or ` +
        "zeros([1, 10], { dtype: 'int32' }) for indices",
    );
  }
  const list = isList(input) ? input : [input];
  return list.map((one) => {
    if (isShape(one)) return filled(op, one, 0, 'float32');
    if (one instanceof Tensor) {
      const { node } = one;
      return node.op === 'full' ? filled(op, one.shape, node.attrs.value, one.dtype) : one;
    }
    refuseForeign(op, one);
    throw new ValueError(`${op}: an input must be a shape or a tensor, got ${typeof one}`);
  });
}
