/**
 * The steps of random graphs: each makes one node (or a few) of an op from operands and attributes
 * that it draws, or null when nothing fits.
 */

import * as build from '../../src/graph/builders/index.js';
import { isFloat } from '../../src/graph/dtype.js';
import type { Node } from '../../src/graph/node.js';
import { numel, type Shape, sameShape } from '../../src/graph/shape.js';
import { realize } from '../../src/runtime/realize/realize.js';
import { broadcasts, type Draw, type OpMaker } from './random-graph.js';

const positive = (x: Node): Node =>
  build.binary('add', build.unary('abs', x), build.full(x.shape, 0.25, x.dtype));

/** Functions that rounding does not depend on, of floats and integers. */
export const exactUnary: OpMaker = (draw) => {
  const x = draw.node((node) => node.dtype !== 'bool');
  const op = draw.one(['neg', 'abs', 'sign', 'floor', 'round', 'relu'] as const);
  if (x === null || op === null) return null;
  if ((op === 'floor' || op === 'round') && !isFloat(x.dtype)) return null;
  return build.unary(op, x);
};

/** Functions of floats, kept away from their poles. */
export const smoothUnary: OpMaker = (draw) => {
  const x = draw.float();
  const op = draw.one([
    'exp',
    'expm1',
    'log',
    'log1p',
    'sqrt',
    'sin',
    'cos',
    'tanh',
    'sigmoid',
    'erf',
  ] as const);
  if (x === null || op === null) return null;
  const isLimited = op === 'log' || op === 'log1p' || op === 'sqrt';
  return build.unary(op, isLimited ? positive(x) : x);
};

/** Square roots of anything. */
export const squareRoot: OpMaker = (draw) => {
  const x = draw.float();
  return x && build.unary('sqrt', x);
};

/** Another dtype. */
export const cast: OpMaker = (draw) => {
  const x = draw.node();
  const dtype = draw.one(draw.recipe.dtypes);
  return x && dtype && build.cast(x, dtype);
};

/** Two operands that broadcast, in either order. */
export const arithmetic: OpMaker = (draw) => {
  const op = draw.one(['add', 'mul', 'sub', 'maximum', 'minimum', 'div'] as const);
  const a = draw.node((node) => node.dtype !== 'bool' && (op !== 'div' || isFloat(node.dtype)));
  if (a === null || op === null) return null;
  const b = draw.beside(a);
  return draw.below(2) === 0 ? build.binary(op, a, b) : build.binary(op, b, a);
};

/** Positive bases, exponents between -1 and 1. */
export const power: OpMaker = (draw) => {
  const a = draw.float();
  if (a === null) return null;
  return build.binary('pow', positive(a), build.unary('tanh', draw.beside(a)));
};

/** Comparisons of any dtype. */
export const compare: OpMaker = (draw) => {
  const op = draw.one(['lt', 'le', 'eq', 'ne'] as const);
  const a = draw.node();
  return op && a && build.compare(op, a, draw.beside(a));
};

/** `where` on a bool. */
export const choose: OpMaker = (draw) => {
  const condition = draw.node((node) => node.dtype === 'bool');
  const a = condition && draw.node((node) => broadcasts(node.shape, condition.shape));
  if (condition === null || a === null) return null;
  const b = draw.node(
    (node) =>
      node.dtype === a.dtype &&
      broadcasts(node.shape, a.shape) &&
      broadcasts(node.shape, condition.shape),
  );
  return build.where(condition, a, b ?? a);
};

function someDims(draw: Draw, x: Node): number[] {
  const mask = draw.below(2 ** x.shape.length);
  const dims = x.shape.map((_, d) => d).filter((d) => (mask >> d) % 2 === 1);
  return dims.length === 0 ? x.shape.map((_, d) => d) : dims;
}

/** Sums, and maxima of dims that are not empty. */
export const reduce: OpMaker = (draw) => {
  const isMax = draw.below(3) === 2;
  const x = draw.node((node) => node.dtype !== 'bool' || !isMax);
  if (x === null) return null;
  const dims = someDims(draw, x);
  if (!isMax) return build.sum(x, dims);
  return dims.some((d) => x.shape[d] === 0) ? null : build.max(x, dims);
};

/** The largest of some dims. */
export const max: OpMaker = (draw) => {
  const x = draw.float();
  return x && !x.shape.includes(0) ? build.max(x, someDims(draw, x)) : null;
};

/** The same number of elements in other dims: factors moved from one dim to the next. */
export const reshape: OpMaker = (draw) => {
  const x = draw.node();
  if (x === null) return null;
  const count = numel(x.shape);
  const shapes: Shape[] = [[count], [1, ...x.shape], [...x.shape, 1], [1, count, 1]];
  for (const factor of [2, 3, 4, 5, 8]) {
    if (count % factor === 0) shapes.push([factor, count / factor], [count / factor, factor]);
  }
  shapes.push(x.shape.filter((n) => n !== 1));
  if (x.shape.length >= 2) {
    const [a = 1, b = 1, ...rest] = x.shape;
    shapes.push([a * b, ...rest]);
  }
  return build.reshape(x, draw.one(shapes) ?? x.shape);
};

/** Any order of dims. */
export const permute: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.length > 1);
  if (x === null) return null;
  const rest = x.shape.map((_, d) => d);
  const dims: number[] = [];
  while (rest.length > 0) dims.push(...rest.splice(rest.length - 1 - draw.below(rest.length), 1));
  return build.permute(x, dims);
};

/** Dims of size 1 repeated, and new ones in front. */
export const expand: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.includes(1) || node.shape.length < 3);
  if (x === null) return null;
  const sizes = x.shape.map((n) => (n === 1 ? 1 + draw.below(5) : n));
  return build.expandTo(x, draw.below(2) === 0 ? sizes : [1 + draw.below(4), ...sizes]);
};

/** Any start and step, forwards and backwards. */
export const slice: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.length > 0);
  if (x === null) return null;
  const start: number[] = [];
  const step: number[] = [];
  const size = x.shape.map((n) => {
    const by = [1, 2, -1, -2, 3, 1][draw.below(6)] ?? 1;
    const from = n === 0 ? 0 : draw.below(n);
    const room = Math.floor((by > 0 ? n - 1 - from : from) / Math.abs(by)) + 1;
    start.push(from);
    step.push(by);
    return n === 0 ? 0 : Math.max(0, room - draw.below(room > 3 ? 2 : room + 1));
  });
  return build.slice(x, { start, step, size });
};

/** Some dims reversed. */
export const flip: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.length > 0);
  if (x === null) return null;
  const dims = someDims(draw, x);
  return build.slice(x, {
    start: x.shape.map((n, d) => (dims.includes(d) ? Math.max(0, n - 1) : 0)),
    step: x.shape.map((_, d) => (dims.includes(d) ? -1 : 1)),
    size: x.shape,
  });
};

/** Windows that overlap, leave gaps, and have gaps. */
export const window: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.some((n) => n > 0));
  if (x === null) return null;
  const dim = draw.one(x.shape.flatMap((n, d) => (n > 0 ? [d] : []))) ?? 0;
  const length = x.shape[dim] ?? 1;
  const size = 1 + draw.below(Math.min(4, length));
  const most = size === 1 ? 2 : Math.floor((length - 1) / (size - 1));
  return build.window(x, {
    dim,
    size,
    stride: 1 + draw.below(3),
    dilation: 1 + draw.below(Math.min(2, most)),
  });
};

/** Zeros around and between. */
export const pad: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.length > 0);
  if (x === null) return null;
  const list = (most: number): number[] => x.shape.map(() => draw.below(most));
  return build.pad(x, { low: list(3), high: list(3), interior: list(3) });
};

/** Two or three parts, some of them twice. */
export const cat: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.length > 0);
  if (x === null) return null;
  const dim = draw.below(x.shape.length);
  const other = draw.node(
    ({ dtype, shape }) =>
      dtype === x.dtype &&
      shape.length === x.shape.length &&
      shape.every((n, d) => d === dim || n === x.shape[d]),
  );
  const parts = [x, other ?? x, x].slice(0, 2 + draw.below(2));
  return build.cat(parts, dim);
};

/** Integers of any node, brought into [0, size). */
function indexBelow(x: Node, size: number): Node {
  const whole = build.cast(
    build.binary(
      'minimum',
      build.unary('abs', build.cast(x, 'float64')),
      build.full(x.shape, 1e6, 'float64'),
    ),
    'int32',
  );
  const count = build.full(x.shape, size, 'float64');
  const value = build.cast(whole, 'float64');
  const turns = build.unary('floor', build.div(value, count));
  return build.cast(build.sub(value, build.mul(turns, count)), 'int32');
}

/** Elements picked by computed indices. */
export const gather: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.length > 0 && !node.shape.includes(0));
  if (x === null) return null;
  const dim = draw.below(x.shape.length);
  const length = x.shape[dim] ?? 1;
  const shape = x.shape.map((n, d) => (d === dim ? 1 + draw.below(6) : n));
  const varies = draw.below(2) === 0 ? shape : shape.map((n, d) => (d === dim ? n : 1));
  const numbers = build.add(build.iota(varies), build.full(varies, draw.below(100), 'int32'));
  const index = build.expandTo(indexBelow(build.mul(numbers, numbers), length), shape);
  return build.gather(x, dim, index, 'gather');
};

/** Elements added at computed places. */
export const scatterAdd: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.length > 0 && node.dtype !== 'bool');
  if (x === null) return null;
  const index = draw.node((node) => sameShape(node.shape, x.shape)) ?? x;
  const size = 1 + draw.below(6);
  return build.scatterAdd(indexBelow(index, size), x, draw.below(x.shape.length), size, 'scatter');
};

/** A product over the dims that two nodes share, laid out as they come. */
export const contract: OpMaker = (draw) => {
  const a = draw.node((node) => node.shape.length > 0 && node.dtype !== 'bool');
  if (a === null) return null;
  const k = 1 + draw.below(Math.min(2, a.shape.length));
  const inner = a.shape.slice(-k);
  const batch = draw.below(2) === 0 ? 0 : Math.min(1, a.shape.length - k);
  const b = draw.node(
    ({ dtype, shape }) =>
      dtype === a.dtype &&
      shape.length >= k + batch &&
      sameShape(shape.slice(-k), inner) &&
      sameShape(shape.slice(0, batch), a.shape.slice(0, batch)),
  );
  if (b === null) return null;
  const [m, n] = [a.shape.length - batch - k, b.shape.length - batch - k];
  const [aTransposed, bTransposed] = [draw.below(2) === 0, draw.below(2) === 0];
  const [left, right] = [
    aTransposed ? transpose(a, batch, k) : a,
    bTransposed ? transpose(b, batch, k) : b,
  ];
  return build.contract(left, right, { batch, m, n, k, aTransposed, bTransposed });
};

/** The last `k` dims moved to where the batch ends. */
function transpose(x: Node, batch: number, k: number): Node {
  const dims = x.shape.map((_, d) => d);
  return build.permute(x, [...dims.slice(0, batch), ...dims.slice(-k), ...dims.slice(batch, -k)]);
}

/** A product of two new matrices, of some thousand elements. */
export const product: OpMaker = (draw) => {
  const steps = 1 + draw.below(12);
  const matrix = (): Node => {
    const rows = 46 + draw.below(3);
    const start = draw.below(1000);
    const values = Float32Array.from({ length: rows * steps }, (_, i) =>
      draw.recipe.leafValue(start + i + draw.salt, 'float32'),
    );
    return build.data(values, [rows, steps], 'float32');
  };
  return build.contract(matrix(), matrix(), { batch: 0, m: 1, n: 1, k: 1 });
};

/** A function of a product and something that broadcasts with it. */
export const followed: OpMaker = (draw) => {
  const op = draw.one(['add', 'mul', 'sub', 'maximum', 'minimum'] as const);
  const a = draw.node((node) => node.op === 'contract' && node.dtype === 'float32');
  return op && a && build.binary(op, a, draw.beside(a));
};

/** Running sums and maxima, and sorting permutations. */
export const scan: OpMaker = (draw) => {
  const x = draw.node((node) => node.shape.length > 0);
  if (x === null) return null;
  const kind = draw.below(5);
  if (kind === 0) return build.cumsum(x.dtype === 'bool' ? build.cast(x, 'int32') : x);
  if (kind > 2) return build.cummax(x, kind === 3 ? 'values' : 'places');
  const length = x.shape.at(-1) ?? 1;
  return build.argsort(x, kind === 1, draw.below(2) === 0 ? length : draw.below(length + 1));
};

/** The same value under another node. */
export const alias: OpMaker = (draw) => {
  const x = draw.node();
  return x && build.alias(x);
};

/** A value computed on its own, so that the rest of the graph has it as an input. */
export const computed: OpMaker = (draw) => {
  const x = draw.node((node) => !node.requiresGrad);
  if (x !== null) realize([x]);
  return x && build.alias(x);
};
