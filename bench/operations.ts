/**
 * Single operations beside PyTorch on one thread, forward and with gradients, the slowest first:
 * `npm run bench -- --operations [part of a name]`. No row of the table: a search for what falls
 * behind. Its counterpart is `peers/operations.py`, which has the same names and sizes.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Tensor } from 'chainrule';
import * as c from 'chainrule';
import { pythonWithTorch } from './entrants.js';

const { functional } = c.nn;
/** Milliseconds and calls that one figure takes at least. */
const leastMilliseconds = 120;
const leastCalls = 5;

const wave = (...shape: number[]): Tensor => {
  const count = shape.reduce((product, size) => product * size, 1);
  return c.tensor(
    Float32Array.from({ length: count }, (_, i) => Math.sin(1.37 * i)),
    { shape },
  );
};

const picks = (below: number, ...shape: number[]): Tensor => {
  const count = shape.reduce((product, size) => product * size, 1);
  return c.tensor(
    Int32Array.from({ length: count }, (_, i) => (i * 7919) % below),
    { shape },
  );
};

const [x, y, tall] = [wave(512, 1024), wave(512, 1024), wave(1024, 512)];
const [row, column] = [wave(1024), wave(512, 1)];
const [rows, columns, labels] = [picks(512, 2048), picks(1024, 512, 16), picks(1024, 512)];
const [left, right] = [wave(32, 64, 64), wave(32, 64, 64)];
const [table, tokens] = [wave(5000, 128), picks(5000, 32, 64)];
const [images, sequences, heads] = [wave(16, 32, 32, 32), wave(16, 32, 256), wave(8, 4, 128, 32)];
const [filter, single, depth] = [wave(32, 32, 3, 3), wave(64, 32, 1, 1), wave(32, 1, 3, 3)];
const [doubling, along] = [wave(32, 32, 2, 2), wave(32, 32, 5)];
const leaves = [x, y, row, left, right, table, images, sequences, heads];
leaves.push(filter, single, depth, doubling, along);

/** Operations whose gradients are measured too. */
const differentiable: Readonly<Record<string, () => Tensor>> = {
  'add a row': () => x.add(row),
  'sum over rows': () => x.sum(0),
  'max over columns': () => x.amax(1),
  'max over rows': () => x.amax(0),
  'std over columns': () => x.std(1),
  logsumexp: () => x.logsumexp(1),
  norm: () => x.norm(),
  cumsum: () => x.cumsum(1),
  sort: () => x.sort(1)[0],
  'pad images': () => images.pad([0, 0, 1, 1], [0, 0, 1, 1]),
  'cat columns': () => c.cat([x, y], 1),
  'every other column': () => x.slice(1, 0, 1024, 2).mul(1),
  'softmax over columns': () => x.softmax(1),
  'softmax over rows': () => x.softmax(0),
  layerNorm: () => functional.layerNorm(x, [1024]),
  groupNorm: () => functional.groupNorm(images, 8),
  relu: () => x.relu(),
  silu: () => x.silu(),
  'gelu, exact': () => x.gelu(),
  pow: () => x.abs().pow(1.7),
  where: () => c.where(x.gt(0), x, y),
  indexSelect: () => x.indexSelect(0, rows),
  gather: () => x.gather(1, columns),
  embedding: () => functional.embedding(tokens, table),
  matmul: () => x.matmul(y.transpose(0, 1)),
  'matmul of a batch': () => left.matmul(right),
  einsum: () => c.einsum('bij,bkj->bik', left, right),
  'matrix with vector': () => x.matmul(row),
  conv2d: () => functional.conv2d(images, filter, null, { padding: 1 }),
  'conv2d 1x1': () => functional.conv2d(images, single),
  'conv2d, stride 2': () => functional.conv2d(images, filter, null, { padding: 1, stride: 2 }),
  'conv2d, depthwise': () => functional.conv2d(images, depth, null, { padding: 1, groups: 32 }),
  convTranspose2d: () => functional.convTranspose2d(images, doubling, null, { stride: 2 }),
  conv1d: () => functional.conv1d(sequences, along, null, { padding: 2 }),
  maxPool2d: () => functional.maxPool2d(images, 2),
  'maxPool2d, overlapping': () => functional.maxPool2d(images, 3, { stride: 2, padding: 1 }),
  avgPool2d: () => functional.avgPool2d(images, 2),
  'mean of images': () => images.mean([2, 3]),
  attention: () => functional.scaledDotProductAttention(heads, heads, heads),
  crossEntropy: () => functional.crossEntropy(x, labels),
  mseLoss: () => functional.mseLoss(x, y),
};

const others: Readonly<Record<string, () => Tensor>> = {
  add: () => x.add(y),
  'add a column': () => x.add(column),
  'add transposed': () => tall.transpose(0, 1).add(x),
  'copy transposed': () => x.transpose(0, 1).mul(1),
  sum: () => x.sum(),
  argmax: () => x.argmax(1),
  topk: () => x.topk(10)[0],
  flip: () => x.flip(1),
  tril: () => x.tril(),
  sigmoid: () => x.sigmoid(),
  erf: () => x.erf(),
  sin: () => x.sin(),
  scatterAdd: () => x.scatterAdd(1, columns, c.ones([512, 16])),
  oneHot: () => c.oneHot(labels, 1024),
  rand: () => c.rand([512, 1024]),
  randn: () => c.randn([512, 1024]),
};

/** Best microseconds of a call. */
function best(call: () => void): number {
  for (let i = 0; i < leastCalls; i++) call();
  const start = performance.now();
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < leastCalls || performance.now() - start < leastMilliseconds; i++) {
    const from = performance.now();
    call();
    least = Math.min(least, performance.now() - from);
  }
  return 1000 * least;
}

/** Forward alone, into a tensor that stays in device memory. */
function timeForward(operation: () => Tensor): number {
  const out = c.noGrad(() => {
    const { shape, dtype } = operation();
    return c.zeros(shape, { dtype });
  });
  return best(() => {
    out.assign(c.noGrad(operation));
    c.realize([out]);
  });
}

/** Forward, and the gradients of everything that the operation reads. */
function timeGradients(operation: () => Tensor): number {
  for (const leaf of leaves) leaf.requiresGrad = true;
  const sinks = new Map(leaves.map((leaf) => [leaf, c.zeros(leaf.shape)]));
  const time = best(() => {
    for (const leaf of leaves) leaf.grad = null;
    const result = operation();
    const loss = result.ndim === 0 ? result : result.mul(result.detach()).sum();
    loss.backward();
    // PyTorch has computed it too.
    const read = [loss];
    for (const [leaf, sink] of sinks) {
      if (leaf.grad === null) continue;
      sink.assign(leaf.grad);
      read.push(sink);
    }
    c.realize(read);
  });
  for (const leaf of leaves) {
    leaf.requiresGrad = false;
    leaf.grad = null;
  }
  return time;
}

/**
 * Microseconds of PyTorch by operation, forward and with gradients; none where it is not installed.
 */
function timesOfPyTorch(filter: string): Readonly<Record<string, readonly number[]>> {
  const python = pythonWithTorch();
  if (python === null) return {};
  const script = fileURLToPath(new URL('./peers/operations.py', import.meta.url));
  const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const { stdout } = spawnSync(python, [script, filter], { env, encoding: 'utf8' });
  return stdout === '' ? {} : JSON.parse(stdout);
}

function main(filter: string): void {
  c.setNumThreads(1);
  c.realize([...leaves, tall, column, rows, columns, labels, tokens]);
  const peer = timesOfPyTorch(filter);
  const measured = Object.entries({ ...differentiable, ...others })
    .filter(([name]) => name.includes(filter))
    .map(([name, operation]) => {
      const ours = [timeForward(operation)];
      if (name in differentiable) ours.push(timeGradients(operation));
      const theirs = peer[name] ?? [];
      return {
        name,
        ours,
        theirs,
        ratios: ours.map((time, i) => (theirs[i] ?? Number.NaN) / time),
      };
    });
  const slowest = (ratios: readonly number[]): number => Math.min(...ratios);
  measured.sort((a, b) => slowest(a.ratios) - slowest(b.ratios));
  console.log('microseconds, PyTorch / ours in brackets: forward, with gradients');
  for (const { name, ours, theirs, ratios } of measured) {
    const parts = ours.map((time, i) => {
      const ratio = theirs[i] === undefined ? '' : ` (${(ratios[i] ?? 0).toFixed(2)})`;
      return `${time.toFixed(0)}${ratio}`.padStart(16);
    });
    console.log(name.padEnd(24), ...parts);
  }
  process.exit(0);
}

main(process.argv[2] ?? '');
