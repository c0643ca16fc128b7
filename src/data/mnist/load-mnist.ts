/**
 * MNIST, and sets in its form such as Fashion-MNIST, from their IDX files in a folder. Node and
 * Deno only. `downloadMnist` fetches the files.
 */

import { DataError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import { readFileBytes } from '../../io/file-errors.js';
import { nodeModule } from '../../io/node-modules.js';
import * as signatures from '../../signatures/data.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { TensorDataset } from '../tensor-dataset.js';
import { type IdxArray, readIdx } from './idx.js';

const op = 'loadMnist';

/** Options of `loadMnist`. */
export interface LoadMnistOptions {
  /** Folder with the four files, gzipped (`train-images-idx3-ubyte.gz`) or not. */
  readonly folder: string;
  /** The training pictures (60,000), or with false the test pictures (10,000); default true. */
  readonly train?: boolean;
}

/** Pictures and classes, and all of both as two tensors. */
export type MnistDataset = TensorDataset<[x: Tensor, y: Tensor]> & {
  /** All pictures, float32 `[samples, 1, rows, columns]`. */
  readonly data: Tensor;
  /** All classes, int32 `[samples]`. */
  readonly target: Tensor;
};

/**
 * The samples of MNIST: x float32 `[1, 28, 28]`, grey from 0 (paper) to 1 (ink), y int32, the digit
 * 0 to 9; the shapes and values that torchvision's `ToTensor` gives. Other sizes of pictures are
 * read too.
 *
 * Throws `DataError` when a file is missing (and names `downloadMnist`), is damaged, holds
 * something other than pictures or classes, or when there is not one class per picture.
 *
 * @example
 * import { mkdirSync, writeFileSync } from 'node:fs';
 *
 * // Two files as `downloadMnist` fetches them, of one picture of 1 x 2 pixels.
 * mkdirSync('mnist');
 * const picture = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255];
 * writeFileSync('mnist/train-images-idx3-ubyte', Uint8Array.from(picture));
 * writeFileSync('mnist/train-labels-idx1-ubyte', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7));
 * const { data, target } = loadMnist({ folder: 'mnist' });
 * console.log(data.shape, target.toArray()); // [ 1, 1, 1, 2 ] [ 7 ]
 */
export function loadMnist(options: LoadMnistOptions): MnistDataset {
  signatures.loadMnist.check(arguments);
  const { folder, train = true } = options;
  const part = train ? 'train' : 't10k';
  const images = readArray(folder, `${part}-images-idx3-ubyte`, 3);
  const labels = readArray(folder, `${part}-labels-idx1-ubyte`, 1);
  const [samples = 0, rows = 0, columns = 0] = images.shape;
  if (labels.shape[0] !== samples) {
    throw new DataError(
      `${op}: expected one class per picture in '${folder}', found ${samples} pictures and ` +
        `${labels.shape[0]} classes`,
    );
  }
  const grey = Float32Array.from(images.data, (value) => value / 255);
  const data = tensor(grey, { dtype: 'float32', shape: [samples, 1, rows, columns] });
  const target = tensor(Int32Array.from(labels.data), { dtype: 'int32' });
  return Object.assign(new TensorDataset<[x: Tensor, y: Tensor]>(data, target), { data, target });
}

/** The bytes in an IDX file of `ndim` dims, whose name may end in `.gz`. */
function readArray(folder: string, name: string, ndim: number): IdxArray {
  const { existsSync } = nodeModule(op, 'node:fs');
  const { join } = nodeModule(op, 'node:path');
  const path = [`${name}.gz`, name].map((file) => join(folder, file)).find(existsSync);
  if (path === undefined) {
    throw new DataError(
      `${op}: no file ${name}.gz in '${folder}'. Fetch it with ` +
        `await downloadMnist({ folder: '${folder}' })`,
    );
  }
  const array = readIdx(unzip(readFileBytes(op, path), path), path);
  if (array.shape.length !== ndim || !(array.data instanceof Uint8Array)) {
    throw new DataError(
      `${op}: ${path}: expected unsigned bytes in ${ndim} dims, found ` +
        `${array.data.constructor.name} ${show(array.shape)}`,
    );
  }
  return array;
}

function unzip(bytes: Uint8Array, path: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return nodeModule(op, 'node:zlib').gunzipSync(bytes);
  } catch (error) {
    throw new DataError(`${op}: ${path}: expected a whole gzip file, found a damaged one`, {
      cause: error,
    });
  }
}
