/**
 * Tensors of the PyTorch fixtures (`scripts/fixtures` writes them), and when a result equals one.
 * The tolerances of all parity tests are here; nothing else may state one.
 */

import { readFileSync } from 'node:fs';
import { type DType, type Tensor, tensor } from 'chainrule';

/** JSON has no NaN and no infinities. */
export type StoredNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** A tensor as the fixtures hold it. */
export interface StoredTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values: readonly StoredNumber[];
}

interface Tolerance {
  readonly relative: number;
  /** For results near zero, where cancellation leaves no relative accuracy to ask for. */
  readonly absolute: number;
}

/** What single ops must reach. */
export const opTolerance: { readonly [D in DType]: Tolerance } = {
  float64: { relative: 1e-9, absolute: 1e-12 },
  float32: { relative: 2e-4, absolute: 2e-5 },
  int32: { relative: 0, absolute: 0 },
  bool: { relative: 0, absolute: 0 },
};

/** What layers, losses and optimisers must reach, which run many ops. */
export const layerTolerance: { readonly [D in DType]: Tolerance } = {
  ...opTolerance,
  float32: { relative: 1e-5, absolute: 1e-5 },
};

/** Reads `test/fixtures/<name>.json`. */
export function readFixture<Row>(name: string): readonly Row[] {
  const file = new URL(`../fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Row[];
}

/** `float64` is what the fixtures hold; every float64 tensor may be asked for as float32 too. */
export function asDType(stored: DType, float: 'float32' | 'float64'): DType {
  return stored === 'float64' ? float : stored;
}

/** The tensor of a fixture, its float64 as `float`. */
export function load(stored: StoredTensor, float: 'float32' | 'float64'): Tensor {
  const dtype = asDType(stored.dtype, float);
  return tensor(stored.values.map(Number), { dtype }).reshape([...stored.shape]);
}

/** Like `load`, as a leaf that takes gradients if its dtype can. */
export function loadLeaf(stored: StoredTensor, float: 'float32' | 'float64'): Tensor {
  const leaf = load(stored, float).detach();
  leaf.requiresGrad = leaf.dtype === 'float32' || leaf.dtype === 'float64';
  return leaf;
}

function isClose(actual: number, expected: number, tolerance: Tolerance): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(actual);
  if (!Number.isFinite(expected)) return actual === expected;
  const allowed = tolerance.absolute + tolerance.relative * Math.abs(expected);
  return Math.abs(actual - expected) <= allowed;
}

/**
 * Throws, naming the first element that is not close. NaN equals NaN; infinities keep their sign.
 */
export function expectValues(
  what: string,
  actual: Tensor,
  expected: readonly StoredNumber[],
  tolerances: { readonly [D in DType]: Tolerance },
): void {
  const found = actual.toTypedArray();
  if (found.length !== expected.length) {
    throw new Error(`${what}: ${found.length} elements, expected ${expected.length}`);
  }
  const round = actual.dtype === 'float32' ? Math.fround : Number;
  expected.forEach((stored, i) => {
    const value = round(Number(stored));
    const got = found[i] ?? Number.NaN;
    if (isClose(got, value, tolerances[actual.dtype])) return;
    throw new Error(`${what}: element ${i} is ${got}, PyTorch has ${value} (${actual.dtype})`);
  });
}

/** Throws unless dtype, shape and all elements agree. */
export function expectTensor(
  what: string,
  actual: Tensor,
  expected: StoredTensor,
  float: 'float32' | 'float64',
  tolerances: { readonly [D in DType]: Tolerance },
): void {
  const dtype = asDType(expected.dtype, float);
  const facts = `${actual.dtype} [${actual.shape.join(', ')}]`;
  const wanted = `${dtype} [${expected.shape.join(', ')}]`;
  if (facts !== wanted) throw new Error(`${what}: is ${facts}, PyTorch has ${wanted}`);
  expectValues(what, actual, expected.values, tolerances);
}
