/** `ParameterList` and `ParameterDict`: parameters by number and by key. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/nn.js';
import { type DType, Tensor } from '../../tensor/index.js';
import { Module } from '../module.js';
import { missing } from '../module-members.js';
import { Parameter } from '../parameter.js';
import { entriesOf, type KeyedBy } from './entries.js';

/** As it is, or a parameter with the values of a tensor. @throws ValueError */
function asParameter(owner: string, value: unknown): Parameter {
  if (value instanceof Parameter) return value;
  if (value instanceof Tensor) return new Parameter(value);
  throw new ValueError(`${owner}: holds parameters and tensors, got ${typeof value}`);
}

/** PyTorch's classes of tensors, which stand in its text of a dict. */
const classes: { readonly [D in DType]: string } = {
  float32: 'FloatTensor',
  float64: 'DoubleTensor',
  int32: 'IntTensor',
  bool: 'BoolTensor',
};

/** `(a): Parameter containing: [torch.float32 of size 2x3]`, as PyTorch prints them. */
function line(key: string, type: string, { shape }: Tensor): string {
  return `  (${key}): Parameter containing: [torch.${type} of size ${shape.join('x')}]`;
}

/** What both share: parameters by name, and no forward. */
abstract class Parameters extends Module {
  /** Number of parameters. */
  get length(): number {
    return this.ownState.named.size;
  }

  /** The parameters in their order. */
  values(): Parameter[] {
    return [...this.ownState.named.values()].filter((value) => value instanceof Parameter);
  }

  override extraRepr(): string {
    const lines = this.values().map((value, i) => {
      const key = [...this.ownState.named.keys()][i] ?? '';
      return line(key, this.typeText(value), value);
    });
    return lines.join('\n');
  }

  /** What the type of a parameter is called. */
  protected typeText({ dtype }: Parameter): string {
    return dtype;
  }

  /** Always throws: use the parameters instead. @throws ValueError */
  forward(): never {
    throw new ValueError(`${this.constructor.name}: has no forward, use its parameters`);
  }
}

/**
 * A list of parameters, whose names are `0`, `1`; tensors become parameters.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.ParameterList.html
 *
 * @example
 * const weights = new nn.ParameterList([zeros([2, 3]), zeros([3])]);
 * console.log(Object.keys(weights.stateDict())); // [ '0', '1' ]
 */
export class ParameterList extends Parameters {
  /** @throws ValueError for an item that is no tensor. */
  constructor(items: Iterable<Tensor> = []) {
    signatures.ParameterList.check(arguments);
    super();
    for (const item of items) this.push(item);
  }

  /** The parameter at `index`, counted from the end if negative; undefined when there is none. */
  at(index: number): Parameter | undefined {
    signatures.ParameterList$at.check(arguments);
    return this.values().at(index);
  }

  /** Adds a parameter at the end. @throws ValueError for what is no tensor. */
  push(item: Tensor): this {
    signatures.ParameterList$push.check(arguments);
    this.register(String(this.length), asParameter('ParameterList', item));
    return this;
  }

  [Symbol.iterator](): Iterator<Parameter> {
    return this.values()[Symbol.iterator]();
  }
}

/**
 * Parameters by key; tensors become parameters.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.ParameterDict.html
 *
 * @example
 * const scales = new nn.ParameterDict({ left: ones([2]), right: ones([3]) });
 * console.log(scales.get('right').shape); // [ 3 ]
 */
export class ParameterDict extends Parameters {
  /** @throws ValueError for an item that is no tensor. */
  constructor(items: KeyedBy<Tensor> = {}) {
    signatures.ParameterDict.check(arguments);
    super();
    for (const [key, item] of entriesOf('ParameterDict', items)) this.set(key, item);
  }

  /** Whether there is a parameter of this key. */
  has(key: string): boolean {
    signatures.ParameterDict$has.check(arguments);
    return this.ownState.named.has(key);
  }

  /** The parameter of this key. @throws ValueError when there is none. */
  get(key: string): Parameter {
    signatures.ParameterDict$get.check(arguments);
    const found = this.ownState.named.get(key);
    if (found instanceof Parameter) return found;
    throw missing('ParameterDict.get', 'parameter', key, this.keys());
  }

  /** Puts a parameter under a key, in the place of one that has it. @throws ValueError */
  set(key: string, item: Tensor): this {
    signatures.ParameterDict$set.check(arguments);
    if (key === '' || key.includes('.')) {
      throw new ValueError(`ParameterDict.set: needs a key without dots, got '${key}'`);
    }
    this.register(key, asParameter('ParameterDict', item));
    return this;
  }

  protected override typeText({ dtype }: Parameter): string {
    return classes[dtype];
  }

  /** The keys in their order. */
  keys(): string[] {
    return [...this.ownState.named.keys()];
  }

  [Symbol.iterator](): Iterator<[key: string, parameter: Parameter]> {
    return this.keys()
      .map((key): [string, Parameter] => [key, this.get(key)])
      [Symbol.iterator]();
  }
}
