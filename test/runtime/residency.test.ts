/** Values between host and device: eviction, release, constant memory. */

import { beforeEach, describe, expect, it } from 'vitest';
import { type CpuDevice, createDevice } from '../../src/backend/cpu/device.js';
import type { Residency } from '../../src/backend/residency.js';
import { MemoryError, StaleTensorError } from '../../src/errors.js';
import { realized } from '../../src/graph/builders/index.js';
import type { Lineage } from '../../src/graph/ops.js';
import { Storage } from '../../src/graph/storage.js';

const mebibyte = 2 ** 20;
const filled = (length: number, value = 1): Storage =>
  new Storage('float32', length, new Float32Array(length).fill(value));

/** A leaf that has moved on. */
const moved = (name: string): Lineage => {
  const node = realized(filled(1), [1]);
  return { leaf: { node }, newest: null, previous: null, name: () => name };
};

let device: CpuDevice;
let residency: Residency;
beforeEach(() => {
  device = createDevice();
  residency = device.residency;
});

/** A value that only the device has. */
function onDevice(length: number, value: number): Storage {
  const storage = filled(length, value);
  residency.ensure(storage);
  storage.host = null;
  return storage;
}

describe('Residency', () => {
  it.each([
    ['float32', Float32Array.of(1.5, -2)],
    ['float64', Float64Array.of(0.1, 1e300)],
    ['int32', Int32Array.of(-1, 2 ** 31 - 1)],
    ['bool', Int32Array.of(0, 1)],
  ] as const)('brings %s to the device and back', (dtype, values) => {
    const storage = new Storage(dtype, 2, values);
    const pointer = residency.ensure(storage);
    expect(residency.ensure(storage)).toBe(pointer);
    storage.host = null;
    expect(residency.read(storage)).toEqual(values);
    expect(residency.read(storage)).toBe(storage.host);
  });

  it('evicts the least recently used beyond 16 MiB', () => {
    const storages = Array.from({ length: 24 }, () => filled(mebibyte / 4));
    for (const storage of storages) {
      residency.ensure(storage);
      residency.endRun(1, mebibyte);
    }
    expect(residency.bytes).toBeLessThanOrEqual(16 * mebibyte);
    expect(storages[0]?.device).toBeNull();
    expect(storages[23]?.device).not.toBeNull();
  });

  it('keeps what is used again and again', () => {
    const favourite = filled(1000);
    for (let i = 0; i < 40; i++) {
      residency.ensure(favourite);
      residency.ensure(filled(mebibyte / 4));
      residency.endRun(2, mebibyte);
    }
    expect(favourite.device).not.toBeNull();
  });

  it('never evicts what the current run uses, however large', () => {
    const storages = Array.from({ length: 20 }, () => filled(mebibyte / 4));
    for (const storage of storages) residency.ensure(storage);
    residency.endRun(20, 20 * mebibyte);
    expect(storages.every((storage) => storage.device !== null)).toBe(true);
  });

  it('copies a value that only the device has to the host before it leaves', () => {
    const weight = onDevice(3, 7);
    residency.endRun(1, 12);
    for (let i = 0; i < 40; i++) {
      residency.ensure(filled(mebibyte / 4));
      residency.endRun(1, mebibyte);
    }
    expect(weight.device).toBeNull();
    expect(weight.host).toEqual(Float32Array.of(7, 7, 7));
  });

  it('bounds the number of residents, not only their bytes', () => {
    for (let i = 0; i < 5000; i++) {
      residency.ensure(filled(1));
      residency.endRun(1, 4);
    }
    expect(residency.count).toBeLessThanOrEqual(1024);
  });

  it('uses constant memory for a million values in one synchronous loop', () => {
    const before = device.memory.bytes;
    for (let i = 0; i < 1_000_000; i++) {
      residency.ensure(filled(2));
      residency.endRun(1, 8);
    }
    expect(device.memory.bytes).toBe(before);
  });

  it('forgets a released value and says why', () => {
    const weight = onDevice(2, 1);
    residency.release(weight, moved('weight'));
    expect(residency.count).toBe(0);
    expect(() => residency.read(weight)).toThrow(StaleTensorError);
    expect(() => residency.ensure(weight)).toThrow('weight has been updated twice');
  });

  it('releases in any order', () => {
    const storages = Array.from({ length: 100 }, (_, i) => onDevice(1, i));
    for (let i = 0; i < 100; i += 2)
      residency.release(storages[(i * 7) % 100] as Storage, moved('w'));
    const left = storages.filter((storage) => storage.stale === null);
    expect(residency.count).toBe(left.length);
    for (const storage of left) {
      expect(residency.read(storage)[0]).toBe(storages.indexOf(storage));
    }
  });

  it('says what to do when 4 GiB are full', () => {
    const ask = (): unknown => residency.allocate(2 ** 33);
    expect(ask).toThrow(MemoryError);
    expect(ask).toThrow(/cannot allocate 8192.0 MiB.*smaller batches/);
  });
});
