/**
 * How far two correct evaluations of a node may be apart: each op's own rounding, and what it makes
 * of the errors of its inputs. 0 means the same bits; Infinity that nothing can be said, as for the
 * sign of something that might be 0.
 */

import type { StorageArray } from '../../src/graph/dtype.js';
import type { Node } from '../../src/graph/node.js';
import type { OpName } from '../../src/graph/ops.js';
import { numel } from '../../src/graph/shape.js';

/** A value and the largest error of its elements. */
export interface Bounded {
  readonly node: Node;
  readonly value: StorageArray;
  readonly error: number;
}

interface Facts {
  readonly node: Node;
  readonly inputs: readonly Bounded[];
  /** Largest absolute value of the result, and of each input. */
  readonly size: number;
  readonly sizes: readonly number[];
  /** Errors of the inputs. */
  readonly errors: readonly number[];
  /** Twice the rounding of one operation, relative. */
  readonly unit: number;
}

/** Good functions are a few units in the last place off. */
const functionUnits = 8;

function largest(values: StorageArray): number {
  let size = 0;
  for (const x of values) if (Math.abs(x) > size && Math.abs(x) !== Infinity) size = Math.abs(x);
  return size;
}

function least(values: StorageArray, of: (x: number) => number): number {
  let low = Infinity;
  for (const x of values) low = Math.min(low, of(x));
  return low;
}

function first({ errors }: Facts): number {
  return errors[0] ?? 0;
}

/** Nothing is rounded and errors do not grow. */
function passed({ errors }: Facts): number {
  return Math.max(0, ...errors);
}

/** One operation that IEEE 754 rounds in one way: exact inputs give exact bits. */
function rounded(error: number, { unit, size }: Facts): number {
  return error === 0 ? 0 : error + unit * size;
}

/** A function with the given slope bound, off by a few units in the last place. */
function smooth(slope: (facts: Facts) => number) {
  return (facts: Facts): number => {
    const grown = first(facts) === 0 ? 0 : slope(facts) * first(facts);
    return grown + functionUnits * facts.unit * Math.max(facts.size, 1);
  };
}

/** 1 / the distance of the input's elements from a pole, kept away from by twice the error. */
function inverseDistance(of: (x: number) => number) {
  return ({ inputs, errors }: Facts): number => {
    const [input] = inputs;
    const [error = 0] = errors;
    const distance = input === undefined ? 0 : least(input.value, of);
    return distance > 2 * error ? 1 / (distance - error) : Infinity;
  };
}

/** A step function: exact unless an element is so near to a step that it may be on either side. */
function stepped(distance: (facts: Facts, i: number) => number) {
  return (facts: Facts): number => {
    const error = facts.errors.reduce((sum, x) => sum + x, 0);
    if (error === 0) return 0;
    const count = facts.inputs[0]?.value.length ?? 0;
    for (let i = 0; i < count; i++) {
      const d = distance(facts, i);
      // Equal in one evaluation is equal in all: it comes from the same computation.
      if (d !== 0 && !(d > error)) return Infinity;
    }
    return 0;
  };
}

const valueAt = ({ inputs }: Facts, k: number, i: number): number => inputs[k]?.value[i] ?? 0;
const compared = stepped((facts, i) => Math.abs(valueAt(facts, 0, i) - valueAt(facts, 1, i)));
const toInteger = stepped((facts, i) => {
  const x = valueAt(facts, 0, i);
  return Math.abs(x - Math.round(x));
});
const toHalf = stepped((facts, i) => {
  const x = valueAt(facts, 0, i) - 0.5;
  return Math.abs(x - Math.round(x));
});
const fromZero = stepped((facts, i) => Math.abs(valueAt(facts, 0, i)));

/** `count` products or terms of at most `size` added in any order. */
function added(facts: Facts, count: number, size: number, error: number): number {
  const isWhole = facts.inputs.every(({ value }) => value.every(Number.isInteger));
  if (error === 0 && (count <= 1 || (isWhole && count * size * facts.unit < 1))) return 0;
  return count * error + 4 * Math.sqrt(count) * facts.unit * count * size;
}

function sumOf(count: (node: Node) => number) {
  return (facts: Facts): number =>
    added(facts, count(facts.node), facts.sizes.at(-1) ?? 0, facts.errors.at(-1) ?? 0);
}

function power(facts: Facts): number {
  const { inputs, errors, unit, size, sizes } = facts;
  const own = 2 * functionUnits * unit * Math.max(size, 1);
  if (passed(facts) === 0) return own;
  const [base] = inputs;
  const [baseError = 0, exponentError = 0] = errors;
  const low = base === undefined ? 0 : least(base.value, (x) => x);
  if (low <= 2 * baseError) return Infinity;
  const logarithm = Math.max(Math.abs(Math.log(low)), Math.log(sizes[0] ?? 1));
  const slope = ((sizes[1] ?? 0) * baseError) / (low - baseError) + logarithm * exponentError;
  return own + 2 * size * slope;
}

function quotient(facts: Facts): number {
  const [a = 0, b = 0] = facts.errors;
  if (a + b === 0) return 0;
  const divisor = facts.inputs[1];
  const low = divisor === undefined ? 0 : least(divisor.value, Math.abs);
  return low > 2 * b ? rounded((a + facts.size * b) / (low - b), facts) : Infinity;
}

function root(facts: Facts): number {
  const [input] = facts.inputs;
  const error = first(facts);
  if (error === 0) return 0;
  const low = input === undefined ? 0 : least(input.value, (x) => x);
  return rounded(low > 2 * error ? error / Math.sqrt(low - error) : Math.sqrt(4 * error), facts);
}

const zero = (): number => 0;
const sumOfErrors = (facts: Facts): number =>
  rounded(
    facts.errors.reduce((sum, x) => sum + x, 0),
    facts,
  );

const bounds: { readonly [K in OpName]: (facts: Facts) => number } = {
  data: zero,
  full: zero,
  iota: zero,
  random: zero,
  neg: passed,
  abs: passed,
  sign: fromZero,
  floor: toInteger,
  round: toHalf,
  relu: passed,
  exp: smooth(({ size, errors }) => 2 * size * Math.exp(errors[0] ?? 0)),
  expm1: smooth(({ size, errors }) => 2 * (size + 1) * Math.exp(errors[0] ?? 0)),
  log: smooth(inverseDistance(Math.abs)),
  log1p: smooth(inverseDistance((x) => Math.abs(1 + x))),
  sqrt: root,
  sin: smooth(() => 1),
  cos: smooth(() => 1),
  tanh: smooth(() => 1),
  sigmoid: smooth(() => 0.25),
  erf: smooth(() => 2),
  cast: (facts) => {
    if (facts.node.dtype === 'bool') return fromZero(facts);
    return facts.node.dtype === 'int32' ? toInteger(facts) : rounded(first(facts), facts);
  },
  add: sumOfErrors,
  sub: sumOfErrors,
  mul: (facts) => {
    const [a = 0, b = 0] = facts.errors;
    const [left = 0, right = 0] = facts.sizes;
    return rounded(a * right + b * left + a * b, facts);
  },
  div: quotient,
  pow: power,
  maximum: passed,
  bitAnd: passed,
  minimum: passed,
  lt: compared,
  le: compared,
  eq: compared,
  ne: compared,
  where: passed,
  ensure: first,
  sum: sumOf((node) => numel((node.inputs[0] as Node).shape) / Math.max(1, numel(node.shape))),
  max: passed,
  reshape: passed,
  permute: passed,
  expand: passed,
  slice: passed,
  window: passed,
  alias: passed,
  custom: first,
  place: passed,
  gather: passed,
  scatterAdd: (facts) => {
    const { node } = facts;
    return node.op === 'scatterAdd'
      ? sumOf(() => node.inputs[0].shape[node.attrs.dim] ?? 1)(facts)
      : Infinity;
  },
  contract: (facts) => {
    const { node, sizes, errors } = facts;
    if (node.op !== 'contract') return Infinity;
    const { batch, m, k, aTransposed } = node.attrs;
    const count = numel(node.inputs[0].shape.slice(aTransposed ? batch : batch + m).slice(0, k));
    const [a = 0, b = 0] = errors;
    const [left = 0, right = 0] = sizes;
    return added(facts, count, left * right, a * right + b * left + a * b);
  },
  cumsum: sumOf((node) => node.shape.at(-1) ?? 1),
  cummax: (facts) => {
    const { node } = facts;
    const isPlace = node.op === 'cummax' && node.attrs.gives === 'places';
    return isPlace && first(facts) > 0 ? Infinity : passed(facts);
  },
  argsort: (facts) => (first(facts) === 0 ? 0 : Infinity),
};

/** The error of a node's value, given its inputs and the value. */
export function errorBound(node: Node, inputs: readonly Bounded[], value: StorageArray): number {
  const isExact = value instanceof Int32Array && inputs.every(({ error }) => error === 0);
  if (isExact) return 0;
  const error = bounds[node.op]({
    node,
    inputs,
    size: largest(value),
    sizes: inputs.map((input) => largest(input.value)),
    errors: inputs.map((input) => input.error),
    unit: node.dtype === 'float64' ? 2 ** -52 : 2 ** -23,
  });
  return Number.isNaN(error) ? Infinity : error;
}
