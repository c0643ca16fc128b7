/**
 * Walks op cases of the PyTorch fixtures: makes the inputs, calls the op as data says, and judges
 * outputs and gradients. Where the op is looked up is the caller's business.
 */

import { type DType, grad, Tensor } from 'chainrule';
import {
  expectTensor,
  expectValues,
  load,
  loadLeaf,
  opTolerance,
  readFixture,
  type StoredNumber,
  type StoredTensor,
} from './fixture-tensor.js';

interface StoredInput extends StoredTensor {
  /** Methods that make the op's input from what is stored: [name, ...arguments]. */
  readonly views?: readonly (readonly [string, ...unknown[]])[];
  /** A float that nobody differentiates. */
  readonly constant?: boolean;
}

/** One call of an op, with PyTorch's outputs and gradients. */
export interface OpCase {
  readonly op: string;
  readonly kind: string;
  readonly inputs: readonly StoredInput[];
  /** `"$0"` stands for input 0, null for an argument left out. */
  readonly args: readonly unknown[];
  readonly outputs: readonly StoredTensor[];
  /** For each output, what its gradient is; null where no gradient flows. */
  readonly cotangents?: readonly (readonly StoredNumber[] | null)[];
  /** For each input, the gradient of sum(output * cotangent). */
  readonly gradients?: readonly (readonly StoredNumber[] | null)[];
  /** Cotangents of the gradients, and the gradients that they give. */
  readonly turns?: readonly (readonly StoredNumber[] | null)[];
  readonly seconds?: readonly (readonly StoredNumber[] | null)[];
}

/** The dtype that the float64 tensors of a case take. */
export type FloatType = 'float32' | 'float64';

/** An op found by name. */
export type Op = (...args: unknown[]) => unknown;

/** The op cases of one fixture file. */
export function readCases(name: string): readonly OpCase[] {
  return readFixture<OpCase>(name);
}

/** A case runs in float64, and in float32 too unless it is about the meeting of the two. */
export function floatTypes(row: OpCase): readonly FloatType[] {
  const dtypes: readonly DType[] = row.inputs.map((input) => input.dtype);
  if (!dtypes.includes('float64') || dtypes.includes('float32')) return ['float64'];
  return ['float64', 'float32'];
}

/** The method of that name. */
export function method(on: Tensor, name: string): Op | null {
  const found: unknown = Reflect.get(on, name);
  if (typeof found !== 'function') return null;
  return (...args) => Reflect.apply(found, on, args) as unknown;
}

/** The function of that name in a module. */
export function functionOf(module: object, name: string): Op | null {
  const found: unknown = Reflect.get(module, name);
  if (typeof found !== 'function') return null;
  return (...args) => Reflect.apply(found, undefined, args) as unknown;
}

function view(leaf: Tensor, views: StoredInput['views'] = []): Tensor {
  return views.reduce((x, [name, ...args]) => {
    const viewed = method(x, name)?.(...args);
    if (viewed instanceof Tensor) return viewed;
    throw new Error(`the fixture's view ${name} is not a method of Tensor`);
  }, leaf);
}

/** An argument of a stored call; null is one left out, "$0" stands for input 0. */
export function resolve(argument: unknown, inputs: readonly Tensor[]): unknown {
  if (argument === null) return undefined;
  if (typeof argument === 'string' && argument.startsWith('$')) {
    return inputs[Number(argument.slice(1))];
  }
  if (argument === 'Infinity' || argument === '-Infinity' || argument === 'NaN') {
    return Number(argument);
  }
  if (Array.isArray(argument)) return argument.map((item) => resolve(item, inputs));
  if (typeof argument === 'object') {
    return Object.fromEntries(
      Object.entries(argument).map(([key, item]) => [key, resolve(item, inputs)]),
    );
  }
  return argument;
}

/** All tensors of a result, in order, however nested. */
export function flattenTensors(result: unknown): Tensor[] {
  if (result instanceof Tensor) return [result];
  if (Array.isArray(result)) return result.flatMap(flattenTensors);
  throw new Error(`expected tensors, got ${typeof result}`);
}

/** The gradients of sum(output * cotangent) with respect to `leaves`. */
function gradientsOf(
  row: OpCase,
  outputs: readonly Tensor[],
  leaves: readonly Tensor[],
  float: FloatType,
): Tensor[] {
  const terms = (row.cotangents ?? []).flatMap((values, i) => {
    const [stored, output] = [row.outputs[i], outputs[i]];
    if (values === null || stored === undefined || output === undefined) return [];
    return [output.mul(load({ ...stored, values }, float)).sum()];
  });
  return grad(
    terms.reduce((total, term) => total.add(term)),
    [...leaves],
  );
}

/** Runs one case through `call` and throws at the first difference. */
export function check(row: OpCase, float: FloatType, call: (args: unknown[]) => unknown): void {
  const leaves = row.inputs.map((input) =>
    input.constant === true ? load(input, float) : loadLeaf(input, float),
  );
  const inputs = leaves.map((leaf, i) => view(leaf, row.inputs[i]?.views));
  const outputs = flattenTensors(call(row.args.map((argument) => resolve(argument, inputs))));
  if (outputs.length !== row.outputs.length) {
    throw new Error(`${row.op}: ${outputs.length} outputs, expected ${row.outputs.length}`);
  }
  row.outputs.forEach((expected, i) => {
    const output = outputs[i];
    if (output) expectTensor(`output ${i}`, output, expected, float, opTolerance);
  });
  if (row.gradients === undefined) return;
  const wanted = leaves.filter((leaf) => leaf.requiresGrad);
  const found = gradientsOf(row, outputs, wanted, float);
  row.gradients.forEach((expected, i) => {
    const leaf = leaves[i];
    if (leaf === undefined || expected === null) return;
    const gradient = found[wanted.indexOf(leaf)];
    if (gradient) expectDerivative(`gradient ${i}`, gradient, expected);
  });
  checkSeconds(row, found, leaves, wanted, float);
}

/** Where PyTorch's derivative is NaN, any number is as good. */
export function expectDerivative(
  what: string,
  actual: Tensor,
  expected: readonly StoredNumber[],
): void {
  const found = actual.toTypedArray();
  const wanted = expected.map((value, i) => (value === 'NaN' ? (found[i] ?? Number.NaN) : value));
  expectValues(what, actual, wanted as readonly StoredNumber[], opTolerance);
}

/** The gradients of sum(gradient * turn). */
function checkSeconds(
  row: OpCase,
  gradients: readonly Tensor[],
  leaves: readonly Tensor[],
  wanted: readonly Tensor[],
  float: FloatType,
): void {
  if (row.seconds === undefined || row.seconds.every((values) => values === null)) return;
  const terms = (row.turns ?? []).flatMap((values, i) => {
    const [leaf, stored] = [leaves[i], row.inputs[i]];
    const gradient = leaf === undefined ? undefined : gradients[wanted.indexOf(leaf)];
    if (values === null || stored === undefined || gradient === undefined) return [];
    return [gradient.mul(load({ ...stored, values }, float)).sum()];
  });
  const [first, ...others] = terms;
  if (first === undefined) return;
  const found = grad(
    others.reduce((total, term) => total.add(term), first),
    [...wanted],
  );
  row.seconds.forEach((values, i) => {
    const leaf = leaves[i];
    const second = leaf === undefined ? undefined : found[wanted.indexOf(leaf)];
    if (values && second) expectDerivative(`second gradient ${i}`, second, values);
  });
}
