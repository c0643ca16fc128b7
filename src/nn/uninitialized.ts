/** Tensors of modules that have no shape until the first input comes. */

import { alias } from '../graph/builders/index.js';
import { withGradMode } from '../graph/grad-mode.js';
import { tiesOf } from '../graph/node.js';
import type { Shape } from '../graph/shape.js';
import * as signatures from '../signatures/nn.js';
import { full, Tensor, zeros } from '../tensor/index.js';
import { Parameter } from './parameter.js';

/** Gives a leaf a shape and values, in its dtype; it stays the same tensor. */
function reshapeInPlace(tensor: Tensor, shape: Shape, value: number): void {
  const { requiresGrad, dtype } = tensor;
  tensor.grad = null;
  tiesOf(tensor.node).rebindCount += 1;
  tensor.node = withGradMode(false, () => alias(full(shape, value, { dtype }).node));
  tensor.requiresGrad = requiresGrad;
}

/**
 * A parameter without a shape yet, of shape [0], as lazy modules have them. An optimiser that has
 * it already goes on with it when it has its shape.
 * @example
 * console.log(new nn.UninitializedParameter().shape); // [ 0 ]
 */
export class UninitializedParameter extends Parameter {
  #hasShape = false;

  constructor() {
    super(zeros([0]));
  }

  /** Whether it has its shape by now. */
  get hasShape(): boolean {
    return this.#hasShape;
  }

  /** Gives it a shape, and the same value everywhere, 0 by default. */
  materialize(shape: Shape, value = 0): void {
    signatures.UninitializedParameter$materialize.check(arguments);
    reshapeInPlace(this, shape, value);
    this.#hasShape = true;
  }
}

/**
 * A buffer without a shape yet, of shape [0], as lazy modules have them.
 * @example
 * console.log(new nn.UninitializedBuffer().shape); // [ 0 ]
 */
export class UninitializedBuffer extends Tensor {
  #hasShape = false;

  constructor() {
    super(zeros([0]).node);
  }

  /** Whether it has its shape by now. */
  get hasShape(): boolean {
    return this.#hasShape;
  }

  /** Gives it a shape, and the same value everywhere, 0 by default. */
  materialize(shape: Shape, value = 0): void {
    signatures.UninitializedBuffer$materialize.check(arguments);
    reshapeInPlace(this, shape, value);
    this.#hasShape = true;
  }
}
