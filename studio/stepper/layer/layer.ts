/**
 * A linear layer with softmax and cross-entropy, forward and backward, in plain numbers: small
 * enough to look at each of them. It knows no page.
 */

/** Rows of numbers; a vector has one row. */
export type Matrix = readonly (readonly number[])[];

/** What is given: a row of `x` and a class for each sample, a row of `weight` for each class. */
export interface Given {
  readonly x: Matrix;
  readonly weight: Matrix;
  readonly bias: Matrix;
  readonly target: Matrix;
}

/** Everything that is computed of it; `d` stands for the gradient of the loss. */
export interface Worked {
  readonly z: Matrix;
  readonly p: Matrix;
  readonly loss: Matrix;
  readonly dz: Matrix;
  readonly dWeight: Matrix;
  readonly dBias: Matrix;
  readonly dx: Matrix;
}

/** The names of all matrices. */
export type MatrixName = keyof Given | keyof Worked;

/** A number of a matrix or a list of them. */
export function at(matrix: Matrix, row: number, column: number): number {
  return matrix[row]?.[column] ?? Number.NaN;
}

function sum(count: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += term(i);
  return total;
}

/** A matrix of `rows` and `columns`, number by number. */
function fill(
  rows: number,
  columns: number,
  compute: (row: number, column: number) => number,
): Matrix {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => compute(row, column)),
  );
}

/** How many samples, features and classes there are. */
export function sizesOf({ x, weight }: Given): {
  readonly samples: number;
  readonly features: number;
  readonly classes: number;
} {
  return { samples: x.length, features: x[0]?.length ?? 0, classes: weight.length };
}

/** Computes it all. */
export function work(given: Given): Worked {
  const { x, weight, bias, target } = given;
  const { samples, features, classes } = sizesOf(given);
  const z = fill(
    samples,
    classes,
    (row, one) => sum(features, (k) => at(x, row, k) * at(weight, one, k)) + at(bias, 0, one),
  );
  const p = fill(samples, classes, (row, one) => {
    // Of differences, so that no power is infinite; the quotient is the same.
    const top = Math.max(...(z[row] ?? []));
    const power = (k: number): number => Math.exp(at(z, row, k) - top);
    return power(one) / sum(classes, power);
  });
  const loss = -sum(samples, (row) => Math.log(at(p, row, at(target, row, 0)))) / samples;
  const dz = fill(
    samples,
    classes,
    (row, one) => (at(p, row, one) - (at(target, row, 0) === one ? 1 : 0)) / samples,
  );
  return {
    z,
    p,
    loss: [[loss]],
    dz,
    dWeight: fill(classes, features, (one, k) =>
      sum(samples, (row) => at(dz, row, one) * at(x, row, k)),
    ),
    dBias: fill(1, classes, (_, one) => sum(samples, (row) => at(dz, row, one))),
    dx: fill(samples, features, (row, k) =>
      sum(classes, (one) => at(dz, row, one) * at(weight, one, k)),
    ),
  };
}

/** The loss of given numbers. */
export function lossOf(given: Given): number {
  return at(work(given).loss, 0, 0);
}

/** The given numbers with one of them changed. */
export function changed(
  given: Given,
  name: keyof Given,
  row: number,
  column: number,
  value: number,
): Given {
  const next = given[name].map((numbers, i) =>
    numbers.map((old, k) => (i === row && k === column ? value : old)),
  );
  return { ...given, [name]: next };
}

/** The slope of the loss along one given number, by central differences. */
export function slopeOf(given: Given, name: keyof Given, row: number, column: number): number {
  const step = 1e-5;
  const value = at(given[name], row, column);
  const loss = (moved: number): number => lossOf(changed(given, name, row, column, moved));
  return (loss(value + step) - loss(value - step)) / (2 * step);
}

/** A step of gradient descent on weight and bias. */
export function descended(given: Given, rate: number): Given {
  const { dWeight, dBias } = work(given);
  const down = (values: Matrix, slopes: Matrix): Matrix =>
    values.map((row, i) => row.map((value, k) => value - rate * at(slopes, i, k)));
  return {
    ...given,
    weight: down(given.weight, dWeight),
    bias: down(given.bias, dBias),
  };
}

/** What it begins with: two samples of three features, two classes. */
export const beginning: Given = {
  x: [
    [1, -2, 0.5],
    [0, 1, 2],
  ],
  weight: [
    [0.2, -0.4, 0.1],
    [-0.3, 0.5, 0.6],
  ],
  bias: [[0, 0.1]],
  target: [[0], [1]],
};
