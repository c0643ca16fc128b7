/**
 * The micro-kernel: a tile of `rows` x `vectors` results held in registers while the inner dim runs
 * past, one step per iteration (two in one block make V8 spill every accumulator). Tiles that hang
 * over an edge are computed in scratch memory and their valid part is copied.
 * Source of the scheme: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008.
 */

import {
  add,
  binary,
  compare,
  constant,
  fma,
  type KernelBuilder,
  load,
  mul,
  select,
  splat,
  typeOf,
} from './builder.js';
import type { Element, TileShape } from './contract-form.js';
import { smaller } from './contract-index.js';
import type { Expr, Local } from './ir.js';

/** Where a micro-kernel reads: one address per row, or all rows from one address (packed). */
export type TileRows =
  | { readonly kind: 'apart'; readonly addresses: readonly Expr[]; readonly step: Expr }
  | { readonly kind: 'together'; readonly address: Expr; readonly step: Expr };

/** One tile at one block of the inner dim. */
export interface TileInput {
  readonly a: TileRows;
  readonly b: { readonly address: Expr; readonly step: Expr };
  readonly steps: Expr;
  /** Whether this is the first block, which starts from zero. */
  readonly isFirst: Expr;
}

/** The matrix of results; addresses in bytes, the others in elements. */
export interface TileOutput {
  readonly base: Expr;
  readonly row: Expr;
  readonly column: Expr;
  readonly rows: Expr;
  readonly columns: Expr;
  /** Memory for one tile. */
  readonly scratch: Expr;
}

/** Adds one block of the inner dim to one tile of the results. */
export function writeTile(
  builder: KernelBuilder,
  element: Element,
  shape: TileShape,
  input: TileInput,
  output: TileOutput,
): void {
  const { bytes, lanes } = element;
  const width = shape.vectors * lanes;
  const left = builder.let(binary('sub', output.rows, output.row));
  const wide = builder.let(binary('sub', output.columns, output.column));
  const isWhole = binary(
    'and',
    compare('ge', left, constant(shape.rows)),
    compare('ge', wide, constant(width)),
  );
  const whole = builder.let(select(isWhole, constant(1), constant(0)));
  const isEdge = compare('eq', whole, constant(0));
  const index = add(mul(output.row, output.columns), output.column);
  const home = builder.let(add(output.base, mul(index, constant(bytes))));
  const homeStride = builder.let(mul(output.columns, constant(bytes)));
  const edge: Copy = {
    home,
    homeStride,
    scratch: output.scratch,
    scratchStride: constant(width * bytes),
    rows: () => smaller(left, constant(shape.rows)),
    columns: () => smaller(wide, constant(width)),
  };
  const target = builder.let(select(isEdge, output.scratch, home));
  const stride = builder.let(select(isEdge, edge.scratchStride, homeStride));
  builder.if(isEdge, () => {
    builder.if(
      input.isFirst,
      () => {},
      () => copyValid(builder, element, edge, 'to scratch'),
    );
  });
  multiply(builder, element, shape, input, { address: target, stride });
  builder.if(isEdge, () => copyValid(builder, element, edge, 'home'));
}

interface Copy {
  readonly home: Expr;
  readonly homeStride: Expr;
  readonly scratch: Expr;
  readonly scratchStride: Expr;
  readonly rows: () => Expr;
  readonly columns: () => Expr;
}

function copyValid(
  builder: KernelBuilder,
  element: Element,
  copy: Copy,
  direction: 'home' | 'to scratch',
): void {
  const columns = builder.let(copy.columns());
  builder.loop(constant(0), copy.rows(), 1, (r) => {
    const home = builder.let(add(copy.home, mul(r, copy.homeStride)));
    const scratch = builder.let(add(copy.scratch, mul(r, copy.scratchStride)));
    const [from, to] = direction === 'home' ? [scratch, home] : [home, scratch];
    builder.loop(constant(0), columns, 1, (c) => {
      const offset = builder.let(mul(c, constant(element.bytes)));
      builder.store(add(to, offset), load(element.scalar, add(from, offset)));
    });
  });
}

function multiply(
  builder: KernelBuilder,
  element: Element,
  shape: TileShape,
  input: TileInput,
  target: { readonly address: Expr; readonly stride: Expr },
): void {
  const { scalar, lanes, bytes } = element;
  const type = typeOf(scalar, lanes);
  const sums = Array.from({ length: shape.rows }, () =>
    Array.from({ length: shape.vectors }, () => builder.local(type)),
  );
  const results = Array.from({ length: shape.rows }, (_, r) =>
    builder.let(add(target.address, mul(constant(r), target.stride))),
  );
  const eachSum = (visit: (sum: Local, address: Expr, offset: number) => void): void => {
    for (const [r, address] of results.entries()) {
      for (const [v, sum] of (sums[r] ?? []).entries()) visit(sum, address, v * lanes * bytes);
    }
  };
  builder.if(
    input.isFirst,
    () => eachSum((sum) => builder.set(sum, constant(0, scalar, lanes))),
    () => eachSum((sum, address, offset) => builder.set(sum, load(scalar, address, offset, lanes))),
  );
  accumulate(builder, element, sums, input);
  eachSum((sum, address, offset) => builder.store(address, builder.get(sum), offset));
}

/** The inner loop. */
function accumulate(
  builder: KernelBuilder,
  element: Element,
  sums: readonly (readonly Local[])[],
  input: TileInput,
): void {
  const { scalar, lanes, bytes } = element;
  const { a, b } = input;
  const moving = (start: Expr): Local => {
    const local = builder.local(start.type);
    builder.set(local, start);
    return local;
  };
  const starts = a.kind === 'apart' ? a.addresses : [a.address];
  const pointers = starts.map(moving);
  const right = moving(b.address);
  const factor = (row: number): Expr => {
    const apart = pointers[row];
    const [first = right] = pointers;
    return a.kind === 'apart' && apart !== undefined
      ? load(scalar, builder.get(apart))
      : load(scalar, builder.get(first), row * bytes);
  };
  builder.loop(constant(0), input.steps, 1, () => {
    const vectors = (sums[0] ?? []).map((_, v) =>
      builder.let(load(scalar, builder.get(right), v * lanes * bytes, lanes)),
    );
    for (const [r, row] of sums.entries()) {
      addProducts(builder, row, builder.let(splat(factor(r), lanes)), vectors);
    }
    for (const pointer of pointers) builder.set(pointer, add(builder.get(pointer), a.step));
    builder.set(right, add(builder.get(right), b.step));
  });
}

function addProducts(
  builder: KernelBuilder,
  sums: readonly Local[],
  factor: Expr,
  vectors: readonly Expr[],
): void {
  for (const [v, vector] of vectors.entries()) {
    const sum = sums[v];
    if (sum !== undefined) builder.set(sum, multiplyAdd(factor, vector, builder.get(sum)));
  }
}

/** a * b + c in any element type. */
export function multiplyAdd(a: Expr, b: Expr, c: Expr): Expr {
  return a.type.scalar === 'i32' ? add(mul(a, b), c) : fma(a, b, c);
}
