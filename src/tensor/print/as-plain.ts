/** What JavaScript itself makes of a tensor: its operators, and JSON. */

import { DTypeError } from '../../errors.js';
import type { DType } from '../../graph/dtype.js';
import type { Shape } from '../../graph/shape.js';

/** A tensor in JSON: the elements row by row; what JSON has no number for is a string. */
export interface TensorJSON {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: readonly (number | boolean | 'NaN' | 'Infinity' | '-Infinity')[];
}

/**
 * Refuses JavaScript's operators, which know numbers and strings alone.
 * @throws DTypeError always.
 */
export function refuseOperators(): never {
  throw new DTypeError(
    "JavaScript's operators do not work on tensors: write a.add(b) for a + b, a.mul(b) for a * b and " +
      'a.lt(b) for a < b, or put the formula into math`...`. x.item() is the number of a tensor with ' +
      'one element, String(x) its text',
  );
}

/** The tensor with these elements in JSON. */
export function toPlain(values: ArrayLike<number>, dtype: DType, shape: Shape): TensorJSON {
  const element = (value: number): TensorJSON['data'][number] => {
    if (dtype === 'bool') return value !== 0;
    if (Number.isFinite(value)) return value;
    if (Number.isNaN(value)) return 'NaN';
    return value > 0 ? 'Infinity' : '-Infinity';
  };
  return { dtype, shape, data: Array.from(values, element) };
}
