/**
 * Lowers the ops that walk whole rows in order: running sums, sorts (`merge-sort.ts`), and the first few
 * of a sort (`selection.ts`).
 */

import { bytesOf, type DType } from '../../../graph/dtype.js';
import { numel } from '../../../graph/shape.js';
import {
  add,
  binary,
  constant,
  convert,
  KernelBuilder,
  load,
  mul,
} from '../../../kernel/builder.js';
import { PlainTotal } from '../../../kernel/exact-total.js';
import type { Expr, Kernel } from '../../../kernel/ir.js';
import type { RowsJob } from '../../schedule/job.js';
import { kernels } from '../kernel-cache.js';
import type { Arg, Launch, LowerContext } from '../launch.js';
import { scalarOf } from '../launch.js';
import { MergeSort } from './merge-sort.js';
import type { RowFrame } from './row-order.js';
import { Selection } from './selection.js';

/** Address of row `row` of a view: its outer dims are arguments (size, stride in bytes), innermost first. */
function rowAddress(b: KernelBuilder, base: Expr, row: Expr, dims: readonly [Expr, Expr][]): Expr {
  let rest = row;
  let address = base;
  dims.forEach(([size, stride], d) => {
    const isOutermost = d === dims.length - 1;
    const place = isOutermost ? rest : b.let(binary('rem', rest, size));
    if (!isOutermost) rest = b.let(binary('div', rest, size));
    address = b.let(add(address, mul(place, stride)));
  });
  return address;
}

type RowBody = (b: KernelBuilder, row: RowFrame) => void;

/** A kernel over rows; `body` gets the addresses of one row. */
function rowKernel(key: string, name: string, rank: number, body: RowBody): Kernel {
  const b = new KernelBuilder();
  const [x, out, scratch] = [b.arg('i32'), b.arg('i32'), b.arg('i32')];
  const [length, count, step] = [b.arg('i32'), b.arg('i32'), b.arg('i32')];
  const [outRow, scratchRow] = [b.arg('i32'), b.arg('i32')];
  const dims = Array.from({ length: rank }, (): [Expr, Expr] => [b.arg('i32'), b.arg('i32')]);
  b.loop(b.range('lo'), b.range('hi'), 1, (row) => {
    body(b, {
      x: rowAddress(b, x, row, dims),
      step,
      length,
      count,
      out: b.let(add(out, mul(row, outRow))),
      scratch: b.let(add(scratch, mul(row, scratchRow))),
    });
  });
  return b.build(name, key);
}

/** A long running total of float32 would lose the digits of what is added, so floats are added in float64. */
function writeCumsum(b: KernelBuilder, row: RowFrame, dtype: DType): void {
  const scalar = scalarOf[dtype];
  const wide = scalar === 'f32' ? 'f64' : scalar;
  const total = new PlainTotal(b, wide, 1);
  b.loop(constant(0), row.length, 1, (i) => {
    total.add(convert(load(scalar, add(row.x, mul(i, row.step))), wide));
    b.store(add(row.out, mul(i, constant(bytesOf(dtype)))), convert(total.value(), scalar));
  });
}

type Way = 'cumsum' | 'sort' | 'select';

/** Of a sort of which less than all is wanted, the first few are selected. */
function wayOf({ node, x }: RowsJob): Way {
  if (node.op === 'cumsum') return 'cumsum';
  return node.attrs.count === x.view.shape.at(-1) ? 'sort' : 'select';
}

function kernelOfJob(job: RowsJob, rank: number): Kernel {
  const { node } = job;
  const { dtype } = job.x.source;
  const descending = node.op === 'argsort' && node.attrs.descending;
  const way = wayOf(job);
  const bodies: { readonly [W in Way]: RowBody } = {
    cumsum: (b, row) => writeCumsum(b, row, dtype),
    sort: (b, row) => new MergeSort(b, row, scalarOf[dtype], descending).write(),
    select: (b, row) => new Selection(b, row, scalarOf[dtype], descending).write(),
  };
  const key = `${way} ${dtype} ${rank} ${descending ? 'descending' : ''}`;
  return kernels.get(key, () => rowKernel(key, way, rank, bodies[way]));
}

/** Nanoseconds for one element of a row. */
const elementCost: { readonly [W in Way]: (length: number) => number } = {
  cumsum: () => 1,
  sort: (length) => 4 * Math.log2(length + 1),
  select: () => 2,
};

/** The launch of a running sum or a sort along the last dim. */
export function lowerRows(job: RowsJob, context: LowerContext): Launch[] {
  const { node, x } = job;
  const [length, count] = [x.view.shape.at(-1) ?? 1, node.shape.at(-1) ?? 1];
  const rows = count === 0 ? 0 : numel(node.shape) / count;
  if (rows === 0) return [];
  const bytes = bytesOf(x.source.dtype);
  const outer = x.view.shape
    .slice(0, -1)
    .flatMap((size, d) => (size === 1 ? [] : [{ size, stride: (x.view.strides[d] ?? 0) * bytes }]));
  const int = (value: number): Arg => ({ kind: 'int', value });
  const out = context.bufferOf(node);
  const source = context.bufferOf(x.source);
  const way = wayOf(job);
  const needsScratch = way === 'sort';
  const scratch = needsScratch ? context.temp(rows * length * 4) : out;
  return [
    {
      kernel: kernelOfJob(job, outer.length),
      args: [
        { kind: 'buffer', buffer: source, offset: x.view.offset * bytes },
        { kind: 'buffer', buffer: out, offset: 0 },
        { kind: 'buffer', buffer: scratch, offset: 0 },
        int(length),
        int(count),
        int((x.view.strides.at(-1) ?? 0) * bytes),
        int(bytesOf(node.dtype) * count),
        int(length * 4),
        ...outer.toReversed().flatMap(({ size, stride }) => [int(size), int(stride)]),
      ],
      range: rows,
      grain: 1,
      work: rows * length * elementCost[way](length),
      reads: [source],
      writes: needsScratch ? [out, scratch] : [out],
    },
  ];
}
