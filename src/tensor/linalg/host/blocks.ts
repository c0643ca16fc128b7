/** The inner loop of factorisations in blocks. */

/** Rows of a block: as many as stay in the first cache while others are reduced by them. */
export const blockSize = 32;

/**
 * Subtracts from the row at `to` of `target` the `count` rows at `from` of `rows` (each a `stride`
 * after the one before), times the `count` factors at `factor` of `factors` (each a `step` after
 * the one before). Four rows at a time, so that each element is loaded and stored once for them.
 */
export function subtractRows(
  target: Float64Array,
  to: number,
  rows: Float64Array,
  from: number,
  stride: number,
  factors: Float64Array,
  factor: number,
  step: number,
  count: number,
  length: number,
): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const place = factor + k * step;
    const four = Array.from({ length: 4 }, (_, i) => factors[place + i * step] ?? 0);
    subtractFour(target, to, rows, from + k * stride, stride, four, length);
  }
  for (; k < count; k++) {
    const [share, first] = [factors[factor + k * step] ?? 0, from + k * stride];
    for (let j = 0; j < length; j++) {
      target[to + j] = (target[to + j] ?? 0) - share * (rows[first + j] ?? 0);
    }
  }
}

function subtractFour(
  target: Float64Array,
  to: number,
  rows: Float64Array,
  first: number,
  stride: number,
  [a = 0, b = 0, c = 0, d = 0]: readonly number[],
  length: number,
): void {
  const [second, third, fourth] = [first + stride, first + 2 * stride, first + 3 * stride];
  for (let j = 0; j < length; j++) {
    target[to + j] =
      (target[to + j] ?? 0) -
      (a * (rows[first + j] ?? 0) + b * (rows[second + j] ?? 0)) -
      (c * (rows[third + j] ?? 0) + d * (rows[fourth + j] ?? 0));
  }
}
