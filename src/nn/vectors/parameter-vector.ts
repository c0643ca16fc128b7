/** Parameters as one vector, and back. */

import { ShapeError, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { cat, type Tensor } from '../../tensor/index.js';

/**
 * The elements of all parameters, one after another: `[n]`. Gradients flow through it. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.parameters_to_vector.html
 * @throws ValueError where there are none; DTypeError for several dtypes.
 * @example
 * const layer = new nn.Linear(3, 2);
 * console.log(nn.utils.parametersToVector(layer.parameters()).shape); // [ 8 ]
 */
export function parametersToVector(parameters: Iterable<Tensor>): Tensor {
  signatures.parametersToVector.check(arguments);
  const list = [...parameters];
  if (list.length === 0) throw new ValueError('parametersToVector: there are no parameters');
  for (const parameter of list) refuseForeign('parametersToVector', parameter);
  return cat(list.map((parameter) => parameter.flatten()));
}

/**
 * Gives parameters the elements of a vector `[n]`, in the order of `parametersToVector`. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.vector_to_parameters.html
 * @throws ShapeError for a vector with more or fewer elements than the parameters have.
 * @example
 * const layer = new nn.Linear(2, 1);
 * nn.utils.vectorToParameters(tensor([1, 2, 3]), layer.parameters());
 * console.log(layer.weight.toArray(), layer.bias.toArray()); // [ [ 1, 2 ] ] [ 3 ]
 */
export function vectorToParameters(vector: Tensor, parameters: Iterable<Tensor>): void {
  signatures.vectorToParameters.check(arguments);
  refuseForeign('vectorToParameters', vector);
  const list = [...parameters];
  const total = list.reduce((sum, parameter) => sum + parameter.numel, 0);
  if (vector.ndim !== 1 || vector.numel !== total) {
    throw new ShapeError(
      `vectorToParameters: the vector must have shape [${total}], one element for each of the ` +
        `parameters, got ${show(vector.shape)}`,
    );
  }
  const values = vector.detach();
  let start = 0;
  for (const parameter of list) {
    const end = start + parameter.numel;
    const part = values.slice(0, start, end).reshape(parameter.shape);
    parameter.assign(part.to(parameter.dtype));
    start = end;
  }
}
