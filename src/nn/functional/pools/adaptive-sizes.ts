/** Sizes and cells of the adaptive pools; knows nothing of their values. */

import { ValueError } from '../../../errors.js';
import type { Shape } from '../../../graph/shape.js';

/** One size for every spatial dim, or a list with one per dim; null keeps the size of the input. */
export type AdaptiveSize = number | null | readonly (number | null)[];

/** The sizes of the output. @throws ValueError naming `op` for what is no size. */
export function adaptiveSizes(op: string, outputSize: AdaptiveSize, spatial: Shape): number[] {
  const list = Array.isArray(outputSize) ? outputSize : spatial.map(() => outputSize);
  const ok = list.every((n) => n === null || (Number.isInteger(n) && n > 0));
  if (ok && list.length === spatial.length) return spatial.map((n, d) => list[d] ?? n);
  const many = spatial.length === 1 ? '' : `, or a list of ${spatial.length},`;
  throw new ValueError(
    `${op}: outputSize must be a positive integer${many} or null for the size of the input, got ` +
      JSON.stringify(outputSize),
  );
}

/** The windows of a pool with these sizes where the cells lie side by side, else null. */
export function sideBySide(spatial: Shape, sizes: Shape): number[] | null {
  const cell = spatial.map((n, d) => n / (sizes[d] ?? 1));
  return cell.every((n) => Number.isInteger(n) && n > 0) ? cell : null;
}

/** Cell i of `to` along `from` elements: from floor(i from / to) to ceil((i + 1) from / to). */
export function cellsAlong(from: number, to: number): [start: number, end: number][] {
  return Array.from({ length: to }, (_, i) => [
    Math.floor((i * from) / to),
    Math.ceil(((i + 1) * from) / to),
  ]);
}
