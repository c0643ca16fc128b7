/** A data set of pictures whose samples are made anew by transforms each time. */

import { ShapeError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/data.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { asSample, type Dataset, gatherSamples } from '../dataset.js';
import { checkSeed, NumpyRandom } from '../random/numpy-random.js';
import type { Picture, PictureTransform } from './picture.js';

/** Options of `TransformedDataset`. */
export interface TransformedDatasetOptions {
  /** Seed of the transforms, from 0 to 2^32 - 1; default 0. */
  readonly seed?: number;
}

/**
 * `dataset` with `transform` applied to the first tensor of each sample, a picture `[C, H, W]` or
 * `[H, W]`, which becomes float32. Its random numbers are a function of the seed, the epoch and the
 * number of the sample alone: no other stream moves, and a training that goes on in the middle of
 * an epoch sees what it would have seen. A `DataLoader` tells it the epoch.
 *
 * Throws `ValueError` for a bad seed, `ShapeError` for samples that are no pictures.
 *
 * @example
 * const pictures = new TensorDataset(zeros([6, 1, 8, 8]), arange(6));
 * const transform = compose([randomCrop(8, { padding: 2 }), normalize(0.5, 0.25)]);
 * const augmented = new TransformedDataset(pictures, transform, { seed: 0 });
 * for (const [x, y] of new DataLoader(augmented, { batchSize: 6 })) {
 *   console.log(x.shape, y.shape, x.at(0, 0, 4, 4).item()); // [ 6, 1, 8, 8 ] [ 6 ] -2
 * }
 */
export class TransformedDataset<Sample extends readonly [Tensor, ...Tensor[]]>
  implements Dataset<Sample>
{
  /** What the samples are made of. */
  readonly dataset: Dataset<Sample>;
  readonly #transform: PictureTransform;
  readonly #seed: number;
  #epoch = 0;

  constructor(
    dataset: Dataset<Sample>,
    transform: PictureTransform,
    options: TransformedDatasetOptions = {},
  ) {
    signatures.TransformedDataset.check(arguments);
    const { seed = 0 } = options;
    checkSeed(op, seed);
    this.dataset = dataset;
    this.#transform = transform;
    this.#seed = seed;
  }

  /** Number of samples. */
  get length(): number {
    return this.dataset.length;
  }

  /** From now on the samples are those of this epoch. */
  setEpoch(epoch: number): void {
    signatures.TransformedDataset$setEpoch.check(arguments);
    this.#epoch = epoch;
    this.dataset.setEpoch?.(epoch);
  }

  /** One sample. */
  get(index: number): Sample {
    signatures.TransformedDataset$get.check(arguments);
    const sample = this.dataset.get(index);
    const [x] = sample;
    const picture = this.#apply(pictureOf(x.toTypedArray(), x.shape), index);
    return withFirst(sample, tensor(picture.values, { shape: shapeOf(picture, x.ndim) }));
  }

  /** The samples at `indices` as one batch. */
  gather(indices: Int32Array): Sample {
    signatures.TransformedDataset$gather.check(arguments);
    const batch = gatherSamples(this.dataset, indices);
    const [x] = batch;
    const [count = 0, ...shape] = x.shape;
    if (count === 0) return batch;
    const values = x.toTypedArray();
    const size = values.length / count;
    const made = Array.from(indices, (index, i) =>
      this.#apply(pictureOf(values.subarray(i * size, (i + 1) * size), shape), index),
    );
    return withFirst(batch, stacked(made, shape.length));
  }

  #apply(picture: Picture, index: number): Picture {
    return this.#transform(picture, new NumpyRandom(op, [this.#seed, this.#epoch, index]));
  }
}

const op = 'TransformedDataset';

function pictureOf(values: ArrayLike<number>, shape: readonly number[]): Picture {
  const [channels, height, width] = shape.length === 2 ? [1, ...shape] : shape;
  if (channels === undefined || height === undefined || width === undefined || shape.length > 3) {
    throw new ShapeError(
      `${op}: expected pictures [C, H, W] or [H, W], got ${show(shape)}. Reshape them first`,
    );
  }
  return { values: Float32Array.from(values), channels, height, width };
}

function shapeOf({ channels, height, width }: Picture, ndim: number): number[] {
  return ndim === 2 ? [height, width] : [channels, height, width];
}

function stacked(pictures: readonly Picture[], ndim: number): Tensor {
  const [first] = pictures;
  if (first === undefined) throw new ShapeError(`${op}: no pictures`);
  const shape = shapeOf(first, ndim);
  const all = new Float32Array(first.values.length * pictures.length);
  pictures.forEach((picture, i) => {
    const own = shapeOf(picture, ndim);
    if (own.some((size, dim) => size !== shape[dim])) {
      throw new ShapeError(
        `${op}: pictures of one batch must be of one size, got ${show(shape)} and ${show(own)}. ` +
          'Crop them: randomCrop',
      );
    }
    all.set(picture.values, i * first.values.length);
  });
  return tensor(all, { shape: [pictures.length, ...shape] });
}

/** The tuple with another first tensor; TypeScript loses tuples in a spread. */
function withFirst<Sample extends readonly [Tensor, ...Tensor[]]>(
  [, ...rest]: Sample,
  first: Tensor,
): Sample {
  return asSample<Sample>([first, ...rest]);
}
