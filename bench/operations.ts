/**
 * Single operations beside PyTorch on one thread, forward and with gradients, the slowest first,
 * and why those are slow that take more than twice PyTorch's time:
 * `npm run bench -- --operations [part of a name]`. No row of the table: a search for what falls
 * behind. The operations are in `operations/`; its counterpart is `peers/time_operations.py`, with
 * the same files, names and sizes.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Tensor } from 'chainrule';
import * as c from 'chainrule';
import { pythonWithTorch } from './entrants.js';
import * as arrays from './operations/arrays.js';
import * as elementwise from './operations/elementwise.js';
import { inputs, leaves, type Operations } from './operations/inputs.js';
import * as layers from './operations/layers.js';
import * as matrices from './operations/matrices.js';
import * as networks from './operations/networks.js';
import { reasons } from './operations/reasons.js';

/** Milliseconds and calls that one figure takes at least. */
const leastMilliseconds = 120;
const leastCalls = 5;

/** Operations whose gradients are measured too. */
const differentiable: Operations = {
  ...networks.differentiable,
  ...elementwise.differentiable,
  ...arrays.differentiable,
  ...layers.differentiable,
  ...matrices.differentiable,
};

const others: Operations = {
  ...networks.others,
  ...elementwise.others,
  ...arrays.others,
  ...layers.others,
  ...matrices.others,
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
  const script = fileURLToPath(new URL('./peers/time_operations.py', import.meta.url));
  const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const { stdout } = spawnSync(python, [script, filter], { env, encoding: 'utf8' });
  return stdout === '' ? {} : JSON.parse(stdout);
}

function main(filter: string): void {
  c.setNumThreads(1);
  c.realize([...inputs]);
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
    const isSlow = slowest(ratios) < 0.5;
    console.log(name.padEnd(24), ...parts, isSlow ? `  ${reasons[name] ?? 'no reason known'}` : '');
  }
  process.exit(0);
}

main(process.argv[2] ?? '');
