/**
 * The estimates by which kernels ask for the help of threads, beside their times on one thread: run
 * with `npx tsx bench/cost-model.ts [part of a name]`. Estimates come from `src/graph/traits.ts`
 * and `src/compiler/schedule/cost-model.ts`; they are to be right within a factor of two.
 */

import type { Tensor } from 'chainrule';
import * as c from 'chainrule';
import { withWatch } from '../src/backend/watch.js';

c.setNumThreads(1);

/**
 * Milliseconds that a kernel is repeated for; the best run counts, so that other work matters
 * little.
 */
const longest = 150;

const size = 256;
const wave = (scale: number, shift: number, dtype: c.DType = 'float32'): Tensor => {
  const values = Float64Array.from({ length: size * size }, (_, i) => shift + scale * Math.sin(i));
  return c.tensor(values, { shape: [size, size], dtype });
};

const [x, y, positive] = [wave(2, 0), wave(2, 0.5), wave(1, 2)];
const [row, column] = [x.at(0).clone(), y.slice(1, 0, 1).clone()];
const [double, doubles] = [wave(2, 0, 'float64'), wave(2, 0.5, 'float64')];
const doublesAbove = wave(1, 2, 'float64');
const [ints, flags] = [wave(100, 0).to('int32'), x.gt(0)];
const picks = c.randint(0, size, [size, size]);
const many = c.ones([4, size, size]);

/** What is computed, by name; most are one kernel over 65,536 elements. */
const expressions: Readonly<Record<string, () => Tensor>> = {
  neg: () => x.neg(),
  abs: () => x.abs(),
  relu: () => x.relu(),
  floor: () => x.floor(),
  round: () => x.round(),
  sqrt: () => positive.sqrt(),
  exp: () => x.exp(),
  expm1: () => x.expm1(),
  log: () => positive.log(),
  log1p: () => positive.log1p(),
  sin: () => x.sin(),
  tanh: () => x.tanh(),
  sigmoid: () => x.sigmoid(),
  erf: () => x.erf(),
  add: () => x.add(y),
  mul: () => x.mul(y),
  div: () => x.div(y),
  pow: () => positive.pow(y),
  maximum: () => x.maximum(y),
  'compare (lt)': () => x.lt(y),
  where: () => c.where(flags, x, y),
  'clamp (two choices)': () => x.clamp(-1, 1),
  'gelu (erf)': () => x.gelu(),
  'gelu (tanh)': () => x.gelu({ approximate: 'tanh' }),
  'polynomial of 12 ops': () =>
    x.mul(x.mul(x.mul(x.mul(x.mul(x.mul(y).add(1)).add(2)).add(3)).add(4)).add(5)).add(6),
  'add a row': () => x.add(row),
  'add a column': () => x.add(column),
  'add a transposed matrix': () => x.add(y.transpose(0, 1)),
  'copy of a transposed matrix': () => y.transpose(0, 1).mul(2),
  'copy of every other column': () => y.slice(1, 0, size, 2).mul(2),
  rand: () => c.rand([size, size]),
  randn: () => c.randn([size, size]),
  'dropout mask': () => x.mul(c.rand([size, size]).lt(0.5)).mul(2),
  'int32 add': () => ints.add(picks),
  'int32 to float32': () => ints.to('float32'),
  'float64 add': () => double.add(doubles),
  'float64 div': () => double.div(doubles),
  'float64 sqrt': () => doublesAbove.sqrt(),
  'float64 exp': () => double.exp(),
  'float64 expm1': () => double.expm1(),
  'float64 log': () => doublesAbove.log(),
  'float64 log1p': () => doublesAbove.log1p(),
  'float64 sin': () => double.sin(),
  'float64 tanh': () => double.tanh(),
  'float64 sigmoid': () => double.sigmoid(),
  'float64 erf': () => double.erf(),
  'float64 pow': () => doublesAbove.pow(doubles),
  'float64 choice': () => double.clamp(-1, 1),
  'float64 sum over rows': () => double.sum(0),
  'float64 sum': () => double.sum(),
  gather: () => x.gather(1, picks),
  'embedding (indexSelect)': () => x.indexSelect(0, picks.at(0)),
  sum: () => x.sum(),
  'sum over columns': () => x.sum(1),
  'sum over rows': () => x.sum(0),
  'sum over the first of three dims': () => many.sum(0),
  'max over columns': () => x.amax(1),
  'softmax over columns': () => x.softmax(1),
  'softmax over rows': () => x.softmax(0),
  'layer norm': () => c.nn.functional.layerNorm(x, [size], row, row),
  cumsum: () => x.cumsum(1),
  'cummax (values)': () => x.cummax(1)[0],
  'cummax (places)': () => x.cummax(1)[1],
  'float64 cummax (values)': () => double.cummax(1)[0],
  sort: () => x.sort(1)[1],
  topk: () => x.topk(4, 1)[1],
  'mean of squares': () => x.sub(y).square().mean(),
};

/** Nanoseconds. */
interface Cost {
  readonly estimate: number;
  readonly measured: number;
}

function bestRun(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + longest; performance.now() < end; ) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best * 1e6;
}

/** Of all kernels of an expression together. */
function costOf(expression: () => Tensor): Cost {
  let [estimate, measured] = [0, 0];
  const result = expression();
  withWatch(
    ({ kernels }, runKernel) => {
      for (const [i, { work }] of kernels.entries()) {
        estimate += work;
        measured += bestRun(() => runKernel(i));
      }
    },
    () => c.realize([result]),
  );
  return { estimate, measured };
}

c.realize([x, y, positive, row, column, double, doubles, doublesAbove, ints, flags, picks, many]);
const wanted = process.argv[2] ?? '';
console.log(`${''.padEnd(36)} estimate   measured   estimate / measured`);
let wrong = 0;
for (const [name, expression] of Object.entries(expressions)) {
  if (!name.includes(wanted)) continue;
  const { estimate, measured } = costOf(expression);
  const ratio = estimate / measured;
  if (ratio > 2 || ratio < 0.5) wrong++;
  const [guess, time] = [estimate, measured].map((ns) =>
    `${(ns / 1000).toFixed(1)} µs`.padStart(9),
  );
  console.log(`${name.padEnd(36)}${guess}  ${time}   ${ratio.toFixed(2)}`);
}
console.log(`${wrong} of them are off by more than a factor of two`);
process.exit(0);
