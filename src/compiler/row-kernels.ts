/** Kernels of the ops that walk whole rows in order: running sums, and stable merge sort. */

import { bytesOf, type DType } from '../graph/dtype.js';
import { numel } from '../graph/shape.js';
import {
  add,
  binary,
  compare,
  constant,
  KernelBuilder,
  load,
  mul,
  select,
} from '../kernel/builder.js';
import type { Expr, Kernel } from '../kernel/ir.js';
import { scalarOf } from './emit-term.js';
import type { RowsJob } from './job.js';
import type { Arg, Launch } from './launch.js';
import type { LowerContext } from './lower-loop.js';

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

interface RowFrame {
  readonly x: Expr;
  readonly step: Expr;
  readonly out: Expr;
  readonly scratch: Expr;
  readonly length: Expr;
}

/** A kernel over rows; `body` gets the addresses of one row. */
function rowKernel(
  key: string,
  name: string,
  rank: number,
  body: (b: KernelBuilder, row: RowFrame) => void,
): Kernel {
  const b = new KernelBuilder();
  const [x, out, scratch] = [b.arg('i32'), b.arg('i32'), b.arg('i32')];
  const [length, step] = [b.arg('i32'), b.arg('i32')];
  const [outRow, scratchRow] = [b.arg('i32'), b.arg('i32')];
  const dims = Array.from({ length: rank }, (): [Expr, Expr] => [b.arg('i32'), b.arg('i32')]);
  b.loop(b.range('lo'), b.range('hi'), 1, (row) => {
    body(b, {
      x: rowAddress(b, x, row, dims),
      step,
      length,
      out: b.let(add(out, mul(row, outRow))),
      scratch: b.let(add(scratch, mul(row, scratchRow))),
    });
  });
  return b.build(name, key);
}

function cumsumBody(dtype: DType) {
  return (b: KernelBuilder, row: RowFrame): void => {
    const scalar = scalarOf[dtype];
    const total = b.local(constant(0, scalar).type);
    b.set(total, constant(0, scalar));
    b.loop(constant(0), row.length, 1, (i) => {
      b.set(total, add(b.get(total), load(scalar, add(row.x, mul(i, row.step)))));
      b.store(add(row.out, mul(i, constant(bytesOf(dtype)))), b.get(total));
    });
  };
}

/** Whether x stands before y or beside it: NaN is the largest. */
function inOrder(x: Expr, y: Expr, descending: boolean): Expr {
  if (x.type.scalar === 'i32') return compare(descending ? 'ge' : 'le', x, y);
  const [first, second] = descending ? [y, x] : [x, y];
  return binary('or', compare('le', first, second), compare('ne', second, second));
}

/**
 * Bottom-up merge sort of indices. `out` and `scratch` take turns; as the number of passes is odd
 * or even, the first pass starts from the one that makes the last pass end in `out`.
 */
function argsortBody(dtype: DType, descending: boolean) {
  return (b: KernelBuilder, row: RowFrame): void => {
    const scalar = scalarOf[dtype];
    const word = constant(4);
    const at = (base: Expr, i: Expr): Expr => add(base, mul(i, word));
    const valueAt = (i: Expr): Expr => load(scalar, add(row.x, mul(i, row.step)));
    const passes = b.local(word.type);
    b.set(passes, constant(0));
    b.loop(constant(0), constant(31), 1, (p) => {
      const isNeeded = compare('lt', binary('shl', constant(1), p), row.length);
      b.if(isNeeded, () => b.set(passes, add(p, constant(1))));
    });
    const isOdd = b.let(binary('and', b.get(passes), constant(1)));
    const start = compare('ne', isOdd, constant(0));
    const from = b.local(word.type);
    const to = b.local(word.type);
    b.set(from, select(start, row.scratch, row.out));
    b.set(to, select(start, row.out, row.scratch));
    b.loop(constant(0), row.length, 1, (i) => b.store(at(b.get(from), i), i));
    b.loop(constant(0), b.get(passes), 1, (p) => {
      const width = b.let(binary('shl', constant(1), p));
      const left = b.local(word.type);
      const right = b.local(word.type);
      const middle = b.local(word.type);
      const end = b.local(word.type);
      b.set(end, constant(0));
      const least = (x: Expr): Expr => select(compare('lt', x, row.length), x, row.length);
      b.loop(constant(0), row.length, 1, (k) => {
        b.if(compare('eq', k, b.get(end)), () => {
          b.set(left, k);
          b.set(right, least(add(k, width)));
          b.set(middle, b.get(right));
          b.set(end, least(add(b.get(middle), width)));
        });
        const isLeft = b.local(word.type);
        b.set(isLeft, constant(0));
        b.if(compare('lt', b.get(left), b.get(middle)), () => {
          b.set(isLeft, constant(1));
          b.if(compare('lt', b.get(right), b.get(end)), () => {
            const x = b.let(valueAt(load('i32', at(b.get(from), b.get(left)))));
            const y = b.let(valueAt(load('i32', at(b.get(from), b.get(right)))));
            b.if(
              inOrder(x, y, descending),
              () => {},
              () => b.set(isLeft, constant(0)),
            );
          });
        });
        b.if(
          compare('ne', b.get(isLeft), constant(0)),
          () => {
            b.store(at(b.get(to), k), load('i32', at(b.get(from), b.get(left))));
            b.set(left, add(b.get(left), constant(1)));
          },
          () => {
            b.store(at(b.get(to), k), load('i32', at(b.get(from), b.get(right))));
            b.set(right, add(b.get(right), constant(1)));
          },
        );
      });
      const swap = b.let(b.get(from));
      b.set(from, b.get(to));
      b.set(to, swap);
    });
  };
}

const kernels = new Map<string, Kernel>();

function kernelOf(job: RowsJob, rank: number): Kernel {
  const { dtype } = job.x.source;
  const { node } = job;
  const order = node.op === 'argsort' && node.attrs.descending ? 'descending' : '';
  const key = `${node.op} ${dtype} ${rank} ${order}`;
  const known = kernels.get(key);
  if (known !== undefined) return known;
  const body = node.op === 'cumsum' ? cumsumBody(dtype) : argsortBody(dtype, order !== '');
  const kernel = rowKernel(key, node.op, rank, body);
  kernels.set(key, kernel);
  return kernel;
}

/** The launch of a running sum or a sort along the last dim. */
export function lowerRows(job: RowsJob, context: LowerContext): Launch[] {
  const { node, x } = job;
  const length = node.shape.at(-1) ?? 1;
  const rows = length === 0 ? 0 : numel(node.shape) / length;
  if (rows === 0) return [];
  const bytes = bytesOf(x.source.dtype);
  const outer = x.view.shape
    .slice(0, -1)
    .flatMap((size, d) => (size === 1 ? [] : [{ size, stride: (x.view.strides[d] ?? 0) * bytes }]));
  const int = (value: number): Arg => ({ kind: 'int', value });
  const out = context.bufferOf(node as never);
  const source = context.bufferOf(x.source);
  const needsScratch = node.op === 'argsort';
  const scratch = needsScratch ? context.temp(rows * length * 4) : out;
  const outBytes = bytesOf(node.dtype) * length;
  return [
    {
      kernel: kernelOf(job, outer.length),
      args: [
        { kind: 'buffer', buffer: source, offset: x.view.offset * bytes },
        { kind: 'buffer', buffer: out, offset: 0 },
        { kind: 'buffer', buffer: scratch, offset: 0 },
        int(length),
        int((x.view.strides.at(-1) ?? 0) * bytes),
        int(outBytes),
        int(length * 4),
        ...outer.toReversed().flatMap(({ size, stride }) => [int(size), int(stride)]),
      ],
      range: rows,
      grain: 1,
      work: rows * length * (needsScratch ? 4 * Math.log2(length + 1) : 1),
      reads: [source],
      writes: needsScratch ? [out, scratch] : [out],
    },
  ];
}
