/**
 * The kernel of scatter-add: walks the source in order and adds each element where its index says.
 * Dims beside the indexed one are independent of each other, so the largest of them is the parallel
 * range; along the indexed dim the order is fixed, so that the bits are, too.
 */

import { bytesOf } from '../graph/dtype.js';
import { contiguousStrides } from '../graph/shape.js';
import { add, binary, compare, constant, KernelBuilder, load, mul } from '../kernel/builder.js';
import type { Expr, Kernel, Scalar } from '../kernel/ir.js';
import { scalarOf } from './emit-term.js';
import type { ScatterJob } from './job.js';
import { kernelOf } from './kernel-cache.js';
import type { Arg, Launch } from './launch.js';
import type { LowerContext } from './lower-context.js';

interface ScatterDim {
  readonly size: number;
  /** Strides in bytes of index, source and output (0 for the indexed dim). */
  readonly strides: readonly [number, number, number];
  readonly indexed: boolean;
}

function dimsOf(job: ScatterJob): ScatterDim[] {
  const { node, index, source } = job;
  const bytes = bytesOf(node.dtype);
  const out = contiguousStrides(node.shape);
  const dims = source.view.shape.map((size, d): ScatterDim => {
    const indexed = d === node.attrs.dim;
    return {
      size,
      indexed,
      strides: [
        (index.view.strides[d] ?? 0) * 4,
        (source.view.strides[d] ?? 0) * bytes,
        indexed ? 0 : (out[d] ?? 0) * bytes,
      ],
    };
  });
  const loops = dims.filter((dim) => dim.size !== 1);
  const free = loops.filter((dim) => !dim.indexed);
  const widest = free.reduce<ScatterDim | null>((a, x) => (a && a.size >= x.size ? a : x), null);
  const rest = loops.filter((dim) => dim !== widest);
  return widest === null ? rest : [widest, ...rest];
}

interface ScatterKernel {
  readonly key: string;
  readonly scalar: Scalar;
  readonly rank: number;
  /** Whether the outermost dim is cut between threads. */
  readonly isSplit: boolean;
}

/** Addresses of one element of the index, of the source, and of the start of the output. */
interface Place {
  readonly pick: Expr;
  readonly from: Expr;
  readonly to: Expr;
}

function writeKernel({ key, scalar, rank, isSplit }: ScatterKernel): Kernel {
  const b = new KernelBuilder();
  const base: Place = { pick: b.arg('i32'), from: b.arg('i32'), to: b.arg('i32') };
  const [stride, size, site, fault] = [b.arg('i32'), b.arg('i32'), b.arg('i32'), b.arg('i32')];
  const dims = Array.from({ length: rank }, () => ({
    size: b.arg('i32'),
    pick: b.arg('i32'),
    from: b.arg('i32'),
    to: b.arg('i32'),
  }));
  // Signed comparison with the top bit flipped is unsigned: a negative index is a large one.
  const flip = (x: Expr): Expr => binary('xor', x, constant(-0x80000000));
  const addOne = (place: Place): void => {
    const pick = b.let(load('i32', place.pick));
    const addIt = (): void => {
      const to = b.let(add(place.to, mul(pick, stride)));
      b.store(to, add(load(scalar, to), load(scalar, place.from)));
    };
    b.if(compare('lt', flip(pick), flip(size)), addIt, () => {
      b.store(fault, site);
      b.store(fault, pick, 4);
    });
  };
  const nest = (d: number, place: Place): void => {
    const dim = dims[d];
    if (dim === undefined) {
      addOne(place);
      return;
    }
    const parallel = d === 0 && isSplit;
    const from = parallel ? b.range('lo') : constant(0);
    b.loop(from, parallel ? b.range('hi') : dim.size, 1, (i) => {
      const moved = (start: Expr, step: Expr): Expr => b.let(add(start, mul(i, step)));
      nest(d + 1, {
        pick: moved(place.pick, dim.pick),
        from: moved(place.from, dim.from),
        to: moved(place.to, dim.to),
      });
    });
  };
  nest(0, base);
  return b.build('scatterAdd', key);
}

/** The launch of a scatter-add into a buffer that holds zeros. */
export function lowerScatter(job: ScatterJob, context: LowerContext): Launch[] {
  const { node, index, source } = job;
  const dims = dimsOf(job);
  if (dims.some((dim) => dim.size === 0)) return [];
  const { dim, size, name } = node.attrs;
  const isSplit = dims[0]?.indexed === false;
  const scalar = scalarOf[node.dtype];
  const key = `scatterAdd ${scalar} ${dims.length} ${isSplit}`;
  const kernel = kernelOf(key, () => writeKernel({ key, scalar, rank: dims.length, isSplit }));
  const int = (value: number): Arg => ({ kind: 'int', value });
  const bytes = bytesOf(node.dtype);
  const [from, picks, out] = [
    context.bufferOf(source.source),
    context.bufferOf(index.source),
    context.bufferOf(node),
  ];
  const stride = (contiguousStrides(node.shape)[dim] ?? 1) * bytes;
  return [
    {
      kernel,
      args: [
        { kind: 'buffer', buffer: picks, offset: index.view.offset * 4 },
        { kind: 'buffer', buffer: from, offset: source.view.offset * bytes },
        { kind: 'buffer', buffer: out, offset: 0 },
        int(stride),
        int(size),
        int(context.siteOf(name, size)),
        { kind: 'fault' },
        ...dims.flatMap((loop) => [int(loop.size), ...loop.strides.map(int)]),
      ],
      range: isSplit ? (dims[0]?.size ?? 1) : 1,
      grain: 1,
      work: dims.reduce((product, loop) => product * loop.size, 1) * 1.5,
      reads: [from, picks, out],
      writes: [out],
    },
  ];
}
