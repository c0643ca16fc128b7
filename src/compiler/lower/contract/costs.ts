/**
 * What the parts of a contraction cost, in multiply-adds of its inner loop, for those who choose
 * forms and cuts. The numbers are measured on x86-64 with 128-bit vectors; `bench/gemm.ts
 * --candidates` shows what follows from them beside the time that each candidate really takes.
 */

import type { OperandForm } from '../../../kernel/contract/form.js';

/**
 * How elements are packed: in whole vectors, whose steps may be pages apart, in squares, or one by
 * one.
 */
const packCosts = { vectors: 3, farVectors: 8, squares: 6, elements: 12 } as const;
/** Squares of more columns than there are registers for their addresses. */
const wideSquares = 9;
const addressRegisters = 8;

/** How an operand is packed. */
export interface PackedPanels {
  /** Columns of a panel, and the share of all columns that are no neighbours. */
  readonly width: number;
  readonly edges: number;
  /** Whether each step of k lies on a page of its own, or nearly. */
  readonly isFar: boolean;
}

/** Cost to pack an element of panels. */
export function packCost({ outer, k }: OperandForm, { width, edges, isFar }: PackedPanels): number {
  const { vectors, farVectors, squares, elements } = packCosts;
  const near = isFar ? farVectors : vectors;
  if (outer.unit) return near + edges * (elements - near);
  if (!k.unit) return elements;
  return width > addressRegisters ? wideSquares : squares;
}

/** Cost to copy columns that are no neighbours, for each element of all columns. */
export function copyCost(edges: number): number {
  return edges * packCosts.elements;
}

/** What other parts cost besides. */
export const partCosts = {
  /** A loop of one step that is unrolled for more. */
  unrolled: 150,
  /** Listing the offset of a row. */
  list: 24,
  /** Beginning and ending a stretch of steps, where vectors run along k. */
  stretch: 100,
  /** Reading an element again from memory, to where a unit's operands do not fit a cache. */
  read: 4,
  /** Storing one more result, reading it and adding it. */
  sum: 8,
  /** Beginning a line of the results of a unit in an epilogue. */
  line: 200,
} as const;
