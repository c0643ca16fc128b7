/** A folder of pictures, one folder for each class. Node and Deno only. */

import { DataError, IndexError } from '../../errors.js';
import { readFileBytes } from '../../io/file-errors.js';
import { nodeModule } from '../../io/node-modules.js';
import * as signatures from '../../signatures/data.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import type { Picture } from '../augment/picture.js';
import type { Dataset } from '../dataset.js';
import { type DecodeImageOptions, decodeImage } from './decode-image.js';
import { resizePicture } from './resize.js';

/** Options of `ImageFolder`. */
export interface ImageFolderOptions extends DecodeImageOptions {
  /** Size of all pictures, a side or `[height, width]`; others are resized. */
  readonly size: number | readonly [height: number, width: number];
}

/** A picture and its class. */
export interface ImageSample {
  readonly path: string;
  readonly label: number;
}

/**
 * The pictures of `root/<class>/*.png|jpg|jpeg`, in folders below a class's too: x float32 `[C, H,
 * W]` from 0 to 1, y int32. A picture is read and decoded each time that it is asked for.
 * torchvision's `ImageFolder`.
 *
 * Throws `DataError` for a folder without at least two classes with pictures, and for a picture
 * that cannot be read.
 *
 * @example
 * import { mkdirSync } from 'node:fs';
 * import { plotImages } from 'chainrule/viz';
 *
 * for (const kind of ['cat', 'dog']) {
 *   mkdirSync(`pets/${kind}`, { recursive: true });
 *   await plotImages(zeros([1, 8, 8])).save(`pets/${kind}/1.png`);
 * }
 * const dataset = new ImageFolder('pets', { size: 32 });
 * console.log(dataset.classes, dataset.get(0)[0].shape); // [ 'cat', 'dog' ] [ 3, 32, 32 ]
 */
export class ImageFolder implements Dataset<[x: Tensor, y: Tensor]> {
  /** Names of the classes in the order of their numbers. */
  readonly classes: readonly string[];
  /** All pictures, class after class. */
  readonly samples: readonly ImageSample[];
  readonly #size: readonly [height: number, width: number];
  readonly #channels: 1 | 3;

  constructor(root: string, options: ImageFolderOptions) {
    signatures.ImageFolder.check(arguments);
    const { size, channels = 3 } = options;
    this.#size = typeof size === 'number' ? [size, size] : size;
    this.#channels = channels;
    const found = classFolders(root);
    this.classes = found.map(({ name }) => name);
    this.samples = found.flatMap(({ paths }, label) => paths.map((path) => ({ path, label })));
  }

  /** Number of pictures. */
  get length(): number {
    return this.samples.length;
  }

  /** Sample `index`. Throws `IndexError` outside 0..length - 1. */
  get(index: number): [x: Tensor, y: Tensor] {
    signatures.ImageFolder$get.check(arguments);
    const sample = this.samples[index];
    if (sample === undefined) {
      throw new IndexError(`ImageFolder.get: no sample ${index}, there are ${this.length}`);
    }
    const { values } = this.read(sample.path);
    const x = tensor(values, { shape: [this.#channels, ...this.#size] });
    return [x, tensor(sample.label, { dtype: 'int32' })];
  }

  /** The picture in a file in the size of this data set. Throws `DataError`. */
  read(path: string): Picture {
    signatures.ImageFolder$read.check(arguments);
    return resizePicture(readImage(path, { channels: this.#channels }), this.#size);
  }
}

/**
 * The picture in the file `path`. Node and Deno only.
 * @throws DataError that names the file.
 *
 * @example
 * import { plotImages } from 'chainrule/viz';
 *
 * await plotImages(zeros([1, 8, 8])).save('cat.png');
 * const { channels, height, width } = readImage('cat.png', { channels: 1 });
 * console.log(channels, height > 0, width > 0); // 1 true true
 */
export function readImage(path: string, options: DecodeImageOptions = {}): Picture {
  signatures.readImage.check(arguments);
  const bytes = readFileBytes('readImage', path);
  try {
    return decodeImage(bytes, options);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${path}: ${error.message}`, { cause: error });
  }
}

const endings = /\.(png|jpe?g)$/i;

/**
 * Paths of the pictures in a folder and all below it, in alphabetical order; of a file its own.
 * Names that begin with a point are left out. Node and Deno only.
 * @throws DataError when it cannot be read.
 * @example
 * import { mkdirSync, writeFileSync } from 'node:fs';
 *
 * mkdirSync('cats', { recursive: true });
 * for (const name of ['2.png', '1.jpg', 'notes.txt']) writeFileSync(`cats/${name}`, '');
 * console.log(imagePaths('cats')); // [ 'cats/1.jpg', 'cats/2.png' ]
 */
export function imagePaths(root: string): string[] {
  signatures.imagePaths.check(arguments);
  const { readdirSync, statSync } = nodeModule('imagePaths', 'node:fs');
  const { join } = nodeModule('imagePaths', 'node:path');
  try {
    if (!statSync(root).isDirectory()) return [root];
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => endings.test(name) && !/(^|[/\\])\./.test(name))
      .sort()
      .map((name) => join(root, name));
  } catch (cause) {
    throw new DataError(`imagePaths: '${root}' cannot be read`, { cause });
  }
}

function classFolders(root: string): { readonly name: string; readonly paths: string[] }[] {
  const { readdirSync } = nodeModule('ImageFolder', 'node:fs');
  const { join } = nodeModule('ImageFolder', 'node:path');
  let names: string[];
  try {
    const entries = readdirSync(root, { withFileTypes: true });
    names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (cause) {
    throw new DataError(`ImageFolder: the folder '${root}' cannot be read`, { cause });
  }
  const found = names
    .filter((name) => !name.startsWith('.'))
    .map((name) => ({ name, paths: imagePaths(join(root, name)) }))
    .filter(({ paths }) => paths.length > 0);
  if (found.length >= 2) return found;
  const what =
    found.length === 0 ? 'no folder with pictures' : `one class only, '${found[0]?.name}'`;
  throw new DataError(
    `ImageFolder: '${root}' has ${what} in it. Put the pictures of each class (.png, .jpg) into a ` +
      `folder of its own: ${join(root, 'cat', '1.jpg')}, ${join(root, 'dog', '1.jpg')}`,
  );
}
