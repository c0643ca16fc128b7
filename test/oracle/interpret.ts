/**
 * The plain meaning of every primitive, one element at a time, in JavaScript: what the compiled
 * kernels are tested against. Slow, and obviously right.
 */

import { IndexError, internal, ValueError } from '../../src/errors.js';
import { allocate, isFloat, type StorageArray } from '../../src/graph/dtype.js';
import type { Node, NodeOf } from '../../src/graph/node.js';
import type { OpName } from '../../src/graph/ops.js';
import { contiguousStrides, numel, type Shape } from '../../src/graph/shape.js';
import { uniform } from './uniform.js';

/** erf by a series of positive terms, or 1 minus the continued fraction of erfc far from 0. */
function erf(x: number): number {
  const z = Math.abs(x);
  if (Number.isNaN(x) || z > 6) return Number.isNaN(x) ? x : Math.sign(x);
  const scale = (Math.sign(x) * Math.exp(-z * z)) / Math.sqrt(Math.PI);
  if (z < 3) {
    // 2 / sqrt(pi) * e^(-z^2) * sum of 2^n z^(2n + 1) / (1 * 3 * .. * (2n + 1))
    let total = z;
    for (let n = 1, term = z; n < 100; n++) {
      term *= (2 * z * z) / (2 * n + 1);
      total += term;
    }
    return 2 * scale * total;
  }
  let fraction = z;
  for (let n = 80; n > 0; n--) fraction = z + n / 2 / fraction;
  return Math.sign(x) - scale / fraction;
}

type Evaluate<K extends OpName> = (
  node: NodeOf<K>,
  inputs: readonly StorageArray[],
  out: StorageArray,
) => void;

/** Calls `visit` with each multi-index of `shape`, in row-major order. */
function forEachIndex(shape: Shape, visit: (index: readonly number[], flat: number) => void): void {
  const index = new Array<number>(shape.length).fill(0);
  const count = numel(shape);
  for (let flat = 0; flat < count; flat++) {
    visit(index, flat);
    for (let d = shape.length - 1; d >= 0; d--) {
      index[d] = (index[d] ?? 0) + 1;
      if ((index[d] ?? 0) < (shape[d] ?? 0)) break;
      index[d] = 0;
    }
  }
}

function dot(index: readonly number[], strides: readonly number[]): number {
  let flat = 0;
  for (let d = 0; d < strides.length; d++) flat += (index[d] ?? 0) * (strides[d] ?? 0);
  return flat;
}

function map1(fn: (x: number) => number): Evaluate<OpName> {
  return (_node, [x], out) => {
    for (let i = 0; i < out.length; i++) out[i] = fn(x?.[i] ?? 0);
  };
}

function map2(fn: (a: number, b: number) => number): Evaluate<OpName> {
  return (_node, [a, b], out) => {
    for (let i = 0; i < out.length; i++) out[i] = fn(a?.[i] ?? 0, b?.[i] ?? 0);
  };
}

/** A product of integers has more bits than a double keeps. */
function product(node: Node): (a: number, b: number) => number {
  return isFloat(node.dtype) ? (a, b) => a * b : Math.imul;
}

/** The nearest integer, of two the even one. */
function nearest(x: number): number {
  return x - Math.floor(x) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);
}

/** Toward zero, NaN as 0, and no further than an int32 reaches. */
function toInteger(x: number): number {
  return Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), Math.trunc(x) || 0));
}

function power(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

/**
 * A sum that keeps what rounding loses (Neumaier): equal terms lose in one direction, all of them.
 */
class Sum {
  #total = 0;
  #lost = 0;

  add(x: number): void {
    const next = this.#total + x;
    const [large, small] =
      Math.abs(this.#total) < Math.abs(x) ? [x, this.#total] : [this.#total, x];
    this.#lost += large - next + small;
    this.#total = next;
  }

  /** Infinities have lost nothing. */
  get value(): number {
    return Number.isFinite(this.#total) ? this.#total + this.#lost : this.#total;
  }
}

/** out[flat] = x[place(index)], the form of every view. */
function pick<K extends OpName>(
  place: (node: NodeOf<K>, strides: readonly number[]) => (index: readonly number[]) => number,
): Evaluate<K> {
  return (node, [x], out) => {
    const input = node.inputs[0] as Node;
    const at = place(node, contiguousStrides(input.shape));
    forEachIndex(node.shape, (index, flat) => {
      out[flat] = x?.[at(index)] ?? 0;
    });
  };
}

function reduce(fn: (total: number, x: number) => number, start: number): Evaluate<'sum' | 'max'> {
  return (node, [x], out) => {
    const input = node.inputs[0];
    const kept = input.shape.map((_, d) => d).filter((d) => !node.attrs.dims.includes(d));
    const outStrides = contiguousStrides(node.shape);
    const strides = input.shape.map((_, d) => {
      const place = kept.indexOf(d);
      return place < 0 ? 0 : (outStrides[place] ?? 0);
    });
    const totals = new Float64Array(out.length).fill(start);
    forEachIndex(input.shape, (index, flat) => {
      const to = dot(index, strides);
      totals[to] = fn(totals[to] ?? 0, x?.[flat] ?? 0);
    });
    out.set(totals);
  };
}

/** Strides of an operand of a product: of its own dims behind the batch, and of k. */
function cut(
  shape: Shape,
  batch: number,
  k: number,
  isSwapped: boolean,
): { readonly own: readonly number[]; readonly k: readonly number[] } {
  const strides = contiguousStrides(shape);
  const start = isSwapped ? batch : shape.length - k;
  const own = strides.filter((_, d) => d < start || d >= start + k);
  return { own, k: strides.slice(start, start + k) };
}

function checkIndex(name: string, value: number, size: number): number {
  if (value >= 0 && value < size) return value;
  throw new IndexError(`${name}: index ${value} is out of range for a dim of size ${size}`);
}

const evaluators: { readonly [K in Exclude<OpName, 'data'>]: Evaluate<K> } = {
  full: (node, _inputs, out) => void out.fill(node.attrs.value),
  iota: (_node, _inputs, out) => void out.forEach((_, i) => (out[i] = i)),
  random: (node, _inputs, out) => {
    const { seed, counter } = node.attrs;
    out.forEach((_, i) => (out[i] = uniform(seed, counter + i, node.dtype)));
  },
  neg: map1((x) => -x),
  abs: map1(Math.abs),
  sign: map1((x) => Number(x > 0) - Number(x < 0)),
  exp: map1(Math.exp),
  expm1: map1(Math.expm1),
  log: map1(Math.log),
  log1p: map1(Math.log1p),
  sqrt: map1(Math.sqrt),
  sin: map1(Math.sin),
  cos: map1(Math.cos),
  tanh: map1(Math.tanh),
  erf: map1(erf),
  floor: map1(Math.floor),
  round: map1(nearest),
  relu: map1((x) => (x < 0 ? 0 : x)),
  sigmoid: map1((x) => 1 / (1 + Math.exp(-x))),
  cast: (node, [x], out) => {
    for (let i = 0; i < out.length; i++) {
      const value = x?.[i] ?? 0;
      if (node.dtype === 'bool') out[i] = Number(value !== 0);
      else out[i] = node.dtype === 'int32' ? toInteger(value) : value;
    }
  },
  add: map2((a, b) => a + b),
  sub: map2((a, b) => a - b),
  mul: (node, inputs, out) => map2(product(node as Node))(node as never, inputs, out),
  div: map2((a, b) => a / b),
  pow: (node, inputs, out) => {
    const whole = (a: number, b: number): number => toInteger(power(a, b));
    map2(isFloat(node.dtype) ? power : whole)(node as never, inputs, out);
  },
  maximum: map2(Math.max),
  bitAnd: map2((a, b) => a & b),
  minimum: map2(Math.min),
  lt: map2((a, b) => Number(a < b)),
  le: map2((a, b) => Number(a <= b)),
  eq: map2((a, b) => Number(a === b)),
  ne: map2((a, b) => Number(a !== b)),
  where: (_node, [condition, a, b], out) => {
    for (let i = 0; i < out.length; i++) out[i] = (condition?.[i] ? a?.[i] : b?.[i]) ?? 0;
  },
  ensure: (node, [x, holds], out) => {
    const { name, problem } = node.attrs;
    for (let i = 0; i < out.length; i++) {
      if (holds?.[i] === 0) throw new ValueError(`${name}: ${x?.[i]} ${problem}`);
      out[i] = x?.[i] ?? 0;
    }
  },
  sum: reduce((total, x) => total + x, 0),
  max: reduce(Math.max, -Infinity),
  reshape: (_node, [x], out) => void out.set(x ?? []),
  permute: pick((node, strides) => {
    const moved = node.attrs.dims.map((dim) => strides[dim] ?? 0);
    return (index) => dot(index, moved);
  }),
  expand: pick((node, strides) => {
    const { shape } = node.inputs[0];
    const lead = node.shape.length - shape.length;
    const moved = node.shape.map((_, d) => (shape[d - lead] === 1 ? 0 : (strides[d - lead] ?? 0)));
    return (index) => dot(index, moved);
  }),
  slice: pick((node, strides) => {
    const { start, step } = node.attrs;
    const offset = dot(start, strides);
    const moved = strides.map((stride, d) => stride * (step[d] ?? 1));
    return (index) => offset + dot(index, moved);
  }),
  window: pick((node, strides) => {
    const { dim, stride, dilation } = node.attrs;
    const along = strides[dim] ?? 0;
    const moved = strides.map((s, d) => (d === dim ? s * stride : s));
    return (index) => dot(index, [...moved, along * dilation]);
  }),
  alias: (_node, [x], out) => void out.set(x ?? []),
  custom: (_node, [x], out) => void out.set(x ?? []),
  place: (node, inputs, out) => {
    const strides = contiguousStrides(node.shape);
    node.inputs.forEach((part, k) => {
      const { start, step } = node.attrs.placements[k] ?? { start: [], step: [] };
      forEachIndex(part.shape, (index, flat) => {
        const to = index.map((i, d) => (start[d] ?? 0) + i * (step[d] ?? 1));
        out[dot(to, strides)] = inputs[k]?.[flat] ?? 0;
      });
    });
  },
  gather: (node, [x, picks], out) => {
    const { dim, name } = node.attrs;
    const { shape } = node.inputs[0];
    const strides = contiguousStrides(shape);
    forEachIndex(node.shape, (index, flat) => {
      const at = index.slice();
      at[dim] = checkIndex(name, picks?.[flat] ?? 0, shape[dim] ?? 0);
      out[flat] = x?.[dot(at, strides)] ?? 0;
    });
  },
  scatterAdd: (node, [picks, source], out) => {
    const { dim, size, name } = node.attrs;
    const strides = contiguousStrides(node.shape);
    forEachIndex(node.inputs[1].shape, (index, flat) => {
      const at = index.slice();
      at[dim] = checkIndex(name, picks?.[flat] ?? 0, size);
      const to = dot(at, strides);
      out[to] = (out[to] ?? 0) + (source?.[flat] ?? 0);
    });
  },
  contract: (node, [x, y], out) => {
    const { batch, m, k, aTransposed, bTransposed } = node.attrs;
    const [a, b] = node.inputs;
    const as = cut(a.shape, batch, k, aTransposed);
    const bs = cut(b.shape, batch, k, bTransposed);
    const inner = a.shape.slice(aTransposed ? batch : batch + m).slice(0, k);
    const times = product(node as Node);
    forEachIndex(node.shape, (index, flat) => {
      const head = index.slice(0, batch);
      const fromA = dot([...head, ...index.slice(batch, batch + m)], as.own);
      const fromB = dot([...head, ...index.slice(batch + m)], bs.own);
      const total = new Sum();
      forEachIndex(inner, (place) => {
        const i = fromA + dot(place, as.k);
        const j = fromB + dot(place, bs.k);
        total.add(times(x?.[i] ?? 0, y?.[j] ?? 0));
      });
      out[flat] = total.value;
    });
  },
  cumsum: (node, [x], out) => {
    const length = node.shape.at(-1) ?? 1;
    for (let i = 0; i < out.length; i++) {
      out[i] = (x?.[i] ?? 0) + (i % length === 0 ? 0 : (out[i - 1] ?? 0));
    }
  },
  cummax: (node, [x], out) => {
    const length = node.shape.at(-1) ?? 1;
    let best = 0;
    for (let i = 0; i < out.length; i++) {
      const [value, largest] = [x?.[i] ?? 0, x?.[best] ?? 0];
      if (i % length === 0 || Number.isNaN(value) || value >= largest) best = i;
      out[i] = node.attrs.gives === 'values' ? (x?.[best] ?? 0) : best % length;
    }
  },
  argsort: (node, [x], out) => {
    const length = node.inputs[0].shape.at(-1) ?? 1;
    const { descending, count } = node.attrs;
    const sign = descending ? -1 : 1;
    const order = (a: number, b: number): number => {
      if (Number.isNaN(a) || Number.isNaN(b))
        return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
      return a === b ? 0 : a - b;
    };
    for (let row = 0; row * count < out.length; row++) {
      const places = Array.from({ length }, (_, i) => i);
      const value = (i: number): number => x?.[row * length + i] ?? 0;
      places.sort((i, j) => sign * order(value(i), value(j)) || i - j);
      out.set(places.slice(0, count), row * count);
    }
  },
};

/** The value of one node, from the values of its inputs. */
export function interpret(node: Node, inputs: readonly StorageArray[]): StorageArray {
  if (node.op === 'data') throw internal('the value of data is not computed');
  const evaluate = evaluators[node.op] as Evaluate<OpName>;
  const out = allocate(node.dtype, numel(node.shape));
  evaluate(node as never, inputs, out);
  return out;
}
