/** What the code of a contraction kernel depends on; sizes and strides are its arguments. */

import type { Kernel, Scalar } from '../ir.js';
import type { IndexForm } from './index-map.js';

/** Results held in registers: `rows` x (`vectors` x lanes), or `rows` x `vectors` sums along k. */
export interface TileShape {
  readonly rows: number;
  readonly vectors: number;
}

/** How one operand is read. `outer` counts its rows or, for the right operand, its columns. */
export interface OperandForm {
  readonly batch: IndexForm;
  readonly outer: IndexForm;
  readonly k: IndexForm;
  /** Whether steps of a block of k are unevenly spaced, so that a table of offsets is needed. */
  readonly isUneven: boolean;
  /** Whether blocks are copied into panels. */
  readonly isPacked: boolean;
}

/** The structure of a contraction kernel. */
export interface ContractForm {
  readonly scalar: Scalar;
  readonly lanes: number;
  readonly tile: TileShape;
  /**
   * What the lanes of a vector are: neighbouring columns, or neighbouring steps of k, which are
   * read in place in both operands and whose sums are added up in the end.
   */
  readonly along: 'columns' | 'steps';
  /**
   * Whether stretches along k may be so long that their sums are put aside on the way, to keep
   * their digits.
   */
  readonly isLong: boolean;
  /**
   * Rows of lower tiles, with which the last rows are done where whole tiles do not fit; or none.
   */
  readonly lowRows: number | null;
  /**
   * Whether neighbours in the result are rows of the tile, which is then transposed when stored.
   */
  readonly isSwapped: boolean;
  /** Whose elements are multiplied one by one with vectors of the other. */
  readonly a: OperandForm;
  readonly b: OperandForm;
}

/** Type of the elements. */
export interface Element {
  readonly scalar: Scalar;
  /** Lanes of a vector. */
  readonly lanes: number;
  readonly bytes: number;
}

/** A kernel with the names of its arguments, in order. */
export interface NamedKernel {
  readonly kernel: Kernel;
  readonly params: readonly string[];
}

/** Columns of a panel of the right operand. */
export function panelWidth(form: Pick<ContractForm, 'tile' | 'lanes' | 'along'>): number {
  return form.tile.vectors * (form.along === 'steps' ? 1 : form.lanes);
}

/**
 * Rows of a panel of the left operand: whole tiles and, where they may be packed, whole vectors.
 */
export function panelRows(form: Pick<ContractForm, 'tile' | 'lanes' | 'along'>): number {
  const { tile, lanes, along } = form;
  return along === 'steps' || tile.rows % lanes === 0 ? tile.rows : tile.rows * lanes;
}

/** Bytes of one element. */
export function scalarBytes(scalar: Scalar): number {
  return scalar === 'f64' ? 8 : 4;
}

/** The element type of kernels of one scalar type. */
export function elementOf({ scalar, lanes }: Pick<ContractForm, 'scalar' | 'lanes'>): Element {
  return { scalar, lanes, bytes: scalarBytes(scalar) };
}
