/**
 * Independent launches of one kernel run as one, in an order that keeps what depends on another.
 */

import { nn, optim, profile, type Tensor, tensor } from 'chainrule';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch, Buffer, Launch } from '../../src/compiler/lower/launch.js';
import { batched } from '../../src/compiler/place/batch.js';
import { liveBytes, livesOf, sizeOf, tempsOf } from '../../src/compiler/place/memory-plan.js';

/** Most bytes of temporaries at once, relative to the order before. */
const mostGrowth = 1.2;

const buffers = Array.from({ length: 12 }, (_, i): Buffer => {
  return { kind: i < 9 ? 'temp' : 'output', index: i, bytes: 100 * (i % 4) };
});

/** The most that temporaries need at once, results and scratch memory. */
function mostBytes(batches: readonly Batch[]): number {
  return Math.max(...liveBytes(livesOf(batches).values(), batches.length));
}

/** A launch; of some buffers it writes parts. */
function launchOf(
  kernel: string,
  reads: readonly Buffer[],
  wholes: readonly Buffer[],
  parts: readonly Buffer[] = [],
): Launch {
  const code = { key: kernel, name: kernel, args: [], locals: [], body: [] };
  const writes = [...wholes, ...parts];
  return { kernel: code, args: [], range: 1, grain: 1, work: 0, reads, writes, parts };
}

const some = fc.subarray(buffers, { maxLength: 3 });
const launches = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), some, some, some).map(([kernel, reads, wholes, parts]) =>
    launchOf(
      kernel,
      reads,
      wholes,
      parts.filter((buffer) => !wholes.includes(buffer)),
    ),
  ),
  { maxLength: 40 },
);

function depends(later: Launch, earlier: Launch): boolean {
  const areParts = (buffer: Buffer): boolean =>
    [later, earlier].every(({ parts = [] }) => parts.includes(buffer));
  return (
    later.writes.some((buffer) => earlier.reads.includes(buffer)) ||
    later.writes.some((buffer) => earlier.writes.includes(buffer) && !areParts(buffer)) ||
    later.reads.some((buffer) => earlier.writes.includes(buffer))
  );
}

function placesOf(batches: readonly Batch[]): Map<Launch, number> {
  return new Map(batches.flatMap((batch, place) => batch.map((launch) => [launch, place])));
}

describe('batched', () => {
  it('keeps each launch, and the order of those that depend on each other', () => {
    fc.assert(
      fc.property(launches, (given) => {
        const batches = batched(given);
        const places = placesOf(batches);
        expect(places.size).toBe(given.length);
        for (const [i, later] of given.entries()) {
          for (const earlier of given.slice(0, i).filter((one) => depends(later, one))) {
            expect(places.get(later)).toBeGreaterThan(places.get(earlier) ?? Number.NaN);
          }
        }
        for (const batch of batches) {
          expect(new Set(batch.map(({ kernel }) => kernel.key)).size).toBe(1);
        }
      }),
    );
  });

  it('writes parts of one buffer together, on the ground that they have', () => {
    const [whole, one] = [{ kind: 'temp', index: 0, bytes: 8 }, buffers[10] as Buffer] as const;
    const given = [
      launchOf('fill', [], [whole]),
      launchOf('copy', [], [], [whole]),
      launchOf('copy', [], [], [whole]),
      launchOf('copy', [whole], [one]),
    ];
    expect(batched(given).map((batch) => batch.length)).toEqual([1, 2, 1]);
  });

  it('lets temporaries take a little more memory at most', () => {
    fc.assert(
      fc.property(launches, (given) => {
        const before = mostBytes(given.map((launch): Batch => [launch]));
        expect(mostBytes(batched(given))).toBeLessThanOrEqual(mostGrowth * before);
      }),
    );
  });

  it('leaves what would wait with too much where it is', () => {
    const large = (index: number): Buffer => ({ kind: 'temp', index, bytes: 1000 });
    const small = (index: number): Buffer => ({ kind: 'output', index, bytes: 4 });
    const chain = [0, 1, 2, 3].flatMap((i) => [
      launchOf('make', i === 0 ? [] : [small(i)], [large(i), small(i + 1)]),
      launchOf('use', [large(i)], [small(10 + i)]),
    ]);
    expect(batched(chain).map((batch) => batch.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });
});

describe('lives of temporaries', () => {
  it('reach from the first to the last batch that touches them', () => {
    const [a, b] = [buffers[1] as Buffer, buffers[2] as Buffer];
    const given = [launchOf('x', [], [a]), launchOf('y', [a, a], [b]), launchOf('z', [b], [])];
    const lives = livesOf(given.map((launch) => [launch]));
    expect([...lives.values()]).toEqual([
      { buffer: a, first: 0, last: 1 },
      { buffer: b, first: 1, last: 2 },
    ]);
    expect([...tempsOf(given[1] as Launch)]).toEqual([a, b]);
    const [first, second] = [sizeOf(a), sizeOf(b)];
    expect([...liveBytes(lives.values(), 3)]).toEqual([first, first + second, second, 0]);
  });
});

describe('an optimiser updates all parameters in one launch', () => {
  const model = new nn.Sequential(new nn.Linear(7, 5), new nn.Tanh(), new nn.Linear(5, 1));
  const scale = tensor(2, { requiresGrad: true });
  const parameters = [...model.parameters(), scale];
  const x = tensor(Float32Array.from({ length: 21 }, Math.sin), { shape: [3, 7] });
  const loss = (): Tensor => model.forward(x).mul(scale).square().mean();
  const optimizers = {
    SGD: new optim.SGD(parameters, { lr: 0.1 }),
    Adam: new optim.Adam(parameters),
    'Adam with amsgrad': new optim.Adam(parameters, { amsgrad: true, weightDecay: 0.1 }),
    RMSprop: new optim.RMSprop(parameters),
  };

  it.each(Object.entries(optimizers))('%s', (_, optimizer) => {
    const step = (): void => {
      optimizer.zeroGrad();
      loss().backward();
      optimizer.step();
      loss().item();
    };
    step();
    const updates = profile(step).runs.filter(({ name }) => name.includes('parts'));
    expect(updates.map(({ name }) => name.replace(/.* (\d+ parts)/, '$1'))).toContain('5 parts');
  });
});
