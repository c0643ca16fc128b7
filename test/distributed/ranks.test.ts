/** Programs that run as several processes, under each MPI library that is installed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { libraries, Programs } from './ranks.js';

const programs = new Programs();
const kinds = ['mlp', 'cnn', 'lstm', 'transformer'] as const;
/** `STEPS=500 npx vitest run test/distributed` trains for longer. */
const steps = process.env.STEPS ?? '10';
/** Ranks share the processors with all other tests. */
const patience = 120_000 + 500 * Number(steps);
let joined: Promise<unknown> | null = null;

describe('a program by itself', () => {
  it('is one rank, and needs no library', async () => {
    const { code, stdout, stderr } = await programs.alone('collectives');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'rank 0 of 1: fine\n',
      stderr: '',
    });
  });
});

it.skipIf(libraries.length === 2)(
  'Open MPI and MPICH: install openmpi-bin and mpich',
  (context) => {
    context.skip();
  },
);

describe.each(libraries)('%s', { timeout: patience }, (library) => {
  it.each([2, 4])('every collective on %d ranks', async (count) => {
    const { stdout, stderr } = await programs.ranks(library, count, 'collectives');
    const lines = stdout.trim().split('\n').sort();
    expect(stderr).toBe('');
    expect(lines).toEqual(lines.map((_, rank) => `rank ${rank} of ${count}: fine`));
    expect(lines).toHaveLength(count);
  });

  it('sums in the order of the ranks, when asked to', async () => {
    const { stdout } = await programs.ranks(library, 3, 'collectives', ['deterministic']);
    expect(stdout.match(/fine/g)).toHaveLength(3);
  });

  it.each([
    ['whole', 2],
    ['zero', 4],
  ] as const)('ranks train as one process does: optimiser %s, %d ranks', async (how, count) => {
    const [one, two] = ['alone-', `${library}-${how}-`].map((start) =>
      join(programs.folder, start),
    );
    joined ??= programs.alone('train', [kinds.join(), steps, one ?? '']);
    await joined;
    const { stdout, stderr } = await programs.ranks(library, count, 'train', [
      kinds.join(),
      steps,
      two ?? '',
      how,
    ]);
    expect(stderr).toBe('');
    const sums = [...stdout.matchAll(/rank (\d) (\w+): (\w+)/g)];
    expect(sums).toHaveLength(count * kinds.length);
    for (const kind of kinds) {
      const ofKind = sums.filter(([, , name]) => name === kind).map(([, , , sum]) => sum);
      expect(new Set(ofKind).size, `${kind}: the same bits on all ranks`).toBe(1);
      const [a, b] = [one, two].map((start) => state(`${start}${kind}.json`));
      expect(Object.keys(a ?? {})).toEqual(Object.keys(b ?? {}));
      for (const [name, values] of Object.entries(a ?? {})) {
        const scale = Math.max(...values.map(Math.abs), 1e-30);
        const others = b?.[name] ?? [];
        const error = Math.max(
          ...values.map((value, i) => Math.abs(value - (others[i] ?? Number.NaN))),
        );
        expect(error / scale, `${kind} ${name}`).toBeLessThan(1e-6);
      }
    }
  });

  it.each([
    ['throw', /^rank 1: RangeError: no such row\n {4}at .*fails/m],
    [
      'fewer',
      /^rank 0: DistributedError: rank 1 has ended its program, while rank 0 waits in backward/m,
    ],
    [
      'model',
      /^rank 0: DistributedError: DistributedDataParallel: rank 1 has another model than rank 0: weight float32 \[4, 3\], where rank 0 has weight float32 \[2, 3\]/m,
    ],
    [
      'unused',
      /^rank 0: DistributedError: DistributedDataParallel: bias got a gradient on 1 of 2 ranks/m,
    ],
    ['kill', /signal 9|Killed/],
  ])('a rank that fails ends all, and says why: %s', async (how, message) => {
    const { code, stderr, stdout } = await programs.ranks(library, 2, 'fails', [how]);
    expect(code).not.toBe(0);
    expect(stderr + stdout).toMatch(message);
    expect(stderr.match(/^rank \d+: \w*Error/gm)?.length ?? 0).toBeLessThan(2);
  });

  it('parameters that some ranks do not use count as zeros, when that is allowed', async () => {
    const { stdout } = await programs.ranks(library, 2, 'fails', ['unused-allowed']);
    const sums = [...stdout.matchAll(/done: (\S+)/g)].map(([, sum]) => sum);
    expect(sums).toHaveLength(2);
    expect(new Set(sums).size).toBe(1);
  });
});

function state(file: string): Record<string, number[]> {
  return JSON.parse(readFileSync(file, 'utf8'));
}
