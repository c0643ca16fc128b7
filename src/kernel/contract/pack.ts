/**
 * Copies a block of a strided operand into a panel: `width` columns (rows of the left operand) side
 * by side for each step of the inner dim, so that the micro-kernel reads it front to back. Columns
 * past the last repeat the last one; their products are thrown away.
 */

import { add, binary, compare, constant, type KernelBuilder, load, mul } from '../builder.js';
import type { Expr } from '../ir.js';
import { transpose } from '../transpose.js';
import type { Element } from './form.js';
import { type IndexMap, smaller } from './index-map.js';

/** One operand at one block of the inner dim. */
export interface PanelSource {
  /** The group that columns count. */
  readonly columns: IndexMap;
  readonly count: Expr;
  /** Address of column 0; `kOffset` is added to it. */
  readonly base: Expr;
  readonly kUnit: boolean;
  /** Byte offset of step `k` of the block; may be read up to a vector past its end. */
  kOffset(k: Expr): Expr;
  /** Whether steps that follow each other may be apart in memory although `kUnit`. */
  readonly isUneven: boolean;
}

/** Where the panel goes. */
export interface Panel {
  readonly address: Expr;
  /** The first column. */
  readonly first: Expr;
  /** A multiple of the lanes. */
  readonly width: number;
}

/** Writes one panel of `steps` steps. */
export function packPanel(
  builder: KernelBuilder,
  element: Element,
  source: PanelSource,
  panel: Panel,
  steps: Expr,
): void {
  const pack = new PanelWriter(builder, element, source, panel, steps);
  if (source.columns.form.unit) pack.byColumns();
  else if (source.kUnit && element.lanes > 1) pack.bySteps();
  else pack.byElements(pack.columns());
}

class PanelWriter {
  readonly #builder: KernelBuilder;
  readonly #element: Element;
  readonly #source: PanelSource;
  readonly #panel: Panel;
  readonly #steps: Expr;

  constructor(
    builder: KernelBuilder,
    element: Element,
    source: PanelSource,
    panel: Panel,
    steps: Expr,
  ) {
    this.#builder = builder;
    this.#element = element;
    this.#source = source;
    this.#panel = panel;
    this.#steps = steps;
  }

  /** Addresses of the columns at step 0. */
  columns(): Expr[] {
    const { columns, count, base } = this.#source;
    const last = this.#builder.let(binary('sub', count, constant(1)));
    return Array.from({ length: this.#panel.width }, (_, c) => {
      const index = smaller(add(this.#panel.first, constant(c)), last);
      return this.#builder.let(add(base, columns.offset(this.#builder, index)));
    });
  }

  /**
   * Vectors of neighbouring columns, one step after the other; elements where columns are apart.
   */
  byColumns(): void {
    const { columns, count, base } = this.#source;
    const { first, width } = this.#panel;
    const rest = binary('sub', count, first);
    const left = this.#builder.let(
      columns.form.rank > 1 ? smaller(columns.left(first), rest) : rest,
    );
    const start = this.#builder.let(add(base, columns.offset(this.#builder, first)));
    this.#builder.if(
      compare('ge', left, constant(width)),
      () =>
        this.#eachStep(constant(0), this.#steps, (k, target) => {
          const address = this.#builder.let(add(start, this.#source.kOffset(k)));
          this.#eachVector((c) => this.#copyVector(address, target, c));
        }),
      () => this.#byMixture(start, left),
    );
  }

  /** Vectors of the first `left` columns as far as they go, from `start` on. */
  #byMixture(start: Expr, left: Expr): void {
    const { lanes } = this.#element;
    const columns = this.columns();
    this.#eachStep(constant(0), this.#steps, (k, target) => {
      const offset = this.#builder.let(this.#source.kOffset(k));
      const address = this.#builder.let(add(start, offset));
      this.#eachVector((c) => {
        this.#builder.if(
          compare('ge', left, constant(c + lanes)),
          () => this.#copyVector(address, target, c),
          () => this.#copyElements(columns.slice(c, c + lanes), offset, target, c),
        );
      });
    });
  }

  /** Squares of lanes x lanes elements, neighbours along the inner dim, transposed. */
  bySteps(): void {
    const { lanes } = this.#element;
    const columns = this.columns();
    this.#builder.loop(constant(0), this.#steps, lanes, (k) => {
      const end = this.#builder.let(add(k, constant(lanes)));
      const fits = compare('le', end, this.#steps);
      this.#builder.if(
        this.#source.isUneven ? binary('and', fits, this.#areTogether(k)) : fits,
        () => this.#turnSquares(columns, k),
        () => this.byElements(columns, k, this.#builder.let(smaller(end, this.#steps))),
      );
    });
  }

  /**
   * Whether a vector of steps from `k` on are neighbours. With stretches of two or more neighbours,
   * every second step tells: from one to the next but one, at most one stretch ends.
   */
  #areTogether(k: Expr): Expr {
    const { bytes, lanes } = this.#element;
    const start = this.#builder.let(this.#source.kOffset(k));
    const isAt = (step: number): Expr =>
      compare(
        'eq',
        this.#source.kOffset(add(k, constant(step))),
        add(start, constant(step * bytes)),
      );
    let all = isAt(1);
    for (let step = 3; step < lanes; step += 2) all = binary('and', all, isAt(step));
    return all;
  }

  /** One element at a time. */
  byElements(columns: readonly Expr[], from: Expr = constant(0), to: Expr = this.#steps): void {
    this.#eachStep(from, to, (k, target) => {
      this.#copyElements(columns, this.#builder.let(this.#source.kOffset(k)), target, 0);
    });
  }

  #eachStep(from: Expr, to: Expr, write: (k: Expr, target: Expr) => void): void {
    const stride = this.#panel.width * this.#element.bytes;
    this.#builder.loop(from, to, 1, (k) => {
      write(k, this.#builder.let(add(this.#panel.address, mul(k, constant(stride)))));
    });
  }

  #eachVector(write: (column: number) => void): void {
    for (let c = 0; c < this.#panel.width; c += this.#element.lanes) write(c);
  }

  #copyVector(source: Expr, target: Expr, column: number): void {
    const { scalar, lanes, bytes } = this.#element;
    this.#builder.store(target, load(scalar, source, column * bytes, lanes), column * bytes);
  }

  #copyElements(columns: readonly Expr[], offset: Expr, target: Expr, first: number): void {
    const { scalar, bytes } = this.#element;
    for (const [c, column] of columns.entries()) {
      this.#builder.store(target, load(scalar, add(column, offset)), (first + c) * bytes);
    }
  }

  /** As many columns as steps at a time, transposed in registers. */
  #turnSquares(columns: readonly Expr[], k: Expr): void {
    const { scalar, lanes, bytes } = this.#element;
    const stride = this.#panel.width * bytes;
    const offset = this.#builder.let(this.#source.kOffset(k));
    const target = this.#builder.let(add(this.#panel.address, mul(k, constant(stride))));
    for (let c = 0; c < columns.length; c += lanes) {
      const rows = columns
        .slice(c, c + lanes)
        .map((column) => this.#builder.let(load(scalar, add(column, offset), 0, lanes)));
      for (const [step, row] of transpose(this.#builder, rows).entries()) {
        this.#builder.store(target, row, step * stride + c * bytes);
      }
    }
  }
}
