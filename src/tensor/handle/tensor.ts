/**
 * `Tensor`, the handle that a user holds on a node of the graph: its facts, its values, and its
 * gradient. The operations are functions of the files beside this one; `methods.ts` adds them here.
 */

import { DTypeError, GradientError, ShapeError, ValueError } from '../../errors.js';
import { backprop } from '../../gradient/backprop.js';
import { add, alias, expandTo, full } from '../../graph/builders/index.js';
import { copyKey, refuseForeign, thisCopy } from '../../graph/copy.js';
import { type DType, isFloat, type StorageArray } from '../../graph/dtype.js';
import { gradEnabled, withGradMode } from '../../graph/grad-mode.js';
import { checkHome, type GradientSink, makeTies, type Node, tiesOf } from '../../graph/node.js';
import type { Lineage } from '../../graph/ops.js';
import { numel, type Shape, sameShape, show } from '../../graph/shape.js';
import { checkThere } from '../../graph/stale.js';
import { at } from '../../list.js';
import {
  hostArray,
  hostArrayLater,
  realizeLater,
  realize as realizeNodes,
} from '../../runtime/realize/realize.js';
import { internally, noteGradient, noteHandle, noteSum } from '../../runtime/values/held.js';
import { activeRecorder } from '../../runtime/values/recorder.js';
import { newLineage } from '../../runtime/values/version.js';
import * as signatures from '../../signatures/tensor.js';
import { refuseOperators, type TensorJSON, toPlain } from '../print/as-plain.js';
import { print } from '../print/print.js';
import { tellBackward } from './after-backward.js';
import { assignedNode, mayBelongElsewhere, waitsInVain } from './assigned-node.js';
import { boundDepth } from './bound-depth.js';
import { checkGradient } from './check-gradient.js';
import { noteGradientRead } from './gradient-read.js';
import { called, labelOf, setLabel } from './label.js';
import { type Nested, nest } from './nested.js';

/** What `backward` takes besides the gradient. */
export interface BackwardOptions {
  /** Whether the gradients can themselves be differentiated. Default false. */
  readonly createGraph?: boolean;
}

/**
 * A tensor: a handle on an expression whose value is computed when it is first read.
 * Values never change; a leaf can be pointed at a new value by `assign`.
 * @example
 * const x = tensor([[1, 2], [3, 4]]);
 * console.log(x.shape, x.dtype, x.sum().item()); // [ 2, 2 ] float32 10
 */
export class Tensor implements GradientSink {
  /** The node of the graph that this handle points at. */
  node: Node;
  #grad: Tensor | null = null;
  #lineage: Lineage | null = null;
  #shape: Shape | null = null;

  constructor(node: Node) {
    if (typeof node?.op !== 'string') {
      throw new ValueError(
        'Tensor: tensors are made by tensor([1, 2, 3]), zeros(shape) and the like',
      );
    }
    if (node.value !== null) checkHome('Tensor', node.value);
    boundDepth(node);
    // What gives back its operand (x.mul(1)) must not pass for the leaf, nor slip through noGrad.
    const isForeign = node.isLeaf || (node.requiresGrad && !gradEnabled());
    this.node = isForeign ? alias(node) : node;
    if (!this.node.requiresGrad && this.node.value === null) {
      if (noteHandle(this.node)) realizeNodes([]);
    }
  }

  /** Sizes, outermost first, frozen; `[]` for a 0-d tensor, which has one element. */
  get shape(): Shape {
    // Freezing takes as long as an operation of a small graph: only what somebody looks at.
    const { shape } = this.node;
    if (shape !== this.#shape) this.#shape = Object.freeze(shape);
    return shape;
  }

  /** Type of the elements: `'float32'`, `'float64'`, `'int32'` or `'bool'`. */
  get dtype(): DType {
    return this.node.dtype;
  }

  /** Number of dims. */
  get ndim(): number {
    return this.node.shape.length;
  }

  /** Number of elements: a property, unlike PyTorch's method. */
  get numel(): number {
    return numel(this.node.shape);
  }

  /**
   * What messages call this tensor, `''` unless somebody has said. A module that lists its
   * parameters and buffers labels them (`0.weight`); a leaf of your own can be given any label.
   */
  get label(): string {
    return labelOf(this);
  }

  set label(label: string) {
    setLabel(this, label);
    // For those who meet the node alone: pictures and explanations.
    setLabel(this.node, label);
  }

  /**
   * Sum of the gradients of all `backward()` calls since the last `zeroGrad()`; null when none.
   * @throws ShapeError, DTypeError when it is set to what is no tensor of this shape and dtype.
   */
  get grad(): Tensor | null {
    if (this.#grad !== null && this.#grad.node.value === null) noteGradient(this.#grad.apart());
    return this.ownGrad();
  }

  /** `grad`, for updates that use it up: what a user reads is computed with the next program. */
  ownGrad(): Tensor | null {
    if (activeRecorder() !== null) noteGradientRead(this, () => this.#grad);
    return this.#grad;
  }

  /** The node of this tensor, which nothing but a user's own expressions is computed from. */
  apart(): Node {
    const { node } = this;
    if (node.op !== 'alias' && !node.requiresGrad) {
      this.node = withGradMode(false, () => alias(node));
      const group = node.ties?.group ?? null;
      if (group !== null) tiesOf(this.node).group = group;
    }
    return this.node;
  }

  set grad(gradient: Tensor | null) {
    if (gradient !== null) {
      checkGradient(this.node, gradient instanceof Tensor ? gradient.node : typeof gradient);
    }
    activeRecorder()?.gradients.add(this);
    this.#grad = gradient;
  }

  /** Whether a gradient flows to this tensor. Setting it to true makes the tensor a leaf. */
  get requiresGrad(): boolean {
    return this.node.requiresGrad;
  }

  set requiresGrad(wanted: boolean) {
    if (wanted === this.node.requiresGrad) return;
    if (wanted && !isFloat(this.dtype)) {
      throw new DTypeError(
        `requiresGrad: only float32 and float64 tensors take gradients, this one is ${this.dtype}. ` +
          `Convert it first: x.to('float32')`,
      );
    }
    if (!wanted && !this.isLeaf) {
      throw new GradientError(
        'requiresGrad: only a leaf can stop requiring a gradient. Use x.detach()',
      );
    }
    this.#becomeLeaf(
      withGradMode(false, () => alias(this.node)),
      wanted,
    );
  }

  /** Whether this tensor was made by the user rather than computed from tensors with gradients. */
  get isLeaf(): boolean {
    return this.node.isLeaf || !this.node.requiresGrad;
  }

  #becomeLeaf(node: Node, requiresGrad: boolean): void {
    node.isLeaf = true;
    node.requiresGrad = requiresGrad;
    node.ties = makeTies(requiresGrad ? this : null, this.#lineage);
    node.isMortal = this.#lineage !== null;
    tiesOf(this.node).rebindCount += 1;
    this.node = node;
  }

  /** Adds to `grad`; called by `backward`. */
  receive(gradient: Node): void {
    const before = this.ownGrad()?.node ?? null;
    // A sum that goes on over updates is computed before the leaves that it needs are gone.
    const isSum = before !== null && before.value === null;
    // So is the first gradient of a leaf with versions, which may be read later than its step.
    if (isSum || this.#lineage !== null) noteSum(this, isSum);
    this.grad = new Tensor(before === null ? gradient : add(before, gradient));
  }

  /**
   * Keeps the gradient of a tensor that is not a leaf, too. Returns the tensor.
   * @throws GradientError when the tensor does not require a gradient.
   */
  retainGrad(): this {
    if (!this.requiresGrad) {
      throw new GradientError(
        'retainGrad: this tensor does not require a gradient. Create what it is computed from ' +
          'with { requiresGrad: true }',
      );
    }
    tiesOf(this.node).sink = this;
    return this;
  }

  /**
   * Adds the gradient of this tensor to the `grad` of every leaf that it was computed from.
   * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html
   *
   * @param gradient gradient with respect to this tensor, of its shape; may be left out for a
   *   tensor of one element, and is then 1.
   * @throws GradientError when nothing that it was computed from requires a gradient.
   */
  backward(gradient: Tensor | null = null, options: BackwardOptions = {}): void {
    const { node } = this;
    if (!node.requiresGrad) {
      throw new GradientError(
        'backward: this tensor was computed from nothing that requires a gradient. Create the ' +
          'inputs with { requiresGrad: true }; to differentiate a gradient, use grad(), or ' +
          'backward(null, { createGraph: true })',
      );
    }
    const seed = this.#seed(gradient);
    const sinks: GradientSink[] = [];
    withGradMode(options.createGraph === true, () => {
      const members: Node[] = [node];
      const keep = (leaf: Node, total: Node): void => {
        const { ties } = leaf;
        if (ties === null || ties.sink === null) return;
        checkThere(leaf, 'backward');
        sinks.push(ties.sink);
        members.push(total);
      };
      backprop([node], [seed], keep, boundDepth);
      internally(() => {
        for (let i = 0; i < sinks.length; i++) {
          const sink = at(sinks, i);
          sink.receive(at(members, i + 1));
          if (sink instanceof Tensor && sink.#grad !== null) members[i + 1] = sink.#grad.node;
        }
      });
      const group = { members };
      for (const member of members) tiesOf(member).group = group;
    });
    realizeLater(node);
    tellBackward(sinks);
  }

  #seed(gradient: Tensor | null): Node {
    const { node } = this;
    if (gradient !== null) {
      refuseForeign('backward', gradient);
      if (!sameShape(gradient.shape, node.shape)) {
        throw new ShapeError(
          `backward: the gradient has shape ${show(gradient.shape)}, ` +
            `the tensor ${show(node.shape)}`,
        );
      }
      return gradient.node;
    }
    if (this.numel !== 1) {
      throw new GradientError(
        `backward: a tensor of shape ${show(node.shape)} needs a gradient of that shape; ` +
          'reduce it to one number first (x.sum() or x.mean()) or pass one',
      );
    }
    return expandTo(full([], 1, node.dtype), node.shape);
  }

  /** Forgets the gradient. */
  zeroGrad(): void {
    this.grad = null;
  }

  /**
   * Points this leaf at a new value, given as an expression that may use the old one. Nothing is
   * computed yet, older expressions keep meaning the older value, and no gradient flows through.
   * Values that were computed from older versions stay; of graphs that require gradients those of
   * the last two versions do, see `StaleTensorError`. Returns the tensor.
   *
   * @throws ShapeError, DTypeError, ValueError when the new value is not of this shape and dtype.
   * @throws GradientError when this tensor was computed from tensors that require a gradient.
   */
  assign(value: Tensor | number): this {
    const before = this.node;
    if (!this.isLeaf) {
      throw new GradientError(
        'assign: only a leaf can be assigned, this tensor was computed from others. ' +
          'Assign to those, or make a leaf of it: x.detach()',
      );
    }
    if (this.#lineage !== null && waitsInVain(before)) realizeNodes([], 'assign');
    const next = assignedNode(before, value instanceof Tensor ? value.node : value);
    this.#lineage ??= newLineage(this, () => called(this, 'a leaf'));
    activeRecorder()?.noteAssignment(this.#lineage, before);
    const node = alias(next);
    this.#becomeLeaf(node, before.requiresGrad);
    if (mayBelongElsewhere(next, before)) tiesOf(node).isHeld = true;
    realizeLater(node, this, before);
    boundDepth(node);
    return this;
  }

  /**
   * Computes this value with the next program that runs. A tensor that requires a gradient can then
   * be read whenever; others can anyway. Returns the tensor.
   */
  keep(): this {
    if (this.node.value === null) realizeLater(this.node);
    return this;
  }

  /**
   * The values as a flat, row-major typed array of their own: a copy, of the kind that the dtype
   * says (Uint8Array for a bool).
   * @throws StaleTensorError when the tensor requires a gradient and a leaf that it was computed
   *   from has been updated twice; IndexError when an index met on the way is out of range;
   *   ValueError for a number that an op does not take.
   */
  toTypedArray(): Float32Array | Float64Array | Int32Array | Uint8Array {
    const values = this.#read('toTypedArray');
    return this.dtype === 'bool' ? Uint8Array.from(values) : values.slice();
  }

  /**
   * The values as nested arrays; a number (or boolean) for a 0-d tensor. Who knows the rank says
   * so: `x.toArray<number[][]>()`. @throws as `toTypedArray`.
   */
  toArray<Values extends Nested = Nested>(): Values {
    return nest(this.#read('toArray'), this.shape, this.dtype === 'bool');
  }

  /**
   * The value of a tensor of one element, whatever its number of dims; a bool gives 0 or 1.
   * @throws ValueError when it has more elements, or none; else as `toTypedArray`.
   */
  item(): number {
    const value = this.numel === 1 ? this.#read('item')[0] : undefined;
    if (value === undefined) {
      throw new ValueError(
        `item: the tensor has ${this.numel} elements (shape ${show(this.shape)}), not one. ` +
          'Use toArray(), or reduce it first',
      );
    }
    return value;
  }

  /** Like `toTypedArray`, and works on devices that can only be read asynchronously. */
  async read(): Promise<Float32Array | Float64Array | Int32Array | Uint8Array> {
    this.#realize('read');
    const values = await hostArrayLater(this.node, 'read');
    return this.dtype === 'bool' ? Uint8Array.from(values) : values.slice();
  }

  #read(call: string): StorageArray {
    this.#realize(call);
    return hostArray(this.node, call);
  }

  #realize(call: string): void {
    if (this.node.value !== null) return;
    realizeNodes([this.node, ...(this.node.ties?.group?.members ?? [])], call);
  }

  /**
   * The values as PyTorch prints them: `tensor([[1., 2.], [3., 4.]])`, in lines of 80 characters;
   * of more than 1000 elements three at each end of each dim. Node's console shows it, too.
   */
  toString(): string {
    return print(this.#read('toString'), this.shape, this.dtype, this.requiresGrad);
  }

  /** What `JSON.stringify` writes: dtype, shape and elements. @throws as `toTypedArray`. */
  toJSON(): TensorJSON {
    return toPlain(this.#read('toJSON'), this.dtype, this.shape);
  }

  /** Its text in a template; `a + b`, `a * 2` and `a < b` are errors, which say what to write. */
  [Symbol.toPrimitive](hint: string): string {
    return hint === 'string' ? this.toString() : refuseOperators();
  }

  static {
    // What Node's console prints.
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(Tensor.prototype, inspect, { value: Tensor.prototype.toString });
    Object.defineProperty(Tensor.prototype, copyKey, { value: thisCopy });
  }
}

/**
 * Computes these tensors, and whatever waits to be computed, in one program.
 * Reading a tensor does the same: call it to say when the time is spent, or to compute tensors
 * together that are read one by one.
 * @throws IndexError when an index met on the way is out of range; StaleTensorError when a leaf
 *   that a tensor was computed from has moved on.
 * @example
 * const [a, b] = [tensor([1]).add(1), tensor([2]).mul(3)];
 * realize([a, b]);
 * console.log(a.item(), b.item()); // 2 6
 */
export function realize(tensors: Iterable<Tensor>): void {
  signatures.realize.check(arguments);
  const nodes: Node[] = [];
  for (const tensor of tensors) {
    refuseForeign('realize', tensor);
    nodes.push(tensor.node);
  }
  realizeNodes(nodes);
}
