/** Batches from a worker are those of the same data set without one. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { DataError, ValueError } from 'chainrule';
import { DataLoader, serveDataset, WorkerDataset } from 'chainrule/data';
import type { WorkerLike } from 'chainrule/io';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noisyFlowers } from './noisy-flowers.js';

const root = mkdtempSync(join(tmpdir(), 'chainrule-worker-'));
const file = join(root, 'flowers.mjs');
const started: WorkerDataset[] = [];

beforeAll(async () => {
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const program = join(root, 'flowers.ts');
  writeFileSync(
    program,
    `import { serveDataset } from 'chainrule/data';
     import { noisyFlowers } from '${path('./noisy-flowers.ts')}';
     serveDataset(noisyFlowers);`,
  );
  const tsconfig = path('../../tsconfig.json');
  await build({ input: program, platform: 'node', tsconfig, treeshake: false, output: { file } });
});
afterAll(() => {
  for (const one of started) one.close();
  rmSync(root, { recursive: true });
});

async function served(workers: number, options: unknown): Promise<WorkerDataset> {
  const list = Array.from({ length: workers }, () => new Worker(file));
  const dataset = await WorkerDataset.open(list, { options });
  started.push(dataset);
  return dataset;
}

type Batches = ConstructorParameters<typeof DataLoader<WorkerSample>>[0];
type WorkerSample = Awaited<ReturnType<WorkerDataset['gatherLater']>>;

async function twoEpochs(dataset: Batches): Promise<unknown[]> {
  const loader = new DataLoader(dataset, { batchSize: 32, shuffle: true, seed: 5 });
  const batches: unknown[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    for await (const [x, y] of loader) batches.push([x.dtype, x.toArray(), y.dtype, y.toArray()]);
  }
  return batches;
}

describe('WorkerDataset', () => {
  it.each([1, 2])('gives the same batches with %i workers', { timeout: 60_000 }, async (count) => {
    const dataset = await served(count, { samples: 100 });
    expect(dataset.length).toBe(100);
    expect(await twoEpochs(dataset)).toEqual(await twoEpochs(noisyFlowers({ samples: 100 })));
  });

  it("tells of the worker's errors, and goes on after one of a sample", async () => {
    await expect(served(1, { samples: -1 })).rejects.toThrow(
      new DataError('WorkerDataset: in the worker: no flowers, got -1 samples'),
    );
    const dataset = await served(1, { samples: 10 });
    const missing = dataset.gatherLater(Int32Array.of(11));
    await expect(missing).rejects.toThrow(/WorkerDataset: in the worker: .*11/);
    expect((await dataset.gatherLater(Int32Array.of(1)))[1].shape).toEqual([1]);
    await expect(served(1, { samples: () => 1 })).rejects.toThrow('cannot be sent to a worker');
  });

  it('fails when the worker ends, or is closed', async () => {
    const broken = join(root, 'broken.mjs');
    writeFileSync(broken, 'throw new Error("nothing here");');
    const worker: WorkerLike = new Worker(broken);
    await expect(WorkerDataset.open(worker)).rejects.toThrow('the worker failed: nothing here');
    const dataset = await served(1, { samples: 10 });
    const late = dataset.gatherLater(Int32Array.of(0));
    dataset.close();
    await expect(late).rejects.toThrow('it was closed');
    await expect(dataset.gatherLater(Int32Array.of(0))).rejects.toThrow('it was closed');
  });

  it('is told apart from the thread itself', async () => {
    expect(() => serveDataset(noisyFlowers)).toThrow(ValueError);
    await expect(WorkerDataset.open([])).rejects.toThrow('no worker');
  });
});
