/**
 * What a run of a program costs beyond its arithmetic, and what a second thread gives. Run with
 * `npx tsx bench/runtime.ts`.
 */

import { type CpuDevice, createDevice } from '../src/backend/cpu/device.js';
import { Program } from '../src/backend/cpu/program.js';
import type { Batch, Launch } from '../src/compiler/lower/launch.js';
import { Storage } from '../src/graph/storage.js';
import { addKernel, at, input, launch, mapKernel, output, temp } from '../test/runtime/kernels.js';

const device = createDevice();

/** Best time of one call in microseconds. */
function time(repeats: number, body: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) body();
    best = Math.min(best, ((performance.now() - start) * 1000) / repeats);
  }
  return best;
}

const report = (name: string, microseconds: number): void => {
  console.log(`${name.padEnd(60)} ${microseconds.toFixed(2).padStart(10)} us`);
};

/** `count` additions on four floats. */
function tiny(on: CpuDevice, count: number, place: 'host' | 'device', leaves: number): Program {
  const bytes = 16;
  const batches: Batch[] = [];
  for (let i = 0; i < count; i++) {
    const target = i < leaves ? output(i, bytes) : temp(0, bytes);
    batches.push([
      launch(addKernel(), [at(input(i % 6, bytes)), at(temp(0, bytes)), at(target)], 4),
    ]);
  }
  return new Program(on, {
    batches,
    inputs: 6,
    outputs: Array.from({ length: leaves }, () => ({ place, bytes })),
    arenaBytes: 64,
    tempOffsets: [0],
  });
}

const four = (): Storage => new Storage('float32', 4, Float32Array.of(1, 2, 3, 4));

function benchTiny(): void {
  const cached = Array.from({ length: 6 }, four);
  for (const storage of cached) device.residency.ensure(storage);
  const one = tiny(device, 40, 'host', 1);
  const run1 = (): void => {
    one.run(cached, [], [new Storage('float32', 4, null)]);
  };
  report('40 launches, 6 resident inputs, 1 host output', time(20_000, run1));

  const fresh = Array.from({ length: 6 }, four);
  const run2 = (): void => {
    for (const storage of fresh) storage.lastUse = 0;
    one.run(fresh, [], [new Storage('float32', 4, null)]);
  };
  report('40 launches, 6 staged inputs, 1 host output', time(20_000, run2));

  const step = tiny(device, 40, 'device', 6);
  let weights = cached;
  const run3 = (): void => {
    const next = weights.map(() => new Storage('float32', 4, null));
    step.run(weights, [], next);
    for (const storage of weights) device.residency.release(storage);
    weights = next;
  };
  report('40 launches, 6 leaves replaced by new versions', time(20_000, run3));
}

async function benchThreads(): Promise<void> {
  const length = 2 ** 20;
  const bytes = 4 * length;
  const scalar = { kind: 'scalar', index: 0, dtype: 'float32' } as const;
  const map = (from: number, to: number): Launch =>
    launch(mapKernel(), [at(temp(from, bytes)), at(temp(to, bytes)), scalar], length, {
      work: 400_000,
      grain: 4,
    });
  const program = new Program(device, {
    batches: [[map(0, 1)], [map(1, 2)], [map(2, 1)], [map(1, 0)]],
    inputs: 0,
    outputs: [],
    arenaBytes: 3 * bytes,
    tempOffsets: [0, bytes, 2 * bytes],
  });
  for (const threads of [1, 2]) {
    device.threads.threads = threads;
    while (threads > 1 && !device.threads.help()) await new Promise((wake) => setTimeout(wake, 5));
    program.run([], [0.5], []);
    report(
      `4 maps of 1M floats, ${threads} thread(s)`,
      time(50, () => program.run([], [0.5], [])),
    );
  }
  const small = new Program(device, {
    batches: Array.from(
      { length: 40 },
      (): Batch => [
        launch(mapKernel(), [at(temp(0, 4096)), at(temp(0, 4096)), scalar], 1024, {
          work: 16_000,
          grain: 4,
        }),
      ],
    ),
    inputs: 0,
    outputs: [],
    arenaBytes: 4096,
    tempOffsets: [0],
  });
  for (const threads of [1, 2]) {
    device.threads.threads = threads;
    const each = time(2000, () => small.run([], [0.5], [])) / 40;
    report(`one of 40 maps of 1024 floats, ${threads} thread(s)`, each);
  }
}

benchTiny();
await benchThreads();
