/** Parameters: the leaf tensors that a module owns and an optimiser changes. */

import { expectUses } from '../graph/node.js';
import * as signatures from '../signatures/nn.js';
import { type Nested, Tensor, tensor } from '../tensor/index.js';

/** Options of a `Parameter`. */
export interface ParameterOptions {
  /** Whether it is trained, true by default. */
  readonly requiresGrad?: boolean;
}

/**
 * A tensor that, as a property of a module, is listed by `parameters()`. A leaf with the values of
 * `data` at this moment, of any shape; numbers become float32.
 * @throws DTypeError for an int32 or bool tensor, unless `requiresGrad` is false.
 * @example
 * console.log(new nn.Parameter(zeros([2])).requiresGrad); // true
 */
export class Parameter extends Tensor {
  /** Of the type alone: a tensor that is no parameter cannot be the weight of a layer. */
  declare protected readonly isParameter: true;

  constructor(data: Tensor | Nested, options: ParameterOptions = {}) {
    signatures.Parameter.check(arguments);
    super((data instanceof Tensor ? data : tensor(data)).detach().node);
    this.requiresGrad = options.requiresGrad ?? true;
    expectUses(this.node);
  }
}
