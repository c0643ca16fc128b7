/**
 * Weights and data of the programs: numbers that follow from a name and a position, so that
 * `generator.py` makes the same bits.
 */

import { type DType, type nn, type Tensor, tensor } from 'chainrule';
import { mix, seedOf } from '../inputs.js';

type Shape = readonly number[];

const countOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Numbers in `(low, high)`, in double precision. */
export function uniforms(name: string, count: number, low = 0, high = 1): Float64Array {
  const seed = seedOf(name);
  return Float64Array.from(
    { length: count },
    (_, i) => low + ((mix(seed + i) + 0.5) / 2 ** 32) * (high - low),
  );
}

/** A tensor of numbers in `(low, high)`. */
export function uniform(name: string, shape: Shape, low = -1, high = 1, dtype?: DType): Tensor {
  return tensor(uniforms(name, countOf(shape), low, high), { shape, dtype: dtype ?? 'float32' });
}

/** Mean 0 and deviation 1: the sum of three numbers in (-1, 1), which rounds alike everywhere. */
export function normal(name: string, shape: Shape, dtype?: DType): Tensor {
  const count = countOf(shape);
  const terms = [0, 1, 2].map((i) => uniforms(`${name}/${i}`, count, -1, 1));
  const [a, b, c] = terms;
  const sums = Float64Array.from(
    { length: count },
    (_, i) => (a?.[i] ?? 0) + (b?.[i] ?? 0) + (c?.[i] ?? 0),
  );
  return tensor(sums, { shape, dtype: dtype ?? 'float32' });
}

/** Whole numbers in `[0, below)`, as an array. */
export function wholes(name: string, count: number, below: number): Int32Array {
  const seed = seedOf(name);
  return Int32Array.from({ length: count }, (_, i) => mix(seed + i) % below);
}

/** A tensor of whole numbers in `[0, below)`. */
export function integers(name: string, shape: Shape, below: number): Tensor {
  return tensor(wholes(name, countOf(shape), below), { shape });
}

/**
 * Gives a model its weights: uniform over `±1 / sqrt(fan in)`, biases over ±0.1; scales of
 * normalisations stay 1. Returns the model.
 */
export function initialise<Model extends nn.Module>(model: Model, prefix = ''): Model {
  for (const [name, parameter] of model.namedParameters()) {
    const { shape, dtype } = parameter;
    const isBias = name.includes('bias');
    if (shape.length < 2 && !isBias) continue;
    const bound = isBias ? 0.1 : 1 / Math.sqrt(countOf(shape.slice(1)));
    parameter.assign(uniform(prefix + name, shape, -bound, bound, dtype));
  }
  return model;
}
