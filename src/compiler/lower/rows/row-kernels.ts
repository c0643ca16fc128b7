/**
 * Lowers the ops that walk whole rows in order: running sums and maxima, sorts (`merge-sort.ts`),
 * and the first few of a sort (`selection.ts`).
 */

import { assertNever } from '../../../errors.js';
import { bytesOf, type DType } from '../../../graph/dtype.js';
import type { NodeOf } from '../../../graph/node.js';
import type { CummaxAttrs } from '../../../graph/ops.js';
import { numel } from '../../../graph/shape.js';
import { traits } from '../../../graph/traits.js';
import {
  add,
  binary,
  compare,
  constant,
  convert,
  KernelBuilder,
  load,
  mul,
  select,
} from '../../../kernel/builder.js';
import { PlainTotal } from '../../../kernel/exact-total.js';
import type { Expr, Kernel } from '../../../kernel/ir.js';
import type { MemoryView, RowsJob } from '../../schedule/job.js';
import { kernels } from '../kernel-cache.js';
import type { Arg, Launch, LowerContext } from '../launch.js';
import { scalarOf } from '../launch.js';
import { MergeSort } from './merge-sort.js';
import type { RowFrame } from './row-order.js';
import { Selection } from './selection.js';

/**
 * Address of row `row` of a view: its outer dims are arguments (size, stride in bytes), innermost
 * first.
 */
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

/**
 * A long running total of float32 would lose the digits of what is added, so floats are added in
 * float64.
 */
function writeCumsum(b: KernelBuilder, row: RowFrame, dtype: DType): void {
  const scalar = scalarOf[dtype];
  const wide = scalar === 'f32' ? 'f64' : scalar;
  const total = new PlainTotal(b, wide, 1);
  b.loop(constant(0), row.length, 1, (i) => {
    total.add(convert(load(scalar, add(row.x, mul(i, row.step))), wide));
    b.store(add(row.out, mul(i, constant(bytesOf(dtype)))), convert(total.value(), scalar));
  });
}

/** Of equal values the last counts, and NaN stays, as PyTorch has it. */
function writeCummax(b: KernelBuilder, row: RowFrame, dtype: DType, { gives }: CummaxAttrs): void {
  const scalar = scalarOf[dtype];
  const first = b.let(load(scalar, row.x));
  const [best, place] = [b.local(first.type), b.local(row.length.type)];
  b.set(best, first);
  b.set(place, constant(0));
  b.loop(constant(0), row.length, 1, (i) => {
    const value = b.let(load(scalar, add(row.x, mul(i, row.step))));
    const isNext = compare('ge', value, b.get(best));
    const isUnordered = compare('ne', value, value);
    const isBest = b.let(scalar === 'i32' ? isNext : binary('or', isNext, isUnordered));
    b.set(best, select(isBest, value, b.get(best)));
    b.set(place, select(isBest, i, b.get(place)));
    const [result, bytes] = gives === 'values' ? [best, bytesOf(dtype)] : [place, bytesOf('int32')];
    b.store(add(row.out, mul(i, constant(bytes))), b.get(result));
  });
}

/** How rows are walked. */
interface Walk {
  readonly name: string;
  /** What of the attributes is in the code. */
  readonly form: string;
  readonly write: RowBody;
  /** Nanoseconds for one element of a row. */
  readonly elementCost: number;
  readonly needsScratch: boolean;
}

/** Nanoseconds for an element that is looked at once in a selection. */
const selectionCost = 2;

/** Of a sort of which less than all is wanted, the first few are selected. */
function sortWalk(
  { attrs: { count, descending } }: NodeOf<'argsort'>,
  { source, view }: MemoryView,
): Walk {
  const length = view.shape.at(-1) ?? 1;
  const scalar = scalarOf[source.dtype];
  const form = descending ? 'descending' : '';
  if (count === length) {
    return {
      name: 'sort',
      form,
      write: (b, row) => new MergeSort(b, row, scalar, descending).write(),
      elementCost: traits.argsort.vector * Math.log2(length + 1),
      needsScratch: true,
    };
  }
  return {
    name: 'select',
    form,
    write: (b, row) => new Selection(b, row, scalar, descending).write(),
    elementCost: selectionCost,
    needsScratch: false,
  };
}

function walkOf({ node, x }: RowsJob): Walk {
  const { dtype } = x.source;
  const elementCost = traits[node.op].vector;
  switch (node.op) {
    case 'cumsum':
      return {
        name: node.op,
        form: '',
        write: (b, row) => writeCumsum(b, row, dtype),
        elementCost,
        needsScratch: false,
      };
    case 'cummax':
      return {
        name: node.op,
        form: node.attrs.gives,
        write: (b, row) => writeCummax(b, row, dtype, node.attrs),
        elementCost,
        needsScratch: false,
      };
    case 'argsort':
      return sortWalk(node, x);
    default:
      return assertNever(node);
  }
}

/** The launch of a scan along the last dim. */
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
  const { name, form, write, elementCost, needsScratch } = walkOf(job);
  const key = `${name} ${x.source.dtype} ${outer.length} ${form}`;
  const scratch = needsScratch ? context.temp(rows * length * 4) : out;
  return [
    {
      kernel: kernels.get(key, () => rowKernel(key, name, outer.length, write)),
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
      work: rows * length * elementCost,
      reads: [source],
      writes: needsScratch ? [out, scratch] : [out],
    },
  ];
}
