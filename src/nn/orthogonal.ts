/** Random orthonormal rows, by the modified method of Gram and Schmidt in float64. */

import { type GeneratorOption, randn, type Tensor, tensor } from '../tensor/index.js';

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
}

function subtractMultiple(target: Float64Array, by: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) - factor * (by[i] ?? 0);
}

/** `[rows, columns]` float64 with rows <= columns, drawn at random. */
export function orthogonalRows(
  rows: number,
  columns: number,
  { generator }: GeneratorOption,
): Tensor {
  const drawn = randn([rows, columns], { dtype: 'float64', generator });
  const values = Float64Array.from(drawn.toTypedArray());
  const row = (i: number): Float64Array => values.subarray(i * columns, (i + 1) * columns);
  for (let i = 0; i < rows; i++) {
    const current = row(i);
    // A second pass removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) subtractMultiple(current, row(j), dot(current, row(j)));
    }
    const length = Math.sqrt(dot(current, current));
    for (let k = 0; k < columns; k++) current[k] = (current[k] ?? 0) / length;
  }
  return tensor(values, { shape: [rows, columns] });
}
