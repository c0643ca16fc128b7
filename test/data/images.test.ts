/** Decoded and resized pictures beside Pillow's, and folders of pictures. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from 'chainrule';
import {
  DataLoader,
  decodeImage,
  ImageFolder,
  imagePaths,
  readImage,
  resizePicture,
} from 'chainrule/data';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../tabular/files.js';

interface Fixtures {
  readonly images: readonly {
    readonly name: string;
    readonly file: string;
    readonly pixels: readonly (readonly (readonly number[])[])[];
  }[];
  readonly oriented: readonly {
    readonly orientation: number;
    readonly file: string;
    readonly pixels: readonly (readonly (readonly number[])[])[];
  }[];
  readonly source: readonly (readonly number[])[];
  readonly resized: readonly { readonly size: [number, number]; readonly values: number[][] }[];
}
const fixturePath = new URL('../fixtures/data/images.json', import.meta.url);
const fixtures: Fixtures = JSON.parse(readFileSync(fixturePath, 'utf8'));

function largestDifference(a: ArrayLike<number>, b: readonly number[]): number {
  return Math.max(...b.map((value, i) => Math.abs(value - (a[i] ?? Number.NaN))));
}

const bytesOf = (name: string): Uint8Array =>
  Buffer.from(fixtures.images.find((one) => one.name === name)?.file ?? '', 'base64');

describe('decodeImage', () => {
  it.each(fixtures.images)('$name', ({ name, file, pixels }) => {
    const picture = decodeImage(Buffer.from(file, 'base64'));
    expect([picture.channels, picture.height, picture.width]).toEqual([3, 5, 7]);
    // JPEG decoders may round differently, and blow colours up in different ways.
    const jpeg = name.includes('fewer') ? 0.08 : 0.012;
    const bound = name.startsWith('PNG') ? 0.003 : jpeg;
    expect(largestDifference(picture.values, pixels.flat(2))).toBeLessThan(bound);
  });

  it.each(fixtures.oriented)('turns orientation $orientation upright', ({ file, pixels }) => {
    const picture = decodeImage(Buffer.from(file, 'base64'));
    expect([picture.height, picture.width]).toEqual([pixels[0]?.length, pixels[0]?.[0]?.length]);
    expect(largestDifference(picture.values, pixels.flat(2))).toBeLessThan(0.012);
  });

  it('takes a picture with damaged EXIF as it lies', () => {
    const { file = '' } = fixtures.oriented[5] ?? {};
    const bytes = Buffer.from(file, 'base64');
    // The list of tags begins far behind the end of the segment.
    bytes.writeUInt32BE(0xffff_ff00, bytes.indexOf('Exif') + 10);
    const { height, width } = decodeImage(bytes);
    expect([height, width]).toEqual([5, 7]);
  });

  it('gives grey, and says what is wrong', () => {
    const grey = decodeImage(bytesOf('PNG colours'), { channels: 1 });
    const [red, green, blue] = [0, 35, 70].map(
      (at) => decodeImage(bytesOf('PNG colours')).values[at] ?? 0,
    );
    expect(grey.values[0]).toBeCloseTo(
      0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0),
      6,
    );
    expect(() => decodeImage(Buffer.from('GIF89a'))).toThrow('neither PNG nor JPEG');
    expect(() => decodeImage(bytesOf('PNG colours').subarray(0, 60))).toThrow(DataError);
    expect(() => decodeImage(bytesOf('JPEG').subarray(0, 100))).toThrow('the JPEG is damaged');
  });
});

describe('resizePicture', () => {
  const values = Float32Array.from(fixtures.source.flat());
  const source = { values, channels: 1, height: 9, width: 6 };
  it.each(fixtures.resized)('to $size', ({ size, values: expected }) => {
    const resized = resizePicture(source, size);
    expect([resized.height, resized.width]).toEqual(size);
    expect(largestDifference(resized.values, expected.flat())).toBeLessThan(2e-6);
  });

  it('refuses a size of nothing', () => {
    expect(() => resizePicture(source, [0, 3])).toThrow(
      'sizes must be positive integers, got 0 x 3',
    );
  });
});

describe('ImageFolder', () => {
  const { root } = temporaryFolder();
  const put = (name: string, bytes: Uint8Array): void => {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), bytes);
  };
  put('a/dog/1.JPG', bytesOf('JPEG'));
  put('a/cat/2.png', bytesOf('PNG grey'));
  put('a/cat/deeper/1.png', bytesOf('PNG colours'));
  put('a/cat/.hidden.png', Buffer.from('x'));
  put('a/cat/notes.txt', Buffer.from('x'));
  put('one/cat/1.png', bytesOf('PNG grey'));
  put('bad/a/1.png', Buffer.from('no picture'));
  put('bad/b/1.png', bytesOf('PNG grey'));

  it('numbers classes by name, and finds pictures in deeper folders', () => {
    const folder = new ImageFolder(join(root, 'a'), { size: 4 });
    expect(folder.classes).toEqual(['cat', 'dog']);
    expect(folder.samples.map(({ label }) => label)).toEqual([0, 0, 1]);
    const [[x, y] = []] = new DataLoader(folder, { batchSize: 3 });
    expect([x?.shape, x?.dtype, y?.toArray()]).toEqual([[3, 3, 4, 4], 'float32', [0, 0, 1]]);
    expect(new ImageFolder(join(root, 'a'), { size: [2, 5], channels: 1 }).get(0)[0].shape).toEqual(
      [1, 2, 5],
    );
    expect(() => folder.get(3)).toThrow('no sample 3, there are 3');
    expect(imagePaths(join(root, 'a', 'dog', '1.JPG'))).toHaveLength(1);
  });

  it('says what is wrong with a folder or a picture', () => {
    expect(() => new ImageFolder(join(root, 'one'), { size: 4 })).toThrow("one class only, 'cat'");
    expect(() => new ImageFolder(join(root, 'a', 'cat'), { size: 4 })).toThrow(
      'a folder of its own',
    );
    expect(() => new ImageFolder(join(root, 'none'), { size: 4 })).toThrow('cannot be read');
    const bad = new ImageFolder(join(root, 'bad'), { size: 4 });
    expect(() => bad.get(0)).toThrow(/1\.png: decodeImage: the bytes are neither PNG nor JPEG/);
    expect(() => readImage(join(root, 'none.png'))).toThrow('no such file');
  });
});
