/**
 * The micro-kernel whose vectors run along the inner dim, for operands that both have neighbours
 * there: nothing is packed. A tile of `rows` x `vectors` sums is held in registers while stretches
 * of steps run past; at the end the lanes of each sum are added up. What a stretch has beyond whole
 * vectors is read as its last vector, without the lanes that have been added before.
 */

import { at } from '../../list.js';
import {
  add,
  binary,
  compare,
  constant,
  convert,
  type KernelBuilder,
  lane,
  load,
  mul,
  select,
  splat,
  vector,
} from '../builder.js';
import type { Expr, Local } from '../ir.js';
import { transpose } from '../transpose.js';
import { type ContractForm, type Element, elementOf } from './form.js';
import { smaller } from './index-map.js';
import { storeTile, type TileOutput } from './store-tile.js';
import { isTight, multiplyAdd, variable } from './tile.js';

/** How a block of the inner dim falls into stretches of neighbours, all of one length. */
export interface Stretches {
  readonly count: Expr;
  /** Whole vectors of a stretch. */
  readonly vectors: Expr;
  /** Steps after them. */
  readonly rest: Expr;
  /** In the lanes of a last vector that belong to the rest. */
  readonly mask: Expr;
}

/** One tile at one block of the inner dim. */
export interface StretchInput {
  /** Addresses of the rows of both operands, to which offsets of stretches are added. */
  readonly rows: readonly Expr[];
  readonly columns: readonly Expr[];
  readonly stretches: Stretches;
  /** Memory for one vector. */
  readonly scratch: Expr;
  /** Byte offset of a stretch in each operand. */
  offsets(stretch: Expr): { readonly a: Expr; readonly b: Expr };
}

/** The stretches of `steps` steps when each has `run` of them, or there is only one. */
export function stretchesOf(
  builder: KernelBuilder,
  { scalar, lanes }: Element,
  steps: Expr,
  run: Expr,
): Stretches {
  const length = builder.let(smaller(steps, run));
  const vectors = builder.let(binary('div', length, constant(lanes)));
  const rest = builder.let(binary('sub', length, mul(vectors, constant(lanes))));
  const numbers = Array.from({ length: lanes }, (_, i) => constant(i, scalar));
  const first = convert(binary('sub', constant(lanes), rest), scalar);
  return {
    count: builder.let(binary('div', steps, length)),
    vectors,
    rest,
    mask: builder.let(compare('ge', vector(numbers), splat(first, lanes))),
  };
}

/** Products that each lane of a sum takes up before it is put aside, if it is long. */
const longestChain = 256;

/** Adds one block of the inner dim to one tile of the results. */
export function writeStretchTile(
  builder: KernelBuilder,
  form: ContractForm,
  input: StretchInput,
  output: TileOutput,
): void {
  const sums = accumulate(builder, form, input);
  const results = totals(builder, sums.flat(), form.lanes);
  const rows = sums.map((row, r) => results.slice(r * row.length, (r + 1) * row.length));
  // As it is stored, a tile has single results side by side.
  storeTile(builder, { ...form, along: 'columns', lanes: 1 }, rows, output);
}

function accumulate(builder: KernelBuilder, form: ContractForm, input: StretchInput): Local[][] {
  const { scalar, lanes, bytes } = elementOf(form);
  const { count, vectors, rest, mask } = input.stretches;
  const zero = constant(0, scalar, lanes);
  const sums = input.rows.map(() => input.columns.map(() => variable(builder, zero)));
  const width = input.columns.length;
  const aside = form.isLong ? sums.flat().map(() => variable(builder, zero)) : [];
  builder.loop(constant(0), count, 1, (stretch) => {
    const offsets = input.offsets(stretch);
    const start = (offset: Expr) => (address: Expr) => variable(builder, add(address, offset));
    const rows = input.rows.map(start(offsets.a));
    const columns = input.columns.map(start(offsets.b));
    const step = (read: (pointer: Local) => Expr): void => {
      const right = columns.map((pointer) => builder.let(read(pointer)));
      for (const [r, row] of sums.entries()) {
        const left = builder.let(read(at(rows, r)));
        for (const [c, sum] of row.entries()) {
          builder.set(sum, multiplyAdd(left, at(right, c), builder.get(sum)));
        }
      }
    };
    const whole = (): void => {
      step((pointer) => load(scalar, builder.get(pointer), 0, lanes));
      for (const pointer of [...rows, ...columns]) {
        builder.set(pointer, add(builder.get(pointer), constant(lanes * bytes)));
      }
    };
    const loop = (length: Expr): void => {
      if (isTight(form.tile)) builder.tightLoop(length, whole);
      else builder.loop(constant(0), length, 1, whole);
    };
    if (!form.isLong) loop(vectors);
    else {
      builder.loop(constant(0), vectors, longestChain, (first) => {
        loop(builder.let(smaller(binary('sub', vectors, first), constant(longestChain))));
        putAside(builder, sums.flat(), aside);
      });
    }
    keepOrder(builder, sums, vectors, input.scratch);
    builder.if(compare('gt', rest, constant(0)), () => {
      const back = builder.let(mul(binary('sub', rest, constant(lanes)), constant(bytes)));
      step((pointer) =>
        select(mask, load(scalar, add(builder.get(pointer), back), 0, lanes), zero),
      );
    });
  });
  if (form.isLong) putAside(builder, sums.flat(), aside);
  return form.isLong ? input.rows.map((_, r) => aside.slice(r * width, (r + 1) * width)) : sums;
}

/** Adds sums to those before, and begins anew. */
function putAside(builder: KernelBuilder, sums: readonly Local[], aside: readonly Local[]): void {
  for (const [i, sum] of sums.entries()) {
    const before = at(aside, i);
    const zero = constant(0, 'f32', sum.type.lanes);
    builder.set(before, add(builder.get(before), builder.get(sum)));
    builder.set(sum, zero);
  }
}

/**
 * V8 orders the multiply-adds of a loop by where it meets their results afterwards. Stores of one
 * after the other, which never happen since a count is not negative, let it load each row just
 * before its use.
 */
function keepOrder(
  builder: KernelBuilder,
  sums: readonly (readonly Local[])[],
  count: Expr,
  scratch: Expr,
): void {
  builder.if(compare('lt', count, constant(0)), () => {
    for (const sum of sums.flat()) builder.store(scratch, builder.get(sum));
  });
}

/** The sum of the lanes of each vector, added pairwise, several vectors at a time. */
function totals(builder: KernelBuilder, sums: readonly Local[], lanes: number): Expr[] {
  const results: Expr[] = [];
  for (let first = 0; first < sums.length; first += lanes) {
    const count = Math.min(lanes, sums.length - first);
    const group = Array.from({ length: lanes }, (_, i) =>
      builder.get(at(sums, first + Math.min(i, count - 1))),
    );
    let lines = transpose(builder, group).map((line) => builder.let(line));
    while (lines.length > 1) {
      const half = lines.length / 2;
      lines = lines.slice(0, half).map((line, i) => builder.let(add(line, at(lines, half + i))));
    }
    for (let i = 0; i < count; i++) results.push(builder.let(lane(at(lines, 0), i)));
  }
  return results;
}
