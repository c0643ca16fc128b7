/**
 * Trainings that can be killed, as a program: `training.mjs <kind> <folder> <data> [<bytes> <die |
 * throw>]`. It begins, or goes on with what is in the folder. After so many bytes its writer fails.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { manualSeed, nn, optim, setWarnings } from 'chainrule';
import { DataLoader, loadIris, trainTestSplit, WorkerDataset } from 'chainrule/data';
import {
  accuracy,
  EarlyStopping,
  RunFolder,
  Trainer,
  type TrainerOptions,
  WeightAverage,
} from 'chainrule/train';
import { failAfter } from './failing-writer.js';
import type { Kind, LibraryKind } from './kinds.js';

const epochs = 8;

/** Rows with noise that differs by epoch, which workers make ahead of the training. */
function noisyRows(count: number): Promise<WorkerDataset> {
  const url = new URL('./noisy-worker.mjs', import.meta.url);
  const workers = Array.from({ length: count }, () => new Worker(url));
  return WorkerDataset.open(workers, { options: { seed: 3 } });
}

/** The training, begun or gone on with, until its end. */
async function train(kind: LibraryKind, path: string): Promise<void> {
  manualSeed(4);
  const has = (...those: Kind[]): boolean => those.includes(kind) || kind === 'everything';
  const [still, held] = trainTestSplit(loadIris(), { testSize: 0.2, seed: 0 });
  const rows = has('prefetch') ? await noisyRows(kind === 'prefetch' ? 2 : 1) : still;
  const model = new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(4, 16),
    new nn.BatchNorm1d(16),
    new nn.ReLU(),
    new nn.Dropout(0.2),
    new nn.Linear(16, 3),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
  const { ReduceLROnPlateau, StepLR } = optim.lrScheduler;
  const average = has('average') ? new WeightAverage(model, { decay: 0.9 }) : undefined;
  const plateau = new ReduceLROnPlateau(optimizer, { patience: 0, factor: 0.8 });
  const scheduler = has('plateau') ? plateau : new StepLR(optimizer, 2, { gamma: 0.9 });
  const options: TrainerOptions = {
    optimizer,
    scheduler,
    loss: nn.functional.crossEntropy,
    train: new DataLoader(rows, { batchSize: 16, shuffle: true }),
    validation: new DataLoader(held, { batchSize: 16 }),
    metrics: { accuracy },
    callbacks: [new EarlyStopping({ patience: 50 })],
    ...(has('accumulation') && { accumulateGradBatches: 3 }),
    ...(kind === 'everything' && { valCheckInterval: 0.5 }),
    ...(average && { average }),
  };
  const trainer = new Trainer(model, options);
  const isThere = existsSync(join(path, 'last.safetensors'));
  // One that was killed before its first save is taken over.
  const folder = isThere ? RunFolder.open(path) : RunFolder.create(path);
  folder.lock();
  const parts = { model, optimizer, scheduler, trainer, ...(average && { average }) };
  if (isThere) folder.resume(parts);
  else folder.saveLast(parts);
  await trainer.fit({ epochs, folder });
}

const [kind, path = '', , bytes, how = 'die'] = process.argv.slice(2);
setWarnings(false);
if (bytes !== undefined) failAfter(Number(bytes), how);
await train(kind as LibraryKind, path);
