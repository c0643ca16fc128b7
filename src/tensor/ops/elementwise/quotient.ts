/** True division, which other operations are made of. */

import { div as divide } from '../../../graph/builders/index.js';
import { toFloat } from '../../../graph/dtype.js';
import { meetingDType, operandNode, type TensorLike } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

/** a / b of floats; int32 and bool become float32. `div` without a rounding mode. */
export function trueQuotient(a: TensorLike, b: TensorLike): Tensor {
  const dtype = toFloat(meetingDType('div', a, b));
  return new Tensor(divide(operandNode('div', a, dtype, b), operandNode('div', b, dtype, a)));
}
