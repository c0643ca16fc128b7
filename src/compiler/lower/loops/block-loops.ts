/**
 * Loops over a block of a contraction's results, one batch item, some rows, some columns, as flat
 * row and column indices of the contraction.
 */

import { add, binary, constant, type KernelBuilder, mul } from '../../../kernel/builder.js';
import type { ResultBlock } from '../../../kernel/contract/epilogue.js';
import type { Params } from '../../../kernel/contract/index-map.js';
import type { Expr } from '../../../kernel/ir.js';
import { at } from '../../../list.js';
import type { LoopJob } from '../../schedule/job.js';
import { SHORT } from '../../schedule/sum-order.js';
import { termOrder } from '../../schedule/term.js';
import { type LoopArgs, nameArgs } from './loop-args.js';
import type { FissionPlan } from './loop-fission.js';
import {
  atLeastOne,
  dimsOf,
  type LoopDim,
  type LoopLayout,
  mergeDims,
  operandsOf,
} from './loop-layout.js';
import { type Point, TermWriter } from './loop-terms.js';
import { type Stretch, VectorLoops } from './vector-loops.js';

/** How many dims of a result count its batch items, and how many its rows. */
export interface ResultDims {
  readonly batch: number;
  readonly rows: number;
}

/** A layout whose dims are those of the batch, then those of lines, then those along a line. */
export interface BlockLayout extends LoopLayout {
  readonly batch: number;
  readonly lines: number;
  /** Whether lines are columns, where rows are too short. */
  readonly isSwapped: boolean;
}

function isShort(dims: readonly LoopDim[]): boolean {
  return (dims.at(-1)?.size ?? 1) < SHORT;
}

/** Lays out the loops over blocks of results. */
export function layoutBlock(job: LoopJob, { batch, rows }: ResultDims): BlockLayout {
  const terms = termOrder(job.items.map((item) => item.term));
  const operands = operandsOf(terms, job.items);
  const all = dimsOf(job, operands);
  const items = mergeDims(all.slice(0, batch));
  const m = atLeastOne(mergeDims(all.slice(batch, batch + rows)), operands);
  const n = atLeastOne(mergeDims(all.slice(batch + rows)), operands);
  const isSwapped = isShort(n) && !isShort(m);
  const [lines, along] = isSwapped ? [n, m] : [m, n];
  const dims = [...items, ...lines, ...along];
  return {
    mode: 'map',
    dims,
    vector: dims.length - 1,
    items: job.items,
    terms,
    operands,
    batch: items.length,
    lines: lines.length,
    isSwapped,
  };
}

/** Writes the loops over a block. */
export class BlockWriter {
  readonly #b: KernelBuilder;
  readonly #layout: BlockLayout;
  readonly #args: LoopArgs;
  readonly #terms: TermWriter;
  readonly #loops: VectorLoops;

  constructor(
    builder: KernelBuilder,
    params: Params,
    layout: BlockLayout,
    lanes: number,
    plan: FissionPlan,
  ) {
    this.#b = builder;
    this.#layout = layout;
    this.#args = nameArgs(layout, (index, type) => params.get(blockArg(index), type));
    this.#terms = new TermWriter(builder, layout, this.#args, plan);
    this.#loops = new VectorLoops({ builder, layout, terms: this.#terms, plan, lanes });
  }

  write({ batch, rows, columns }: ResultBlock): void {
    const { batch: first, lines: count, dims, isSwapped } = this.#layout;
    const [lines, along] = isSwapped ? [columns, rows] : [rows, columns];
    const inner = first + count;
    const item = this.#enter(0, first, this.#terms.start(), batch);
    this.#b.loop(lines.from, lines.to, 1, (index) => {
      this.#along(inner, dims.length - 1, this.#enter(first, inner, item, index), along);
    });
  }

  /** A point moved to `index`, which counts dims `from` to `to` in row-major order. */
  #enter(from: number, to: number, start: Point, index: Expr): Point {
    const b = this.#b;
    const indices: Expr[] = [];
    let rest = index;
    for (let d = to - 1; d > from; d--) {
      const size = at(this.#args.sizes, d);
      const outer = b.let(binary('div', rest, size));
      indices.unshift(b.let(binary('sub', rest, mul(outer, size))));
      rest = outer;
    }
    indices.unshift(rest);
    let point = start;
    for (let d = from; d < to; d++) {
      point = at(this.#terms.moved(d, [point], at(indices, d - from)), 0);
      this.#terms.uniformTerms(d, point, 0);
      this.#terms.varyingTerms(d, point, 1, 0);
    }
    return point;
  }

  /** A part of a line: the vector's dim and those around it. */
  #along(from: number, vector: number, line: Point, { from: start, to: end }: Stretch): void {
    const b = this.#b;
    if (from === vector) {
      this.#loops.map(line, { from: start, to: end });
      return;
    }
    const run = at(this.#args.sizes, vector);
    const ends = add(end, binary('sub', run, constant(1)));
    b.loop(binary('div', start, run), binary('div', ends, run), 1, (index) => {
      const first = b.let(mul(index, run));
      const point = this.#enter(from, vector, line, index);
      this.#loops.map(point, {
        from: b.let(binary('max', binary('sub', start, first), constant(0))),
        to: b.let(binary('min', binary('sub', end, first), run)),
      });
    });
  }
}

/** Name of an argument of the loops over blocks, by its number, beside those of the contraction. */
export function blockArg(index: number): string {
  return `block.${index}`;
}
