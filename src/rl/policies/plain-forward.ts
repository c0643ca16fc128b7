/**
 * `PlainForward`: the output of a network for a few rows, in microseconds. A chain of `Linear`,
 * `Tanh`, `ReLU` and `Identity` is computed in plain loops over copies of its weights, because for
 * so little work a program of the engine costs more to call than to run; any other module runs
 * compiled.
 */

import { noGrad } from '../../autodiff/index.js';
import { ShapeError } from '../../errors.js';
import * as nn from '../../nn/index.js';
import { compile, type Tensor, tensor } from '../../tensor/index.js';

/** A layer as plain numbers. */
interface PlainLayer {
  /** The weight, turned: `[inputs, outputs]`. */
  readonly columns: Float32Array;
  readonly bias: ArrayLike<number>;
  /** Room for one row of results. */
  readonly sums: Float64Array;
  readonly inputs: number;
  readonly outputs: number;
  activation: 'none' | 'tanh' | 'relu';
}

const plainKinds: readonly unknown[] = [nn.Linear, nn.Tanh, nn.ReLU, nn.Identity];

/** The chain of layers, or null when the module is none. */
function chainOf(layer: nn.Layer): nn.Layer[] | null {
  const chain: nn.Layer[] = [];
  const rest = [layer];
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    if (part instanceof nn.Sequential) rest.unshift(...part);
    else if (plainKinds.includes(part.constructor)) chain.push(part);
    else return null;
  }
  return chain[0] instanceof nn.Linear ? chain : null;
}

function turned(matrix: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = matrix[row * columns + column] ?? 0;
    }
  }
  return result;
}

function readLayers(chain: readonly nn.Layer[]): PlainLayer[] {
  const layers: PlainLayer[] = [];
  for (const part of chain) {
    const last = layers.at(-1);
    if (part instanceof nn.Linear) {
      layers.push({
        columns: turned(part.weight.toTypedArray(), part.outFeatures, part.inFeatures),
        bias: part.bias?.toTypedArray() ?? new Float32Array(part.outFeatures),
        sums: new Float64Array(part.outFeatures),
        inputs: part.inFeatures,
        outputs: part.outFeatures,
        activation: 'none',
      });
    } else if (last !== undefined && !(part instanceof nn.Identity)) {
      last.activation = part instanceof nn.Tanh ? 'tanh' : 'relu';
    }
  }
  return layers;
}

/** The layer's output for one row: the columns of the weight, each times an input, added up. */
function applyLayer(
  { columns, bias, sums, inputs, outputs, activation }: PlainLayer,
  x: Float32Array,
  from: number,
  out: Float32Array,
  to: number,
): void {
  sums.set(bias);
  for (let i = 0; i < inputs; i++) {
    const value = x[from + i] ?? 0;
    // After a ReLU about half of the inputs are 0.
    if (value !== 0) addColumn(sums, columns, i * outputs, value);
  }
  for (let o = 0; o < outputs; o++) {
    const sum = sums[o] ?? 0;
    if (activation === 'tanh') out[to + o] = Math.tanh(sum);
    else out[to + o] = activation === 'relu' && sum < 0 ? 0 : sum;
  }
}

function addColumn(sums: Float64Array, columns: Float32Array, start: number, value: number): void {
  for (let o = 0; o < sums.length; o++) {
    sums[o] = (sums[o] ?? 0) + value * (columns[start + o] ?? 0);
  }
}

/**
 * A network that is asked for a few rows at a time. Call `refresh` after its weights have changed.
 */
export class PlainForward {
  readonly #chain: readonly nn.Layer[] | null;
  readonly #compiled: (x: Tensor) => Tensor;
  readonly #obsShape: readonly number[];
  #layers: readonly PlainLayer[] | null = null;

  /** @param shape sizes of one row, `[features]` or those of a picture. */
  constructor(network: nn.Layer, shape: readonly number[]) {
    this.#chain = shape.length === 1 ? chainOf(network) : null;
    this.#compiled = compile((x: Tensor) => noGrad(() => network.forward(x)));
    this.#obsShape = shape;
  }

  /** Forgets the copies of the weights, because they have changed. */
  refresh(): void {
    this.#layers = null;
  }

  /** `[rows, ...shape] -> [rows, outputs]`, row by row. */
  run(input: Float32Array, rows: number): Float32Array {
    if (this.#chain === null) return this.#runCompiled(input, rows);
    this.#layers ??= readLayers(this.#chain);
    let x = input;
    for (const layer of this.#layers) {
      if (x.length !== rows * layer.inputs) {
        const given = x.length / rows;
        throw new ShapeError(`policy: a layer takes ${layer.inputs} numbers, it is given ${given}`);
      }
      const out = new Float32Array(rows * layer.outputs);
      for (let r = 0; r < rows; r++) applyLayer(layer, x, r * layer.inputs, out, r * layer.outputs);
      x = out;
    }
    return x;
  }

  #runCompiled(input: Float32Array, rows: number): Float32Array {
    const x = tensor(input, { shape: [rows, ...this.#obsShape] });
    return Float32Array.from(this.#compiled(x).toTypedArray());
  }
}
