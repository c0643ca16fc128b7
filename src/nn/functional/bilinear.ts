/** Products of two inputs. Source: https://pytorch.org/docs/stable/nn.functional.html */

import { ShapeError } from '../../errors.js';
import { sameShape, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { checkParameter, checkSameDType } from './operand-checks.js';

/**
 * `y[o] = x1 W[o] x2 + bias[o]`: `[..., in1]`, `[..., in2]`, weight `[out, in1, in2]`, bias `[out]`
 * -> `[..., out]`.
 * @throws ShapeError for sizes that do not fit; DTypeError when the dtypes differ.
 * @example
 * const [a, b, weight] = [tensor([1, 2]), tensor([3, 4]), tensor([[[1, 0], [0, 1]]])];
 * console.log(nn.functional.bilinear(a, b, weight).toArray()); // [ 11 ]
 */
export function bilinear(
  x1: Tensor,
  x2: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
): Tensor {
  signatures.bilinear.check(arguments);
  const [out = 0, in1 = 0, in2 = 0] = weight.shape;
  const [batch, other] = [x1.shape.slice(0, -1), x2.shape.slice(0, -1)];
  const fits = x1.shape.at(-1) === in1 && x2.shape.at(-1) === in2 && sameShape(batch, other);
  if (weight.ndim !== 3 || !fits) {
    throw new ShapeError(
      'bilinear: expected [..., in1], [..., in2] and a weight [out, in1, in2], got ' +
        `${show(x1.shape)}, ${show(x2.shape)} and ${show(weight.shape)}`,
    );
  }
  checkSameDType('bilinear', x1, weight);
  checkSameDType('bilinear', x2, weight);
  checkParameter('bilinear', 'bias', bias, [out]);
  if (bias !== null) checkSameDType('bilinear', x1, bias, 'bias');
  const rows = x1.reshape([-1, in1]).matmul(weight.permute([1, 0, 2]).reshape([in1, out * in2]));
  const forms = rows.reshape([...batch, out, in2]);
  const product = forms.mul(x2.unsqueeze(-2)).sum(-1);
  return bias === null ? product : product.add(bias);
}
