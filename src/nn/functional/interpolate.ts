/** Images of another size, as matrices of weights along each dim; and samples at given places. */

import { oneOf, ShapeError, ValueError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import { internally } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/nn.js';
import { type DType, type Tensor, tensor } from '../../tensor/index.js';

/** How elements between others are found. */
export type InterpolationMode =
  | 'nearest'
  | 'nearest-exact'
  | 'linear'
  | 'bilinear'
  | 'bicubic'
  | 'trilinear'
  | 'area';

/** Options of `interpolate`. */
export interface InterpolateOptions {
  /** The sizes of the result, or one for all. */
  readonly size?: number | readonly number[] | null;
  /** Or factors of the sizes, or one for all. */
  readonly scaleFactor?: number | readonly number[] | null;
  /** `'nearest'` by default. */
  readonly mode?: InterpolationMode;
  /** Whether the centres of the corners stay where they are, false by default. */
  readonly alignCorners?: boolean;
  /** Whether places are computed from the sizes rather than from the factor. Default false. */
  readonly recomputeScaleFactor?: boolean;
}

/** Weights of elements for one place. */
type Weights = readonly (readonly [place: number, weight: number])[];

/** What a mode makes of place i. */
interface Line {
  readonly from: number;
  readonly to: number;
  /** Elements of the input to one of the output. */
  readonly scale: number;
  readonly alignCorners: boolean;
}

function clampTo(place: number, size: number): number {
  return Math.min(size - 1, Math.max(0, place));
}

function source(i: number, { from, to, scale, alignCorners }: Line): number {
  if (alignCorners) return to > 1 ? (i * (from - 1)) / (to - 1) : 0;
  return (i + 0.5) * scale - 0.5;
}

function linear(i: number, line: Line): Weights {
  const x = Math.max(0, source(i, line));
  const low = Math.min(Math.floor(x), line.from - 1);
  const share = x - low;
  return [
    [low, 1 - share],
    [clampTo(low + 1, line.from), share],
  ];
}

/** Cubic convolution with a = -0.75, as PyTorch and OpenCV have it. */
function cubic(i: number, line: Line): Weights {
  const x = source(i, line);
  const low = Math.floor(x);
  const a = -0.75;
  const near = (d: number): number => ((a + 2) * d - (a + 3)) * d * d + 1;
  const far = (d: number): number => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  const t = x - low;
  return [
    [clampTo(low - 1, line.from), far(t + 1)],
    [clampTo(low, line.from), near(t)],
    [clampTo(low + 1, line.from), near(1 - t)],
    [clampTo(low + 2, line.from), far(2 - t)],
  ];
}

function area(i: number, { from, to }: Line): Weights {
  const start = Math.floor((i * from) / to);
  const end = Math.ceil(((i + 1) * from) / to);
  return Array.from({ length: end - start }, (_, k) => [start + k, 1 / (end - start)] as const);
}

const kinds: { readonly [M in InterpolationMode]: (i: number, line: Line) => Weights } = {
  nearest: (i, { from, scale }) => [[clampTo(Math.floor(i * scale), from), 1]],
  'nearest-exact': (i, { from, scale }) => [[clampTo(Math.floor((i + 0.5) * scale), from), 1]],
  linear,
  bilinear: linear,
  trilinear: linear,
  bicubic: cubic,
  area,
};

/** How many spatial dims a mode is for; 0 for any. */
const dimsOf: { readonly [M in InterpolationMode]: number } = {
  nearest: 0,
  'nearest-exact': 0,
  area: 0,
  linear: 1,
  bilinear: 2,
  bicubic: 2,
  trilinear: 3,
};

/** `[to, from]`, the weights of every place. */
function weightsOf(mode: InterpolationMode, line: Line, dtype: DType): Tensor {
  const values = new Float64Array(line.to * line.from);
  for (let i = 0; i < line.to; i++) {
    for (const [place, weight] of kinds[mode](i, line)) {
      const at = i * line.from + place;
      values[at] = (values[at] ?? 0) + weight;
    }
  }
  return tensor(values, { shape: [line.to, line.from], dtype });
}

function listOf(value: number | readonly number[], dims: number): readonly number[] {
  return typeof value === 'number' ? new Array<number>(dims).fill(value) : value;
}

/** One dim resized: by picking where each place has one element, else by a product. */
function alongDim(x: Tensor, dim: number, mode: InterpolationMode, line: Line): Tensor {
  if (mode.startsWith('nearest')) {
    const index = Array.from({ length: line.to }, (_, i) => kinds[mode](i, line)[0]?.[0] ?? 0);
    return x.indexSelect(dim, tensor(Int32Array.from(index)));
  }
  const weights = internally(() => weightsOf(mode, line, x.dtype));
  return x.movedim(dim, -1).matmul(weights.transpose(0, 1)).movedim(-1, dim);
}

/**
 * `[N, C, ...]` in another size of its spatial dims. `'nearest'` repeats, `'linear'` (one dim),
 * `'bilinear'` (two), `'trilinear'` (three) mix neighbours, `'bicubic'` four in each dim, `'area'`
 * is the mean of what a place covers.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
 * @throws ValueError unless one of size and scaleFactor is given, or for an unknown mode;
 *   ShapeError for another number of dims.
 * @example
 * const x = tensor([[[1, 2]]]);
 * const result = nn.functional.interpolate(x, { scaleFactor: 2 });
 * console.log(result.toArray()); // [ [ [ 1, 1, 2, 2 ] ] ]
 */
export function interpolate(x: Tensor, options: InterpolateOptions = {}): Tensor {
  signatures.interpolate.check(arguments);
  const { size = null, scaleFactor = null, mode = 'nearest', alignCorners = false } = options;
  const spatial = x.shape.slice(2);
  if (!Object.hasOwn(kinds, mode)) {
    throw new ValueError(`interpolate: mode must be ${oneOf(Object.keys(kinds))}, got '${mode}'`);
  }
  if (spatial.length < 1 || spatial.length > 3 || ![0, spatial.length].includes(dimsOf[mode])) {
    throw new ShapeError(
      `interpolate: mode '${mode}' is not for a tensor of shape ${show(x.shape)}`,
    );
  }
  if ((size === null) === (scaleFactor === null)) {
    throw new ValueError('interpolate: needs either size or scaleFactor');
  }
  const factors = scaleFactor === null ? null : listOf(scaleFactor, spatial.length);
  const sizes = factors
    ? spatial.map((n, d) => Math.floor(n * (factors[d] ?? 1)))
    : listOf(size ?? 1, spatial.length);
  const useFactors = factors !== null && options.recomputeScaleFactor !== true;
  return spatial.reduce((result, from, d) => {
    const to = sizes[d] ?? from;
    const scale = useFactors ? 1 / (factors[d] ?? 1) : from / to;
    return alongDim(result, 2 + d, mode, { from, to, scale, alignCorners });
  }, x);
}
