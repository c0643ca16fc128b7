/** Gradients as functions: without touching `grad`, and differentiable again. */

import { GradientError, ShapeError } from '../errors.js';
import { backprop } from '../gradient/backprop.js';
import { expandTo, full } from '../graph/builders/index.js';
import { refuseForeign } from '../graph/copy.js';
import { withGradMode } from '../graph/grad-mode.js';
import type { Node } from '../graph/node.js';
import { sameShape, show } from '../graph/shape.js';
import { at, type MappedTuple, mapTuple } from '../list.js';
import { holdValue } from '../runtime/values/held.js';
import * as signatures from '../signatures/autodiff.js';
import { boundDepth } from '../tensor/handle/bound-depth.js';
import type { Tensors } from '../tensor/handle/custom-op.js';
import { Tensor } from '../tensor/handle/tensor.js';
import { asLeaves } from './leaves.js';

/**
 * Runs `fn` without recording gradients, and returns what it returns: what is computed inside
 * requires none. Not for a function that waits: after its first `await` gradients are recorded
 * again. Source: https://pytorch.org/docs/stable/generated/torch.no_grad.html
 * @example
 * const x = tensor([1], { requiresGrad: true });
 * console.log(noGrad(() => x.mul(2).requiresGrad)); // false
 */
export function noGrad<T>(fn: () => T): T {
  signatures.noGrad.check(arguments);
  const result = withGradMode(false, fn);
  holdResult(result);
  return result;
}

/** What comes out of `noGrad`, alone or in arrays and plain objects, is made to be kept. */
function holdResult(result: unknown): void {
  if (result instanceof Tensor) holdValue(result.node);
  else if (Array.isArray(result)) for (const item of result) holdResult(item);
  else if (isPlainObject(result)) for (const item of Object.values(result)) holdResult(item);
}

function isPlainObject(x: unknown): x is object {
  return typeof x === 'object' && x !== null && Object.getPrototypeOf(x) === Object.prototype;
}

/**
 * Runs `fn` with gradients recorded, inside a `noGrad` too, and returns what it returns.
 * Source: https://pytorch.org/docs/stable/generated/torch.enable_grad.html
 * @example
 * const x = tensor([1], { requiresGrad: true });
 * console.log(noGrad(() => enableGrad(() => x.mul(2).requiresGrad))); // true
 */
export function enableGrad<T>(fn: () => T): T {
  signatures.enableGrad.check(arguments);
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
export function gradients<const T extends readonly Tensor[]>(
  op: string,
  output: Tensor,
  inputs: T,
  gradient: Tensor | null,
): MappedTuple<T, Tensor | null> {
  for (const x of [output, gradient, ...inputs]) refuseForeign(op, x);
  for (const input of inputs) {
    if (!input.requiresGrad) {
      throw new GradientError(
        `${op}: an input of shape ${show(input.shape)} does not require a gradient. ` +
          'Create it with { requiresGrad: true }',
      );
    }
  }
  const seed = seedOf(op, output, gradient);
  const reached = new Map<Node, Node>();
  const keep = (node: Node, total: Node): void => void reached.set(node, total);
  backprop([output.node], [seed.node], keep, boundDepth);
  return mapTuple(inputs, (input) => {
    const node = reached.get(input.node);
    return node === undefined ? null : new Tensor(node);
  });
}

/** One gradient per input, zeros where the output does not depend on it. */
function allGradients<const T extends readonly Tensor[]>(
  op: string,
  output: Tensor,
  inputs: T,
  gradient: Tensor | null,
): Tensors<T> {
  const found: readonly (Tensor | null)[] = gradients(op, output, inputs, gradient);
  return mapTuple(inputs, (input, i) => found[i] ?? zerosOf(input));
}

function zerosOf({ shape, dtype }: Tensor): Tensor {
  return new Tensor(full(shape, 0, dtype));
}

/** Options of `grad`. */
export interface GradOptions {
  /** Whether the results can be differentiated again, true by default: it costs nothing here. */
  readonly createGraph?: boolean;
  /** Nothing to do: graphs are always kept. */
  readonly retainGraph?: boolean | null;
  /**
   * What is given for an input that the output does not depend on: null if true, an error if false;
   * zeros if it is left out.
   */
  readonly allowUnused?: boolean;
}

/** `GradOptions` with null for inputs that the output does not depend on. */
export interface GradUnusedOptions extends GradOptions {
  readonly allowUnused: true;
}

/**
 * Gradients of `output` with respect to the inputs, each of its input's shape and dtype; a list for
 * a list. Nothing is added to `grad`, and the results can be differentiated again. An input that
 * the output does not depend on gets zeros. Source:
 * https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 *
 * @param gradient gradient with respect to the output, of its shape; may be left out when it has
 *   one element, and is then 1.
 * @throws GradientError for an input that does not require a gradient, or an output of several
 *   elements without a gradient, or with `allowUnused: false` for an input that it does not depend
 *   on; ShapeError for a gradient of another shape.
 * @example
 * const x = tensor([1, 2], { requiresGrad: true });
 * console.log(grad(x.square().sum(), x).toArray()); // [ 2, 4 ]
 * const unused = tensor(1, { requiresGrad: true });
 * console.log(grad(x.sum(), [unused], null, { allowUnused: true })); // [ null ]
 */
export function grad(
  output: Tensor,
  inputs: Tensor,
  gradient: Tensor | null | undefined,
  options: GradUnusedOptions,
): Tensor | null;
/** Gradients of `output` with respect to a list of inputs, one for each, or null. */
export function grad<const T extends readonly Tensor[]>(
  output: Tensor,
  inputs: T,
  gradient: Tensor | null | undefined,
  options: GradUnusedOptions,
): MappedTuple<T, Tensor | null>;
/** The gradient of `output` with respect to one input. */
export function grad(
  output: Tensor,
  inputs: Tensor,
  gradient?: Tensor | null,
  options?: GradOptions,
): Tensor;
/** Gradients of `output` with respect to a list of inputs, one for each. */
export function grad<const T extends readonly Tensor[]>(
  output: Tensor,
  inputs: T,
  gradient?: Tensor | null,
  options?: GradOptions,
): Tensors<T>;
export function grad(
  output: Tensor,
  inputs: Tensor | readonly Tensor[],
  gradient: Tensor | null = null,
  options: GradOptions = {},
): Tensor | null | (Tensor | null)[] {
  signatures.grad.check(arguments);
  refuseForeign('grad', inputs);
  const list = inputs instanceof Tensor ? [inputs] : inputs;
  const { createGraph = true } = options;
  const results = gradients('grad', output, list, gradient).map((found, i) => {
    const result = found ?? ofUnused(at(list, i), options);
    return createGraph ? result : (result?.detach() ?? null);
  });
  return inputs instanceof Tensor ? at(results, 0) : results;
}

/** What `grad` gives for an input that the output does not depend on. */
function ofUnused(input: Tensor, { allowUnused }: GradOptions): Tensor | null {
  if (allowUnused === undefined) return zerosOf(input);
  if (allowUnused) return null;
  throw new GradientError(
    `grad: the output does not depend on an input of shape ${show(input.shape)}. Leave ` +
      'allowUnused out for zeros, or use { allowUnused: true } for null',
  );
}

/**
 * Turns a function of tensors with a one-element result into one that returns its value,
 * and its gradients with respect to all arguments: one for each, of its shape and dtype. Nothing is
 * added to `grad`, and the results can be differentiated again.
 * @throws GradientError when called, if the result has several elements; DTypeError for an argument
 *   that is no float.
 * @example
 * const [value, [slope]] = valueAndGrad((x) => x.square().sum())(tensor([1, 2]));
 * console.log(value.item(), slope.toArray()); // 5 [ 2, 4 ]
 */
export function valueAndGrad<Args extends readonly Tensor[]>(
  fn: (...args: Args) => Tensor,
): (...args: Args) => [value: Tensor, gradients: Tensors<Args>] {
  signatures.valueAndGrad.check(arguments);
  return (...args) => {
    const leaves = asLeaves(args);
    const value = enableGrad(() => fn(...leaves));
    return [value, allGradients('valueAndGrad', value, leaves, null)];
  };
}
