/** Programs as command buffers: order, inputs, outputs, scalars, faults. */

import { beforeEach, describe, expect, it } from 'vitest';
import { type CpuDevice, createDevice } from '../../src/backend/cpu/device.js';
import { Program } from '../../src/backend/cpu/program.js';
import type { ProgramPlan } from '../../src/backend/device.js';
import { Storage } from '../../src/graph/storage.js';
import {
  addKernel,
  at,
  checkKernel,
  fillKernel,
  input,
  int,
  launch,
  mathKernel,
  output,
  temp,
} from './kernels.js';

const floats = (values: readonly number[]): Storage =>
  new Storage('float32', values.length, Float32Array.from(values));
const empty = (length: number): Storage => new Storage('float32', length, null);

let device: CpuDevice;
beforeEach(() => {
  device = createDevice();
});

/** out = (a + b) + b through a temporary. */
function twice(place: 'host' | 'device', length: number): ProgramPlan {
  const bytes = 4 * length;
  const [a, b, t, out] = [input(0, bytes), input(1, bytes), temp(0, bytes), output(0, bytes)];
  return {
    batches: [
      [launch(addKernel(), [at(a), at(b), at(t)], length)],
      [launch(addKernel(), [at(t), at(b), at(out)], length)],
    ],
    inputs: 2,
    outputs: [{ place, bytes }],
    arenaBytes: bytes,
    tempOffsets: [0],
  };
}

describe('Program', () => {
  it('runs launches in order, through temporaries, to a host output', () => {
    const program = new Program(device, twice('host', 3));
    const out = empty(3);
    expect(program.run([floats([1, 2, 3]), floats([10, 20, 30])], [], [out])).toBeNull();
    expect(out.host).toEqual(Float32Array.of(21, 42, 63));
    expect(out.device).toBeNull();
  });

  it('leaves a device output on the device until it is read', () => {
    const program = new Program(device, twice('device', 2));
    const first = empty(2);
    program.run([floats([1, 2]), floats([3, 4])], [], [first]);
    expect(first.host).toBeNull();
    const second = empty(2);
    program.run([first, first], [], [second]);
    expect(device.residency.read(second)).toEqual(Float32Array.of(21, 30));
    expect(device.residency.read(first)).toEqual(Float32Array.of(7, 10));
  });

  it('gives every run outputs of its own', () => {
    const program = new Program(device, twice('host', 1));
    const [x, y, one] = [empty(1), empty(1), floats([1])];
    program.run([floats([1]), one], [], [x]);
    program.run([floats([2]), one], [], [y]);
    expect([x.host?.[0], y.host?.[0]]).toEqual([3, 4]);
  });

  it('keeps an input on the device from its second use', () => {
    const program = new Program(device, twice('host', 2));
    const [a, b] = [floats([1, 2]), floats([3, 4])];
    program.run([a, b], [], [empty(2)]);
    expect(a.device).toBeNull();
    program.run([a, floats([5, 6])], [], [empty(2)]);
    expect(a.device).not.toBeNull();
    const out = empty(2);
    program.run([a, floats([1, 1])], [], [out]);
    expect(out.host).toEqual(Float32Array.of(3, 4));
  });

  it('follows the arena when another program makes it grow', () => {
    const small = new Program(device, twice('host', 2));
    small.run([floats([1, 2]), floats([3, 4])], [], [empty(2)]);
    // Holds the place behind the arena, so that it cannot grow where it is.
    device.residency.ensure(floats([9]));
    const length = 100_000;
    const large = new Program(device, twice('host', length));
    const wide = floats(Array.from({ length }, (_, i) => i % 7));
    const out = empty(length);
    large.run([wide, wide], [], [out]);
    expect(out.host?.[6]).toBe(18);
    const again = empty(2);
    small.run([floats([1, 2]), floats([3, 4])], [], [again]);
    expect(again.host).toEqual(Float32Array.of(7, 10));
  });

  it.each([
    ['float32', 'f32', 0.1, Math.fround(0.1)],
    ['float64', 'f64', 0.1, 0.1],
    ['int32', 'i32', -7, -7],
    ['bool', 'i32', 1, 1],
  ] as const)('passes a %s scalar in its own representation', (dtype, type, value, expected) => {
    const out = output(0, 16);
    const program = new Program(device, {
      batches: [[launch(fillKernel(type), [at(out), { kind: 'scalar', index: 1, dtype }], 2)]],
      inputs: 0,
      outputs: [{ place: 'host', bytes: 16 }],
      arenaBytes: 0,
      tempOffsets: [],
    });
    const storage = new Storage(dtype, 2, null);
    program.run([], [99, value], [storage]);
    expect(Array.from(storage.host ?? [])).toEqual([expected, expected]);
  });

  it('gives buffers at an offset', () => {
    const [a, out] = [input(0, 16), output(0, 8)];
    const program = new Program(device, {
      batches: [[launch(addKernel(), [at(a), at(a, 8), at(out)], 2)]],
      inputs: 1,
      outputs: [{ place: 'host', bytes: 8 }],
      arenaBytes: 0,
      tempOffsets: [],
    });
    const storage = empty(2);
    program.run([floats([1, 2, 30, 40])], [], [storage]);
    expect(storage.host).toEqual(Float32Array.of(31, 42));
  });

  it('skips launches over nothing and returns empty outputs', () => {
    const program = new Program(device, twice('host', 0));
    const out = empty(0);
    program.run([floats([]), floats([])], [], [out]);
    expect(out.host).toEqual(new Float32Array(0));
  });

  it('calls the mathematical library', () => {
    for (const fn of ['exp', 'erf'] as const) {
      const program = new Program(device, {
        batches: [[launch(mathKernel(fn), [at(output(0, 16))], 2)]],
        inputs: 0,
        outputs: [{ place: 'host', bytes: 16 }],
        arenaBytes: 0,
        tempOffsets: [],
      });
      const out = new Storage('float64', 2, null);
      program.run([], [], [out]);
      expect(out.host?.[1]).toBe(fn === 'exp' ? Math.exp(1) : 0.8427007929497149);
    }
  });

  it('compiles kernels of one key once', () => {
    new Program(device, twice('host', 2));
    new Program(device, twice('device', 5));
    expect(device.kernels.size).toBe(1);
  });

  it('says where an index was out of range, and attaches nothing', () => {
    const [x, out] = [input(0, 12), output(0, 12)];
    const program = new Program(device, {
      batches: [[launch(checkKernel(), [at(x), at(out), int(5), { kind: 'fault' }, int(3)], 3)]],
      inputs: 1,
      outputs: [{ place: 'device', bytes: 12 }],
      arenaBytes: 0,
      tempOffsets: [],
    });
    const ints = (values: number[]): Storage =>
      new Storage('int32', values.length, Int32Array.from(values));
    const bad = new Storage('int32', 3, null);
    expect(program.run([ints([1, 7, 9])], [], [bad])).toEqual({ site: 3, value: 7 });
    expect([bad.host, bad.device]).toEqual([null, null]);
    const good = new Storage('int32', 3, null);
    expect(program.run([ints([1, 2, 3])], [], [good])).toBeNull();
    expect(device.residency.read(good)).toEqual(Int32Array.of(1, 2, 3));
  });

  it('runs in constant device memory while leaves are replaced', () => {
    const program = new Program(device, twice('device', 5000));
    const one = floats(new Array(5000).fill(0));
    let weights = empty(5000);
    program.run([one, one], [], [weights]);
    const before = device.memory.bytes;
    for (let step = 0; step < 20_000; step++) {
      const next = empty(5000);
      program.run([weights, one], [], [next]);
      device.residency.release(weights);
      weights = next;
    }
    expect(device.memory.bytes).toBe(before);
  });

  it('gives its memory back', () => {
    const before = device.residency.used;
    const program = new Program(device, { ...twice('device', 10), batches: [] });
    program.release();
    expect(device.residency.used).toBe(before);
  });

  it('runs on memory that is not shared', () => {
    const alone = createDevice({ shared: false });
    const program = new Program(alone, twice('host', 2));
    const out = empty(2);
    program.run([floats([1, 2]), floats([3, 4])], [], [out]);
    expect(out.host).toEqual(Float32Array.of(7, 10));
    alone.threads.threads = 4;
    expect(alone.threads.threads).toBe(1);
  });
});
