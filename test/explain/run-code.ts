/** Runs the code of an explanation on plain arrays: what it prints has to be what is computed. */

import type { ExplainedProgram } from 'chainrule/explain';
import { erf } from '../../src/wasm/erf.js';
import { uniform } from '../oracle/uniform.js';

type Arrays = Map<string, Float64Array>;

const library = {
  ...{ abs: Math.abs, cos: Math.cos, exp: Math.exp, expm1: Math.expm1, floor: Math.floor },
  ...{ log: Math.log, log1p: Math.log1p, max: Math.max, min: Math.min, pow: Math.pow },
  ...{ sign: Math.sign, sin: Math.sin, sqrt: Math.sqrt, tanh: Math.tanh },
  sigmoid: (x: number): number => 1 / (1 + Math.exp(-x)),
  erf,
  random: (seed: number, place: number): number => uniform(seed, place, 'float32'),
  random64: (seed: number, place: number): number => uniform(seed, place, 'float64'),
  round: (x: number): number => {
    const near = Math.round(x);
    return Math.abs(x % 1) === 0.5 && near % 2 !== 0 ? near - 1 : near;
  },
  ensure: (x: number): number => x,
  float32: (x: number): number => Math.fround(Number(x)),
  float64: Number,
  int32: (x: number): number => Math.trunc(Number(x)),
  argsort: (row: readonly number[], direction: 'ascending' | 'descending'): number[] => {
    const order = row.map((_, i) => i);
    const turn = direction === 'ascending' ? 1 : -1;
    return order.sort((a, b) => turn * ((row[a] ?? 0) - (row[b] ?? 0)));
  },
};

/** Runs all kernels of a program; `inputs` are values by array name. Returns all arrays. */
export function runCode(
  { nodes, kernels, memory }: ExplainedProgram,
  inputs: Readonly<Record<string, ArrayLike<number>>>,
): Arrays {
  const arrays: Arrays = new Map();
  for (const { name, bytes } of memory.temporaries) arrays.set(name, new Float64Array(bytes));
  for (const { array, shape, placement } of nodes) {
    if (array === '') continue;
    const count = shape.reduce((product, size) => product * size, 1);
    const given = inputs[array];
    if (placement === 'input' && given === undefined) throw new Error(`${array} is not given`);
    arrays.set(array, given === undefined ? new Float64Array(count) : Float64Array.from(given));
  }
  const names = [...arrays.keys(), ...Object.keys(library)];
  const values = [...arrays.values(), ...Object.values(library)];
  for (const { launches } of kernels) {
    for (const { code } of launches) new Function(...names, code)(...values);
  }
  return arrays;
}
