/**
 * The kernel that counts, before a long scatter-add, how many elements each index receives: a
 * float32 sum of many terms is then compensated. It counts over all positions of the other dims.
 */

import {
  add,
  binary,
  compare,
  constant,
  KernelBuilder,
  load,
  mul,
} from '../../../kernel/builder.js';
import type { Expr, Kernel } from '../../../kernel/ir.js';
import type { ScatterJob } from '../../schedule/job.js';
import { kernels } from '../kernel-cache.js';
import type { Arg, Launch, LowerContext } from '../launch.js';

/** Elements along the indexed dim that are worth counting. */
const worthCounting = 4096;
/** Elements that a place takes up without keeping what it loses. */
export const plainTerms = 1024;

/** The largest count comes first in memory, then one for each index. */
function countKernel(key: string, rank: number): Kernel {
  const b = new KernelBuilder();
  const [picks, counts, size] = [b.arg('i32'), b.arg('i32'), b.arg('i32')];
  const dims = Array.from({ length: rank }, (): [Expr, Expr] => [b.arg('i32'), b.arg('i32')]);
  const counter = (index: Expr): Expr => b.let(add(counts, mul(index, constant(4))));
  b.loop(constant(0), add(size, constant(1)), 1, (i) => b.store(counter(i), constant(0)));
  const flip = (x: Expr): Expr => binary('xor', x, constant(-0x80000000));
  const nest = (d: number, place: Expr): void => {
    const dim = dims[d];
    if (dim !== undefined) {
      const [length, stride] = dim;
      b.loop(constant(0), length, 1, (i) => nest(d + 1, b.let(add(place, mul(i, stride)))));
      return;
    }
    const pick = b.let(load('i32', place));
    b.if(compare('lt', flip(pick), flip(size)), () => {
      const own = counter(pick);
      const count = b.let(add(load('i32', own, 4), constant(1)));
      b.store(own, count, 4);
      b.store(counts, binary('max', load('i32', counts), count));
    });
  };
  b.loop(b.range('lo'), b.range('hi'), 1, () => nest(0, picks));
  return b.build('scatter count', key);
}

/** Nanoseconds to count an element. */
const elementCost = 1.5;

/** The launch that counts, if sums may be long; it writes one buffer. */
export function countLaunch({ node, index }: ScatterJob, context: LowerContext): Launch | null {
  const { dim, size } = node.attrs;
  const { shape, strides, offset } = index.view;
  if (node.dtype !== 'float32' || (shape[dim] ?? 1) <= worthCounting) return null;
  const loops = shape.flatMap((length, d) => {
    const stride = (strides[d] ?? 0) * 4;
    return d === dim || stride !== 0 ? [{ length, stride }] : [];
  });
  const counts = context.temp((size + 1) * 4);
  const picks = context.bufferOf(index.source);
  const int = (value: number): Arg => ({ kind: 'int', value });
  const key = `scatter count ${loops.length}`;
  return {
    kernel: kernels.get(key, () => countKernel(key, loops.length)),
    args: [
      { kind: 'buffer', buffer: picks, offset: offset * 4 },
      { kind: 'buffer', buffer: counts, offset: 0 },
      int(size),
      ...loops.flatMap(({ length, stride }) => [int(length), int(stride)]),
    ],
    range: 1,
    grain: 1,
    work: loops.reduce((all, { length }) => all * length, elementCost),
    reads: [picks],
    writes: [counts],
  };
}
