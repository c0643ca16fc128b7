/** Images of another size: along each dim a few elements, each times its share. */

import { oneOf, ShapeError, ValueError } from '../../../errors.js';
import { show } from '../../../graph/shape.js';
import { at } from '../../../list.js';
import * as signatures from '../../../signatures/nn.js';
import { type Tensor, tensor } from '../../../tensor/index.js';
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
} from '../pools/adaptive-average.js';
import { type Mix, mixAlong } from '../windows/mix-along.js';

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
  readonly alignCorners?: boolean | null;
  /** Whether places are computed from the sizes rather than from the factor. Default false. */
  readonly recomputeScaleFactor?: boolean | null;
}

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

function linear(i: number, line: Line): Mix {
  const x = Math.max(0, source(i, line));
  const low = Math.min(Math.floor(x), line.from - 1);
  const share = x - low;
  return [
    [low, 1 - share],
    [clampTo(low + 1, line.from), share],
  ];
}

/** Cubic convolution with a = -0.75, as PyTorch and OpenCV have it. */
function cubic(i: number, line: Line): Mix {
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

const kinds: {
  readonly [M in Exclude<InterpolationMode, 'area'>]: (i: number, line: Line) => Mix;
} = {
  nearest: (i, { from, scale }) => [[clampTo(Math.floor(i * scale), from), 1]],
  'nearest-exact': (i, { from, scale }) => [[clampTo(Math.floor((i + 0.5) * scale), from), 1]],
  linear,
  bilinear: linear,
  trilinear: linear,
  bicubic: cubic,
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

function listOf(value: number | readonly number[], dims: number): readonly number[] {
  return typeof value === 'number' ? new Array<number>(dims).fill(value) : value;
}

/** One dim resized: by picking where each place has one element, else by mixing a few. */
function alongDim(x: Tensor, dim: number, mode: keyof typeof kinds, line: Line): Tensor {
  const rows = Array.from({ length: line.to }, (_, i) => kinds[mode](i, line));
  if (!mode.startsWith('nearest')) return mixAlong(x, dim, rows);
  return x.indexSelect(dim, tensor(Int32Array.from(rows, (row) => row[0]?.[0] ?? 0)));
}

const areas = [adaptiveAvgPool1d, adaptiveAvgPool2d, adaptiveAvgPool3d] as const;

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
  const { size = null, scaleFactor = null, mode = 'nearest' } = options;
  const alignCorners = options.alignCorners ?? false;
  const spatial = x.shape.slice(2);
  if (!Object.hasOwn(dimsOf, mode)) {
    throw new ValueError(`interpolate: mode must be ${oneOf(Object.keys(dimsOf))}, got '${mode}'`);
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
  if (mode === 'area') return at(areas, spatial.length - 1)(x, sizes);
  const useFactors = factors !== null && options.recomputeScaleFactor !== true;
  return spatial.reduce((result, from, d) => {
    const to = sizes[d] ?? from;
    const scale = useFactors ? 1 / (factors[d] ?? 1) : from / to;
    return alongDim(result, 2 + d, mode, { from, to, scale, alignCorners });
  }, x);
}
