/**
 * What a contraction does with its results while they are in the cache: activations, sums with
 * other matrices, updates. What that is, others know; the contraction says where and when.
 */

import type { KernelBuilder } from '../builder.js';
import type { Expr } from '../ir.js';
import type { Params } from './index-map.js';
import type { Slice } from './operand.js';

/** Results of one batch item that are complete and in memory. */
export interface ResultBlock {
  readonly batch: Expr;
  readonly rows: Slice;
  readonly columns: Slice;
}

/** Work on finished results, part of the kernel that computes them. */
export interface Epilogue {
  /** What its code depends on. */
  readonly key: string;
  /** For profiles, such as `add+tanh`. */
  readonly name: string;
  /** Writes the work on one block. Its arguments are `params` of its own names. */
  write(builder: KernelBuilder, params: Params, block: ResultBlock): void;
}

/** Name and key of a kernel with the epilogue that it ends with. */
export function withEpilogue(
  kernel: { readonly name: string; readonly key: string },
  epilogue: Epilogue | null,
): { readonly name: string; readonly key: string } {
  if (epilogue === null) return kernel;
  return { name: `${kernel.name} +${epilogue.name}`, key: `${kernel.key} + ${epilogue.key}` };
}
