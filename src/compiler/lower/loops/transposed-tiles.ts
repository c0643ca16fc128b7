/**
 * Loops over tiles of a map that reads an operand transposed: its neighbours in memory are those
 * along another dim than the vector's. A tile has as many rows as a vector has lanes; the operand
 * is read along its own rows and transposed in registers. Tiles follow each other down a band
 * first, so that a cache line of the operand is used up before the next one is needed.
 */

import { add, binary, constant, type KernelBuilder, load, mul } from '../../../kernel/builder.js';
import type { Expr } from '../../../kernel/ir.js';
import { transpose } from '../../../kernel/transpose.js';
import { at } from '../../../list.js';
import type { Term } from '../../schedule/term.js';
import { scalarOf } from '../launch.js';
import { asMask } from './emit-term.js';
import { isKnown, type LoopArgs } from './loop-args.js';
import type { FissionPlan, SubLoop } from './loop-fission.js';
import { type LoopLayout, termsAlong } from './loop-layout.js';
import type { Point, TermWriter } from './loop-terms.js';
import type { Stretch, VectorContext } from './vector-loops.js';

/** Rows whose distance is a power of two share one set of the cache, which holds so many lines. */
const linesOfSet = 8;
/** A map of fewer elements per tile loop is not worth the code. */
const leastElements = 256;

/** Rows of a band: whole tiles. */
export function bandOf(lanes: number): number {
  return Math.max(linesOfSet, lanes);
}

type LoadTerm = Extract<Term, { readonly kind: 'load' }>;

/** An operand that is read transposed. */
export interface TransposedOperand {
  readonly term: LoadTerm;
  readonly operand: number;
}

/** The operands that lie along dim `d` where the vector steps over them. */
function transposedAlong(layout: LoopLayout, d: number): TransposedOperand[] {
  return layout.operands.flatMap(({ of }, operand): TransposedOperand[] => {
    const isSwapped = layout.dims[d]?.strides[operand] === 1;
    if (!isSwapped || isKnown(layout, layout.vector, operand)) return [];
    return 'kind' in of && of.kind === 'load' ? [{ term: of, operand }] : [];
  });
}

/** Whether tiles down dim `d` compute nothing more than once that costs something. */
function isFree(layout: LoopLayout, d: number): boolean {
  const [down, along] = [termsAlong(layout, d), termsAlong(layout, layout.vector)];
  const isWork = ({ kind }: Term): boolean => kind === 'op' || kind === 'random';
  return !layout.terms.some((term) => isWork(term) && down.has(term) && !along.has(term));
}

/** The dim that tiles go down, if there is something to transpose; -1 if not. */
function downOf(layout: LoopLayout, lanes: number): number {
  const { mode, dims, vector } = layout;
  const columns = dims[vector]?.size ?? 0;
  if (mode !== 'map' || lanes === 1 || columns < lanes) return -1;
  return dims.findLastIndex(({ size }, d) => {
    const isLarge = d !== vector && size >= lanes && size * columns >= leastElements;
    return isLarge && transposedAlong(layout, d).length > 0 && isFree(layout, d);
  });
}

/**
 * The layout with the dim that tiles go down beside the vector's; as it is where nothing is
 * transposed.
 */
export function tiled(layout: LoopLayout, lanes: number): LoopLayout {
  const down = downOf(layout, lanes);
  if (down === -1) return layout;
  const { dims, vector } = layout;
  const others = dims.filter((_, d) => d !== down && d !== vector);
  return { ...layout, dims: [...others, at(dims, down), at(dims, vector)] };
}

/** Operands to be transposed by a kernel of this layout, if it has tiles. */
export function transposedOperands(
  layout: LoopLayout,
  lanes: number,
  { subLoops }: FissionPlan,
): TransposedOperand[] {
  const down = layout.vector - 1;
  if (subLoops.length > 1 || downOf(layout, lanes) !== down) return [];
  return transposedAlong(layout, down);
}

/** Tiles over the two innermost dims of a layout. */
export class TransposedTiles {
  readonly #b: KernelBuilder;
  readonly #layout: LoopLayout;
  readonly #args: LoopArgs;
  readonly #terms: TermWriter;
  readonly #subLoop: SubLoop;
  readonly #lanes: number;
  readonly #down: number;
  readonly #transposed: readonly TransposedOperand[];

  constructor(context: VectorContext, args: LoopArgs, transposed: readonly TransposedOperand[]) {
    this.#b = context.builder;
    this.#layout = context.layout;
    this.#terms = context.terms;
    this.#subLoop = at(context.plan.subLoops, 0);
    this.#lanes = context.lanes;
    this.#down = context.layout.vector - 1;
    this.#args = args;
    this.#transposed = transposed;
  }

  /** The tiles of `rows`; what is left of rows and columns goes to `plain`. */
  write(point: Point, rows: Stretch, plain: (rows: Stretch, columns: Stretch) => void): void {
    const b = this.#b;
    const columns = { from: constant(0), to: at(this.#args.sizes, this.#layout.vector) };
    const [lastRow, lastColumn] = [this.#wholeEnd(rows), this.#wholeEnd(columns)];
    this.#terms.widen(point, this.#lanes);
    const band = bandOf(this.#lanes);
    b.loop(rows.from, lastRow, band, (top) => {
      const bottom = b.let(binary('pmin', add(top, constant(band)), lastRow));
      b.loop(columns.from, lastColumn, this.#lanes, (column) => {
        b.loop(top, bottom, this.#lanes, (row) => this.#tile(point, row, column));
      });
    });
    plain({ from: rows.from, to: lastRow }, { from: lastColumn, to: columns.to });
    plain({ from: lastRow, to: rows.to }, columns);
  }

  /** Where the last whole tile of a stretch ends. */
  #wholeEnd({ from, to }: Stretch): Expr {
    const length = binary('and', binary('sub', to, from), constant(-this.#lanes));
    return this.#b.let(add(from, length));
  }

  #tile(outer: Point, row: Expr, column: Expr): void {
    const { vector: along, items } = this.#layout;
    const line = this.#terms.moved(this.#down, [outer], row);
    const corner = at(this.#terms.moved(along, line, column), 0);
    const transposed = this.#transposed.map((operand) => this.#transpose(operand, corner));
    for (let r = 0; r < this.#lanes; r++) {
      const point = at(this.#terms.moved(this.#down, [corner], constant(r)), 0);
      this.#transposed.forEach(({ term }, k) => {
        const line = at(at(transposed, k), r);
        point.values.set(term, this.#b.let(term.dtype === 'bool' ? asMask(line) : line));
      });
      this.#terms.uniformTerms(this.#down, point, 0);
      this.#terms.writeTerms(this.#subLoop, point, this.#lanes, constant(0));
      this.#terms.storeAll(items, point, this.#lanes);
    }
  }

  /** The rows of an operand's tile. */
  #transpose({ term, operand }: TransposedOperand, corner: Point): Expr[] {
    const b = this.#b;
    const step = this.#args.strides[this.#layout.vector]?.[operand] ?? constant(0);
    const lines = Array.from({ length: this.#lanes }, (_, i) => {
      const address = add(at(corner.places, operand), mul(constant(i), step));
      return b.let(load(scalarOf[term.dtype], address, 0, this.#lanes));
    });
    return transpose(b, lines);
  }
}
