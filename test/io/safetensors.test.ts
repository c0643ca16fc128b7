/**
 * Safetensors bytes: the reference implementation's file, round trips, and every kind of damage.
 */

import { readFileSync } from 'node:fs';
import { DataError, type Tensor, tensor, ValueError, zeros } from 'chainrule';
import { decodeSafetensors, encodeSafetensors } from 'chainrule/io';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** A file with the given header, as text or as what JSON makes of it, and `size` bytes of data. */
function fileOf(header: unknown, size = 0): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const file = new Uint8Array(8 + json.length + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

const f32 = (shape: unknown, data_offsets: unknown) => ({ dtype: 'F32', shape, data_offsets });

function contents(record: Readonly<Record<string, Tensor>>): unknown {
  return Object.entries(record).map(([name, { dtype, shape }]) => [
    name,
    dtype,
    shape,
    record[name]?.toTypedArray(),
  ]);
}

describe('a file of the reference implementation', () => {
  const path = new URL('../fixtures/io/reference.safetensors', import.meta.url);
  const { tensors, metadata } = decodeSafetensors(readFileSync(path));
  const expected: Readonly<Record<string, [dtype: string, values: unknown]>> = {
    f64: ['float64', [[0.1, -1e300]]],
    f32: ['float32', [1.5, Infinity, -0]],
    f16: ['float32', [1, -2.5, 65504, 2 ** -24, 2 ** -15, Infinity, -Infinity, Number.NaN]],
    bf16: ['float32', [1, -2.5, Infinity, 3.140625]],
    i64: ['int32', 12345],
    i32: ['int32', [[-(2 ** 31)], [2 ** 31 - 1]]],
    i16: ['int32', [-32768, 32767]],
    i8: ['int32', [-128, 127]],
    u8: ['int32', [0, 255]],
    flags: ['bool', [true, false, true]],
    empty: ['float32', []],
  };

  it('holds nothing else', () => {
    expect(Object.keys(tensors).toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(metadata).toEqual({ format: 'np', note: 'é' });
    expect(tensors.empty?.shape).toEqual([0, 3]);
  });

  it.each(Object.entries(expected))('%s', (name, [dtype, values]) => {
    expect(tensors[name]?.dtype).toBe(dtype);
    expect(tensors[name]?.toArray()).toEqual(values);
  });
});

describe('encodeSafetensors', () => {
  it('writes the format to the byte', () => {
    const bytes = encodeSafetensors({ test: tensor([[1, 2]], { dtype: 'int32' }) }, { by: 'me' });
    const header =
      '{"__metadata__":{"by":"me"},"test":{"dtype":"I32","shape":[1,2],"data_offsets":[0,8]}}  ';
    expect(new DataView(bytes.buffer).getBigUint64(0, true)).toBe(88n);
    expect(new TextDecoder().decode(bytes.subarray(8, 96))).toBe(header);
    expect([...bytes.subarray(96)]).toEqual([1, 0, 0, 0, 2, 0, 0, 0]);
  });

  it('keeps the order of names and aligns each tensor to its element', () => {
    const record = {
      flag: tensor([true]),
      x: tensor([1.5]),
      wide: tensor([2.5], { dtype: 'float64' }),
      count: tensor(3, { dtype: 'int32' }),
    };
    const bytes = encodeSafetensors(record);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(Object.keys(header)).toEqual(['flag', 'x', 'wide', 'count']);
    expect(header.wide.data_offsets).toEqual([0, 8]);
    expect(header.x.data_offsets).toEqual([8, 12]);
    expect(header.count.data_offsets).toEqual([12, 16]);
    expect(header.flag.data_offsets).toEqual([16, 17]);
    expect(contents(decodeSafetensors(bytes).tensors)).toEqual(contents(record));
  });

  it('writes an empty record', () => {
    expect(decodeSafetensors(encodeSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
  });

  it('refuses the name that the format keeps for itself', () => {
    expect(() => encodeSafetensors({ __metadata__: zeros([1]) })).toThrow(ValueError);
  });
});

describe('decodeSafetensors', () => {
  it('reads a view into a larger buffer that is not aligned', () => {
    const bytes = encodeSafetensors({ x: tensor([1, 2, 3], { dtype: 'float64' }) });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const { tensors } = decodeSafetensors(shifted.subarray(3));
    expect(tensors.x?.toArray()).toEqual([1, 2, 3]);
  });

  it('does not share memory with the bytes', () => {
    const bytes = encodeSafetensors({ x: tensor([1]) });
    const { tensors } = decodeSafetensors(bytes);
    bytes.fill(0);
    expect(tensors.x?.toArray()).toEqual([1]);
  });

  const whole = encodeSafetensors({ x: tensor([1, 2, 3]) });
  const damages: Readonly<Record<string, [bytes: Uint8Array, message: RegExp]>> = {
    'no length': [whole.subarray(0, 7), /expected 8 bytes of header length, found 7/],
    'cut header': [whole.subarray(0, 20), /expected a header of \d+ bytes, found 12: .* cut off/],
    'huge length': [new Uint8Array(64).fill(255), /at most 100000000 bytes.*Is it a safetensors/],
    'cut data': [whole.subarray(0, -1), /expected 12 bytes of data, found 11: .* cut off/],
    'left over': [Uint8Array.of(...whole, 0), /expected 12 bytes of data, found 13: .* no tensor/],
    'no JSON': [fileOf('{"x": '), /expected a header of JSON in UTF-8/],
    'no UTF-8': [fileOf('{}').with(8, 0xff), /expected a header of JSON in UTF-8/],
    'no object': [fileOf('[1]'), /header to be a JSON object, found \[1\]/],
    'no entry': [fileOf({ x: 3 }), /'x' to be an object, found 3/],
    'unknown dtype': [
      fileOf({ x: { dtype: 'F8_E4M3', shape: [], data_offsets: [0, 1] } }, 1),
      /'x': expected a dtype among F64, F32.*found "F8_E4M3"/,
    ],
    'inherited dtype': [
      fileOf({ x: { dtype: 'constructor', shape: [], data_offsets: [0, 1] } }, 1),
      /expected a dtype among/,
    ],
    'negative size': [fileOf({ x: f32([-1], [0, 4]) }, 4), /shape of sizes >= 0, found \[-1\]/],
    'broken size': [fileOf({ x: f32([0.5], [0, 4]) }, 4), /shape of sizes >= 0, found \[0.5\]/],
    'no shape': [fileOf({ x: f32('3', [0, 4]) }, 4), /shape of sizes >= 0, found "3"/],
    'one offset': [fileOf({ x: f32([1], [0]) }, 4), /data_offsets \[begin, end\].*found \[0\]/],
    'offsets backward': [fileOf({ x: f32([1], [4, 0]) }, 4), /0 <= begin <= end, found \[4,0\]/],
    'wrong byte count': [
      fileOf({ x: f32([3], [0, 8]) }, 8),
      /expected 12 bytes for F32 \[3\], found 8/,
    ],
    'enormous shape': [
      fileOf({ x: f32([2 ** 40, 2 ** 40], [0, 8]) }, 8),
      /expected 4\.8\d*e\+24 bytes/,
    ],
    'out of range': [fileOf({ x: f32([2], [0, 8]) }, 4), /expected 8 bytes of data, found 4/],
    overlap: [
      fileOf({ x: f32([2], [0, 8]), y: f32([1], [4, 8]) }, 8),
      /'y' to begin at byte 8, right after 'x', found 4: an overlap/,
    ],
    hole: [
      fileOf({ x: f32([1], [0, 4]), y: f32([1], [8, 12]) }, 12),
      /'y' to begin at byte 4, right after 'x', found 8: a hole/,
    ],
    'hole at the start': [fileOf({ x: f32([1], [4, 8]) }, 8), /after the header, found 4: a hole/],
    'key twice': [
      fileOf('{"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"\\u0078":{}}', 4),
      /each key of the header once, found 'x' twice/,
    ],
    'metadata of numbers': [
      fileOf({ __metadata__: { step: 3 } }),
      /__metadata__ 'step' to be a string, found 3/,
    ],
    'metadata list': [fileOf({ __metadata__: ['a'] }), /__metadata__ to be an object/],
    'large I64': [
      fileOf({ x: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, 8).fill(1, -8),
      /tensor 'x' holds 72340172838076673 at element 0 as I64; expected values that fit int32/,
    ],
    'bool of 2': [
      fileOf({ x: { dtype: 'BOOL', shape: [2], data_offsets: [0, 2] } }, 2).fill(2, -1),
      /tensor 'x' holds 2 at element 1 as BOOL; expected 0 or 1/,
    ],
  };

  it.each(Object.entries(damages))('names the damage: %s', (_, [bytes, message]) => {
    const decode = () => decodeSafetensors(bytes, 'model.safetensors');
    expect(decode).toThrow(DataError);
    expect(decode).toThrow(/^safetensors: model\.safetensors: /);
    expect(decode).toThrow(message);
  });
});

describe('any record', () => {
  const sizes = fc.array(fc.nat({ max: 4 }), { maxLength: 3 });
  const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  const dtypes = ['float32', 'float64', 'int32', 'bool'] as const;
  const anyTensor = fc.tuple(fc.constantFrom(...dtypes), sizes).chain(([dtype, shape]) => {
    const bits = fc.array(fc.double(), { minLength: count(shape), maxLength: count(shape) });
    return bits.map((values) => {
      const stored = dtype === 'bool' ? values.map((value) => Number(value > 0)) : values;
      const array = dtype === 'int32' ? Int32Array.from(stored) : Float64Array.from(stored);
      return tensor(array, { dtype, shape });
    });
  });
  const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', '0', 'constructor', 'é\n"\\'));
  const usable = name.filter((key) => key !== '__metadata__');
  const entries = fc.uniqueArray(fc.tuple(usable, anyTensor), { selector: ([key]) => key });
  const anyRecord = entries.map((list) => Object.fromEntries(list));
  const anyMetadata = fc
    .uniqueArray(fc.tuple(name, fc.string()), { selector: ([key]) => key })
    .map((list) => Object.fromEntries(list));

  it('comes back bit for bit', () => {
    fc.assert(
      fc.property(anyRecord, anyMetadata, (record, metadata) => {
        const bytes = encodeSafetensors(record, metadata);
        const back = decodeSafetensors(bytes);
        expect(contents(back.tensors)).toEqual(contents(record));
        expect(back.metadata).toEqual(metadata);
        expect(encodeSafetensors(back.tensors, back.metadata)).toEqual(bytes);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is read, or refused with a DataError, after any damage', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(anyRecord, anyMetadata, edits, fc.nat(), (record, metadata, changes, cut) => {
        const bytes = encodeSafetensors(record, metadata);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const damaged = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        try {
          decodeSafetensors(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});
