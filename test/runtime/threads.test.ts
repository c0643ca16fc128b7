/** Worker threads: the same bits on any number, no process kept alive. */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { type CpuDevice, createDevice } from '../../src/backend/cpu/device.js';
import { control } from '../../src/backend/cpu/memory/layout.js';
import { Program } from '../../src/backend/cpu/program.js';
import type { ProgramPlan } from '../../src/backend/device.js';
import type { Arg, Buffer, Launch } from '../../src/compiler/lower/launch.js';
import { ValueError } from '../../src/errors.js';
import { Storage } from '../../src/graph/storage.js';
import { getNumThreads, setNumThreads, cpuDevice as theDevice } from '../../src/runtime/devices.js';
import {
  at,
  checkKernel,
  input,
  int,
  launch,
  mapKernel,
  mathKernel,
  output,
  rowSumKernel,
  temp,
} from './kernels.js';

const rows = 1000;
const columns = 1024;
const size = rows * columns;
const millisecond = 1e6;

/** A map of `count` elements with the program's number. */
function mapOf(from: Buffer, to: Buffer, count: number, work = 10): Launch {
  const args: Arg[] = [at(from), at(to), { kind: 'scalar', index: 0, dtype: 'float32' }];
  return launch(mapKernel(), args, count, { work, grain: 4 });
}

/** A large map into a temporary, sums of its rows, and a map of those. */
const plan: ProgramPlan = {
  batches: [
    [mapOf(input(0, 4 * size), temp(0, 4 * size), size, millisecond)],
    [
      launch(rowSumKernel(), [at(temp(0, 4 * size)), at(output(0, 4 * rows)), int(columns)], rows, {
        work: millisecond,
      }),
    ],
    [mapOf(output(0, 4 * rows), output(1, 4 * rows), rows)],
  ],
  inputs: 1,
  outputs: [
    { place: 'host', bytes: 4 * rows },
    { place: 'host', bytes: 4 * rows },
  ],
  arenaBytes: 4 * size,
  tempOffsets: [0],
};

const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i) * 1000);

function run(program: Program): number[] {
  const outputs = plan.outputs.map(() => new Storage('float32', rows, null));
  program.run([new Storage('float32', size, values)], [0.3], outputs);
  return outputs.flatMap(({ host }) => Array.from(host ?? []));
}

/** Waits until `count` workers have started. */
async function started(device: CpuDevice, count: number): Promise<void> {
  device.threads.help();
  while (device.threads.ready < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('threads', () => {
  it('gives the same bits on 1, 2 and 4 threads', async () => {
    const device = createDevice();
    const program = new Program(device, plan);
    device.threads.threads = 1;
    const alone = run(program);
    for (const count of [2, 4]) {
      device.threads.threads = count;
      run(program);
      await started(device, count - 1);
      for (let i = 0; i < 50; i++) expect(run(program)).toEqual(alone);
    }
  });

  it('cuts parts of a batch anywhere, and gives each its own arguments', async () => {
    const device = createDevice();
    device.threads.threads = 2;
    const lengths = [40_000, 4, 120_000, 8, 60_000];
    const parts = lengths.map((length, i) => {
      const factor = { kind: 'scalar', index: i, dtype: 'float32' } as const;
      const args = [at(input(i, 4 * length)), at(output(i, 4 * length)), factor];
      return launch(mapKernel(), args, length, { work: 10 * length, grain: 4 });
    });
    const program = new Program(device, {
      batches: [[parts[0] as Launch, ...parts.slice(1)]],
      inputs: lengths.length,
      outputs: lengths.map((length) => ({ place: 'host', bytes: 4 * length })),
      arenaBytes: 0,
      tempOffsets: [],
    });
    await started(device, 1);
    const inputs = lengths.map((length) => new Storage('float32', length, values.slice(0, length)));
    for (let i = 0; i < 50; i++) {
      const outputs = lengths.map((length) => new Storage('float32', length, null));
      program.run(inputs, [1, 2, 3, 4, 5], outputs);
      outputs.forEach(({ host }, k) => {
        for (const j of [0, 3, (lengths[k] ?? 0) - 1]) {
          const x = values[j] ?? 0;
          expect(host?.[j]).toBeCloseTo(Math.sqrt(Math.abs(x)) * (k + 1) + x, 2);
        }
      });
    }
  });

  it('lets workers take chunks', async () => {
    const device = createDevice();
    device.threads.threads = 2;
    const program = new Program(device, plan);
    await started(device, 1);
    // A worker counts what it finishes of an offer; some offer among many meets it awake.
    let helped = 0;
    for (let i = 0; i < 200 && helped === 0; i++) {
      run(program);
      helped = device.memory.views.i32[control.done / 4] ?? 0;
    }
    expect(helped).toBeGreaterThan(0);
  });

  it('reaches memory that grew, and kernels that came, after the workers started', async () => {
    const device = createDevice();
    device.threads.threads = 2;
    await started(device, 1);
    const before = device.memory.bytes;
    // Puts kernels, arguments and the arena beyond what the workers have seen.
    device.residency.allocate(before);
    const program = new Program(device, plan);
    const alone = createDevice();
    alone.threads.threads = 1;
    const expected = run(new Program(alone, plan));
    for (let i = 0; i < 50; i++) expect(run(program)).toEqual(expected);
    expect(device.memory.bytes).toBeGreaterThan(before);
  });

  it('meets the first bad index, whatever the number of threads', async () => {
    const device = createDevice();
    device.threads.threads = 3;
    const length = 100_000;
    const program = new Program(device, {
      batches: [
        [
          launch(
            checkKernel(),
            [
              at(input(0, 4 * length)),
              at(output(0, 4 * length)),
              int(5),
              { kind: 'fault' },
              int(1),
            ],
            length,
            { work: millisecond },
          ),
        ],
      ],
      inputs: 1,
      outputs: [{ place: 'host', bytes: 4 * length }],
      arenaBytes: 0,
      tempOffsets: [],
    });
    await started(device, 2);
    const indices = new Storage(
      'int32',
      length,
      Int32Array.from({ length }, (_, i) => i),
    );
    for (let i = 0; i < 50; i++) {
      const out = new Storage('int32', length, null);
      expect(program.run([indices], [], [out])).toEqual({ site: 1, value: 5 });
    }
  });

  it('keeps kernels with functions of our own on the calling thread', async () => {
    const device = createDevice();
    device.threads.threads = 2;
    await started(device, 1);
    for (const fn of ['erf', 'exp'] as const) {
      const program = new Program(device, {
        batches: [[launch(mathKernel(fn), [at(output(0, 8000))], 1000, { work: millisecond })]],
        inputs: 0,
        outputs: [{ place: 'host', bytes: 8000 }],
        arenaBytes: 0,
        tempOffsets: [],
      });
      for (let i = 0; i < 20; i++) {
        const out = new Storage('float64', 1000, null);
        program.run([], [], [out]);
        expect(out.host?.[1]).toBe(fn === 'exp' ? Math.E : 0.8427007929497149);
      }
    }
  });

  it('takes a positive integer as the number of threads', () => {
    const device = createDevice();
    for (const wrong of [0, -1, 1.5, Number.NaN]) {
      expect(() => {
        device.threads.threads = wrong;
      }).toThrow(ValueError);
    }
    device.threads.threads = 3;
    expect(device.threads.threads).toBe(3);
  });

  it('starts workers when there has been enough to share', async () => {
    const { threads, memory } = createDevice();
    threads.threads = 2;
    // A worker that starts says so by itself.
    const isStarted = async (): Promise<boolean> => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return Atomics.load(memory.views.i32, control.ready / 4) > 0;
    };
    for (let i = 0; i < 19; i++) expect(threads.help(millisecond)).toBe(false);
    expect(await isStarted()).toBe(false);
    threads.help(millisecond);
    while (!(await isStarted()));
    expect(threads.help(1)).toBe(true);
  });

  it('has a number of threads that users can set', () => {
    const before = getNumThreads();
    expect(before).toBeGreaterThanOrEqual(1);
    setNumThreads(2);
    expect(getNumThreads()).toBe(2);
    expect(theDevice().threads.threads).toBe(2);
    setNumThreads(before);
    expect(() => setNumThreads(0)).toThrow('setNumThreads: expected a positive integer, got 0');
  });

  it('does not keep a process alive', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chainrule-threads-'));
    try {
      await build({
        logLevel: 'silent',
        build: {
          outDir: folder,
          lib: {
            entry: fileURLToPath(new URL('./linger.ts', import.meta.url)),
            formats: ['es'],
            fileName: 'linger',
          },
        },
      });
      const { stdout } = await promisify(execFile)('node', [join(folder, 'linger.js')], {
        timeout: 20_000,
      });
      expect(stdout).toBe('done with 1 worker\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
