/** IDX files, and MNIST read from a folder of them. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError } from 'chainrule';
import { loadMnist, readIdx } from 'chainrule/data';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idx } from './idx-bytes.js';

describe('readIdx', () => {
  it('reads unsigned bytes of any shape', () => {
    const { shape, data } = readIdx(idx(8, [2, 1, 3], [0, 1, 2, 3, 254, 255]));
    expect(shape).toEqual([2, 1, 3]);
    expect(data).toEqual(Uint8Array.of(0, 1, 2, 3, 254, 255));
    expect(readIdx(idx(8, [0, 5], []))).toEqual({ shape: [0, 5], data: new Uint8Array() });
    expect(readIdx(idx(8, [], [7]))).toEqual({ shape: [], data: Uint8Array.of(7) });
  });

  it.each([
    [9, [0xff, 0x80], Int8Array.of(-1, -128)],
    [11, [0x01, 0x02, 0xff, 0xfe], Int16Array.of(258, -2)],
    [12, [0, 0, 1, 0, 0x80, 0, 0, 0], Int32Array.of(256, -(2 ** 31))],
    [13, [0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0], Float32Array.of(1, -2.5)],
    [14, [0x3f, 0xf0, ...Array(6).fill(0), 0xc0, 4, ...Array(6).fill(0)], Float64Array.of(1, -2.5)],
  ])('reads type %i, most significant byte first', (code, bytes, expected) => {
    expect(readIdx(idx(code, [2], bytes)).data).toEqual(expected);
  });

  it('reads a view that starts inside of a buffer', () => {
    const bytes = idx(11, [2], [0, 1, 0, 2]);
    expect([...readIdx(Uint8Array.of(9, ...bytes).subarray(1)).data]).toEqual([1, 2]);
  });

  const good = idx(8, [2, 3], [1, 2, 3, 4, 5, 6]);
  it.each<[damage: string, bytes: Uint8Array, message: string]>([
    ['empty', new Uint8Array(), 'expected at least 4 bytes, found 0'],
    ['wrong magic', good.with(0, 0x12), 'expected two zero bytes at the start, found 12 00'],
    ['gzipped', gzipSync(good), 'found 1f 8b: it is gzipped, unzip it first'],
    ['wrong type', good.with(2, 10), 'a type code among 0x8, 0x9, 0xb, 0xc, 0xd, 0xe, found 0x0a'],
    ['cut header', good.subarray(0, 9), 'expected 12 bytes of header for 2 dims, found 9'],
    ['cut data', good.subarray(0, -1), 'expected 18 bytes for shape [2, 3], found 17: the file is'],
    ['too long', Uint8Array.of(...good, 0), 'expected 18 bytes for shape [2, 3], found 19: there'],
    ['huge', idx(14, [2 ** 32 - 1, 2 ** 32 - 1], []), 'the file is cut off'],
  ])('names the damage: %s', (_, bytes, message) => {
    expect(() => readIdx(bytes, 'train')).toThrow(DataError);
    expect(() => readIdx(bytes, 'train')).toThrow('readIdx: train: ');
    expect(() => readIdx(bytes, 'train')).toThrow(message);
  });

  it('reads, or refuses with a DataError, any bytes', () => {
    const start = fc.constantFrom([0, 0, 8, 1], [0, 0, 13, 2], [0, 0, 9, 0], []);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 24 }), (head, rest) => {
        try {
          readIdx(Uint8Array.of(...head, ...rest));
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('loadMnist', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chainrule-mnist-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
  const images = idx(8, [3, 2, 2], [0, 51, 102, 255, 0, 0, 0, 0, 1, 1, 1, 1]);
  const labels = idx(8, [3], [7, 0, 9]);

  it('reads zipped training files and plain test files', () => {
    write('train-images-idx3-ubyte.gz', gzipSync(images));
    write('train-labels-idx1-ubyte.gz', gzipSync(labels));
    write('t10k-images-idx3-ubyte', images);
    write('t10k-labels-idx1-ubyte', labels);
    for (const train of [true, false]) {
      const mnist = loadMnist({ folder, train });
      expect(mnist.data.shape).toEqual([3, 1, 2, 2]);
      expect(mnist.target.dtype).toBe('int32');
      const [x, y] = mnist.get(0);
      expect(x.dtype).toBe('float32');
      expect([...x.toTypedArray()]).toEqual([0, 0.2, 0.4, 1].map(Math.fround));
      expect(y.item()).toBe(7);
    }
  });

  it('says how to get the files that are missing', () => {
    expect(() => loadMnist({ folder })).toThrow(DataError);
    expect(() => loadMnist({ folder })).toThrow(
      `loadMnist: no file train-images-idx3-ubyte.gz in '${folder}'. ` +
        `Fetch it with await downloadMnist({ folder: '${folder}' })`,
    );
  });

  it.each<[damage: string, images: Uint8Array, labels: Uint8Array, message: RegExp]>([
    ['half a zip', gzipSync(images).subarray(0, -9), labels, /images.*expected a whole gzip file/],
    ['cut', images.subarray(0, -1), labels, /readIdx: .*images.*expected 28 bytes/],
    [
      'classes as pictures',
      labels,
      labels,
      /expected unsigned bytes in 3 dims, found Uint8Array \[3\]/,
    ],
    ['other type', images.with(2, 9), labels, /found Int8Array \[3, 2, 2\]/],
    ['too few classes', images, idx(8, [2], [1, 2]), /found 3 pictures and 2 classes/],
  ])('names the damage: %s', (_, pictures, classes, message) => {
    write('train-images-idx3-ubyte', pictures);
    write('train-labels-idx1-ubyte', classes);
    expect(() => loadMnist({ folder })).toThrow(DataError);
    expect(() => loadMnist({ folder })).toThrow(message);
  });
});
