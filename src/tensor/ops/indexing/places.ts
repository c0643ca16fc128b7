/** The places of what is not 0, which others pick by: reads its tensor. */

import type { Tensor } from '../../handle/tensor.js';
import { tensor } from '../../make/create.js';
import { unbind } from '../arrange/parts.js';

/** The places, row by row: [n, dims]. */
export function rowsOf(x: Tensor): Tensor {
  const values = x.toTypedArray();
  const { shape } = x;
  const rows: number[] = [];
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    count += 1;
    let rest = i;
    const start = rows.length;
    rows.length += shape.length;
    for (let d = shape.length - 1; d >= 0; d--) {
      const size = shape[d] ?? 1;
      rows[start + d] = rest % size;
      rest = Math.floor(rest / size);
    }
  }
  return tensor(Int32Array.from(rows), { shape: [count, shape.length] });
}

/** For each dim, the places of what is not 0. */
export function placesOf(x: Tensor): Tensor[] {
  return unbind(rowsOf(x.detach()), 1);
}
