/** Files of tensors that are dropped onto the page of runs. */

import { readFileSync } from 'node:fs';
import { tensor } from 'chainrule';
import { encodeSafetensors } from 'chainrule/io';
import { expect, it } from 'vitest';
import { numbersOf } from '../../studio/runs/files/dtypes.js';
import { readOnnx } from '../../studio/runs/files/onnx.js';
import { readSafetensors } from '../../studio/runs/files/safetensors.js';
import { statisticsOf } from '../../studio/runs/files/statistics.js';

function blobOf(bytes: Uint8Array): Blob {
  return new Blob([Uint8Array.from(bytes)]);
}

it('shows the tensors of a safetensors file', async () => {
  const bytes = encodeSafetensors({
    weight: tensor([
      [1, -2, 0],
      [0, 3, 4],
    ]),
    steps: tensor([7, 9], { dtype: 'int32' }),
  });
  const tensors = await readSafetensors(blobOf(bytes));
  expect(tensors.find(({ name }) => name === 'weight')).toMatchObject({
    dtype: 'F32',
    shape: [2, 3],
    statistics: { low: -2, high: 4, mean: 1, zeros: 2 / 6, notFinite: 0 },
  });
  expect(tensors.find(({ name }) => name === 'steps')).toMatchObject({
    dtype: 'I32',
    statistics: { mean: 8, std: 1 },
  });
});

it('reads every dtype of the format, and empty tensors', async () => {
  const file = new URL('../fixtures/io/reference.safetensors', import.meta.url);
  const tensors = await readSafetensors(blobOf(readFileSync(file)));
  const lows = tensors.map(({ name, statistics }) => [name, statistics.low]);
  expect(Object.fromEntries(lows)).toMatchObject({
    f64: -1e300,
    f16: -2.5,
    bf16: -2.5,
    i64: 12345,
    i32: -(2 ** 31),
    i16: -32768,
    i8: -128,
    u8: 0,
    flags: 0,
    empty: Number.POSITIVE_INFINITY,
  });
});

it('says what is wrong with a damaged one', async () => {
  const bytes = encodeSafetensors({ weight: tensor([1, 2, 3]) });
  await expect(readSafetensors(blobOf(bytes.subarray(0, 5)))).rejects.toThrow('no safetensors');
  await expect(readSafetensors(blobOf(bytes.subarray(0, bytes.length - 1)))).rejects.toThrow(
    'tensor weight is damaged',
  );
  await expect(readOnnx(blobOf(new Uint8Array([58, 200, 1])))).rejects.toThrow('ONNX');
});

it('shows the tensors that PyTorch writes into an ONNX file', async () => {
  const file = new URL('../fixtures/io/linear.onnx', import.meta.url);
  const tensors = await readOnnx(blobOf(readFileSync(file)));
  const facts = tensors.map(({ name, dtype, shape, statistics: { low, high } }) => ({
    name,
    dtype,
    shape,
    range: [low, high],
  }));
  expect(facts).toEqual([
    { name: 'weight', dtype: 'F32', shape: [2, 3], range: [-2.5, 4] },
    { name: 'bias', dtype: 'F32', shape: [2], range: [-1, 0.5] },
  ]);
});

it('counts numbers that are not finite, and bins the others', () => {
  const { counts, notFinite, mean } = statisticsOf([0, 1, Number.NaN, Number.POSITIVE_INFINITY, 2]);
  expect([notFinite, mean, counts[0], counts[12], counts.at(-1)]).toEqual([2, 1, 1, 1, 1]);
  expect(statisticsOf([5, 5]).counts[0]).toBe(2);
});

it('knows numbers of 16 bits', () => {
  const bits = (numbers: readonly number[]): ArrayBuffer => Uint16Array.from(numbers).buffer;
  const half = numbersOf('F16', bits([0x3c00, 0xc000, 0x7c00, 0x0001, 0x3555]));
  expect([...Array.from(half)]).toEqual([1, -2, Infinity, 2 ** -24, Math.fround(0.333251953125)]);
  expect(Array.from(numbersOf('BF16', bits([0x3f80, 0xc040])))).toEqual([1, -3]);
  expect(() => numbersOf('F4', new ArrayBuffer(4))).toThrow('F4');
});
