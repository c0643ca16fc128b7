/**
 * Loops written by hand in WebAssembly that show what the machine can do: multiply-adds on
 * registers alone, and streams of vectors through up to four arrays.
 */

import { ModuleWriter } from '../src/wasm/encoder.js';
import { detectFeatures } from '../src/wasm/features.js';
import { FunctionWriter, type ValueType } from '../src/wasm/function-writer.js';
import type { Pattern } from './floors.js';

/** The arrays that a pattern reads and writes, by position. */
interface Traffic {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** Every pattern. */
export const patterns: Readonly<Record<Pattern, Traffic>> = {
  read: { reads: [0], writes: [] },
  copy: { reads: [0], writes: [1] },
  add: { reads: [0, 1], writes: [2] },
  update: { reads: [0, 1, 2, 3], writes: [0, 2, 3] },
};

const fmaSteps = 1 << 16;
const accumulators = 12;
const vectorsPerTurn = 4;
/** Four arrays, and the bytes [lo, hi) of each. */
const params: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'];
const [lo, hi] = [4, 5];

/** Operations of one call of `fma`. */
export const fmaFlops: number = 2 * 4 * accumulators * fmaSteps;

/** Stores a sum of all so that none of them is left out. */
function storeSum(code: FunctionWriter, array: number, sums: readonly number[]): FunctionWriter {
  code.get(array).get(sums[0] ?? 0);
  for (const sum of sums.slice(1)) code.get(sum).op('f32x4.add');
  return code.memory('v128.store');
}

function fmaFunction(): FunctionWriter {
  const { fma } = detectFeatures();
  const code = new FunctionWriter({ params, results: [] });
  const sums = Array.from({ length: accumulators }, () => code.local('v128'));
  const x = code.local('v128');
  const count = code.local('i32');
  code.f32(0.5).op('f32x4.splat').set(x);
  code.loop((again) => {
    for (const sum of sums) {
      if (fma) code.get(x).get(x).get(sum).op('f32x4.relaxed_madd').set(sum);
      else code.get(x).get(x).op('f32x4.mul').get(sum).op('f32x4.add').set(sum);
    }
    code.get(count).i32(1).op('i32.add').tee(count).i32(fmaSteps).op('i32.lt_u').brIf(again);
  });
  return storeSum(code, 0, sums);
}

/**
 * Repeats `body` over [lo, hi), sixteen floats at a time, with the addresses of the arrays used.
 */
function overBytes(
  code: FunctionWriter,
  used: readonly number[],
  body: (addresses: readonly number[], offset: number, i: number) => void,
): FunctionWriter {
  const addresses = [0, 1, 2, 3].map(() => code.local('i32'));
  return code.loop((again) => {
    for (const array of used) {
      code
        .get(array)
        .get(lo)
        .op('i32.add')
        .set(addresses[array] ?? 0);
    }
    for (let i = 0; i < vectorsPerTurn; i++) body(addresses, 16 * i, i);
    code.get(lo).i32(16 * vectorsPerTurn);
    code.op('i32.add').tee(lo).get(hi).op('i32.lt_u').brIf(again);
  });
}

/** Adds up all of one array. */
function readFunction(): FunctionWriter {
  const code = new FunctionWriter({ params, results: [] });
  const sums = Array.from({ length: vectorsPerTurn }, () => code.local('v128'));
  overBytes(code, [0], ([address = 0], offset, i) => {
    const sum = sums[i] ?? 0;
    code.get(sum).get(address).memory('v128.load', offset).op('f32x4.add').set(sum);
  });
  // Into an array that is not read.
  return storeSum(code, 1, sums);
}

/** Adds what it reads, and writes the sum. */
function streamFunction({ reads, writes }: Traffic): FunctionWriter {
  const code = new FunctionWriter({ params, results: [] });
  const value = code.local('v128');
  const used = [...new Set([...reads, ...writes])];
  return overBytes(code, used, (addresses, offset) => {
    for (const [i, array] of reads.entries()) {
      code.get(addresses[array] ?? 0).memory('v128.load', offset);
      if (i > 0) code.op('f32x4.add');
    }
    code.set(value);
    for (const array of writes) {
      code
        .get(addresses[array] ?? 0)
        .get(value)
        .memory('v128.store', offset);
    }
  });
}

/** A module with the loops under their names, on a shared memory of so many pages. */
export function loopModule(pages: number): WebAssembly.Module {
  const writer = new ModuleWriter();
  writer.importMemory('env', 'memory', { min: pages, max: pages, shared: true });
  writer.exportFunction('fma', writer.addFunction(fmaFunction()));
  for (const [name, traffic] of Object.entries(patterns)) {
    const body = traffic.writes.length === 0 ? readFunction() : streamFunction(traffic);
    writer.exportFunction(name, writer.addFunction(body));
  }
  return new WebAssembly.Module(writer.toBytes());
}
