/**
 * The operands of a contraction as three groups of dims each (batch, outer, k), merged where
 * possible.
 */

import type { ContractAttrs } from '../../../graph/ops.js';
import type { Shape } from '../../../graph/shape.js';
import { numel } from '../../../graph/shape.js';
import type { IndexForm } from '../../../kernel/contract/index-map.js';
import type { StridedView } from '../launch.js';

/** Dims that are counted together in row-major order; strides in elements. */
export interface DimGroup {
  readonly sizes: Shape;
  readonly strides: readonly number[];
  /** Number of elements. */
  readonly count: number;
}

/** One operand; `outer` is m of the left one and n of the right one. */
export interface Operand {
  readonly view: StridedView;
  readonly batch: DimGroup;
  readonly outer: DimGroup;
  readonly k: DimGroup;
}

/**
 * Merges neighbouring dims that one stride can walk; nothing is left where the place never changes.
 */
export function group(sizes: Shape, strides: readonly number[]): DimGroup {
  const count = numel(sizes);
  const merged: { size: number; stride: number }[] = [];
  const isFixed = sizes.every((size, d) => size === 1 || strides[d] === 0);
  if (count > 0 && !isFixed) {
    for (const [d, size] of sizes.entries()) {
      if (size === 1) continue;
      const stride = strides[d] ?? 0;
      const outer = merged.at(-1);
      if (outer !== undefined && outer.stride === size * stride) {
        outer.size *= size;
        outer.stride = stride;
      } else merged.push({ size, stride });
    }
  }
  return { sizes: merged.map((d) => d.size), strides: merged.map((d) => d.stride), count };
}

/** Both operands, and how the dims of the result are divided. */
export interface Operands {
  readonly a: Operand;
  readonly b: Operand;
  readonly dims: { readonly batch: number; readonly rows: number };
}

/** Cuts both views into their groups. A batch that the right operand repeats joins the rows. */
export function contractOperands(attrs: ContractAttrs, a: StridedView, b: StridedView): Operands {
  const isShared = b.strides.slice(0, attrs.batch).every((s, d) => s === 0 || b.shape[d] === 1);
  if (!isShared) {
    const dims = { batch: attrs.batch, rows: attrs.m };
    return { a: cut(a, attrs.batch, attrs.m), b: cut(b, attrs.batch, attrs.n), dims };
  }
  const rest = {
    ...b,
    shape: b.shape.slice(attrs.batch),
    strides: b.strides.slice(attrs.batch),
  };
  const rows = attrs.batch + attrs.m;
  return { a: cut(a, 0, rows), b: cut(rest, 0, attrs.n), dims: { batch: 0, rows } };
}

function cut(view: StridedView, batch: number, outer: number): Operand {
  const part = (from: number, to: number): DimGroup =>
    group(view.shape.slice(from, to), view.strides.slice(from, to));
  const end = view.shape.length;
  return {
    view,
    batch: part(0, batch),
    outer: part(batch, batch + outer),
    k: part(batch + outer, end),
  };
}

/** What of a group is in the code of a kernel. */
export function formOf(group: DimGroup): IndexForm {
  return { rank: group.sizes.length, unit: group.strides.at(-1) === 1 };
}

/** Size of the innermost dim; 1 for a group of one element. */
export function innermost(group: DimGroup): number {
  return group.sizes.at(-1) ?? 1;
}
