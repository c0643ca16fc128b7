/** Parameters as one flat vector: gradients are read from them, steps are written to them. */

import { numel } from '../../graph/shape.js';
import { type Tensor, tensor } from '../../tensor/index.js';

/** A flat vector: float32 where all parameters are. */
export type Flat = Float32Array | Float64Array;

/** Zeros for all elements of the parameters. */
export function zerosFor(params: readonly Tensor[]): Flat {
  const size = params.reduce((total, { shape }) => total + numel(shape), 0);
  const isSingle = params.every(({ dtype }) => dtype === 'float32');
  return isSingle ? new Float32Array(size) : new Float64Array(size);
}

/** All elements of one tensor per parameter, zeros for null, one after the other. */
function gather(params: readonly Tensor[], read: (parameter: Tensor) => Tensor | null): Flat {
  const flat = zerosFor(params);
  let offset = 0;
  for (const parameter of params) {
    const values = read(parameter);
    if (values !== null) flat.set(values.toTypedArray(), offset);
    offset += parameter.numel;
  }
  return flat;
}

/** The gradients; zeros for a parameter that has none. */
export function gradientsOf(params: readonly Tensor[]): Flat {
  return gather(params, (parameter) => parameter.ownGrad());
}

/** The values. */
export function valuesOf(params: readonly Tensor[]): Flat {
  return gather(params, (parameter) => parameter.detach());
}

/** Moves the parameters to `from + t direction`. */
export function moveTo(params: readonly Tensor[], from: Flat, t: number, direction: Flat): void {
  let offset = 0;
  for (const parameter of params) {
    const count = parameter.numel;
    const values = from.slice(offset, offset + count);
    for (let i = 0; i < count; i++) values[i] = (values[i] ?? 0) + t * (direction[offset + i] ?? 0);
    parameter.assign(tensor(values, { dtype: parameter.dtype }).reshape(parameter.shape));
    offset += count;
  }
}

/** `sum(a b)` */
export function dot(a: Flat, b: Flat): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** `a + factor b` in the place of `a`. */
export function addScaled(a: Flat, factor: number, b: Flat): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) + factor * (b[i] ?? 0);
}

/** `factor a` as a new vector. */
export function scaled(a: Flat, factor: number): Flat {
  return a.map((x) => x * factor);
}

/** The largest size of an element, 0 of none. */
export function largest(a: Flat): number {
  let top = 0;
  for (const x of a) top = Math.max(top, Math.abs(x));
  return top;
}

/** The sum of the sizes of the elements. */
export function sumOfSizes(a: Flat): number {
  let sum = 0;
  for (const x of a) sum += Math.abs(x);
  return sum;
}
