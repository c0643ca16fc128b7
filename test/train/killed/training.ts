/**
 * A training with everything in it that has state, as a program that can be killed:
 * `tsx training.ts <kind> <folder> [<bytes> <die | throw>]`. It begins, or goes on with what is in
 * the folder. After so many bytes its writer writes the rest of nothing: it dies in the middle of a
 * write, or fails as a full disk does.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manualSeed, nn, optim, setWarnings } from 'chainrule';
import { DataLoader, loadIris, trainTestSplit } from 'chainrule/data';
import {
  accuracy,
  EarlyStopping,
  RunFolder,
  Trainer,
  type TrainerOptions,
  WeightAverage,
} from 'chainrule/train';

/** Kinds of trainings by what they have beside dropout, an order and a momentum. */
export const kinds = ['plain', 'accumulation', 'plateau', 'average', 'everything'] as const;

/** One of them. */
export type Kind = (typeof kinds)[number];

/** Epochs of each. */
export const epochs = 12;

/** The training, begun or gone on with, until its end. */
export async function train(kind: Kind, path: string): Promise<void> {
  manualSeed(4);
  const [rows, held] = trainTestSplit(loadIris(), { testSize: 0.2, seed: 0 });
  const model = new nn.Sequential(
    new nn.Linear(4, 16),
    new nn.BatchNorm1d(16),
    new nn.ReLU(),
    new nn.Dropout(0.2),
    new nn.Linear(16, 3),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
  const { ReduceLROnPlateau, StepLR } = optim.lrScheduler;
  const has = (...those: Kind[]): boolean => those.includes(kind) || kind === 'everything';
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
  const folder = isThere ? RunFolder.open(path) : RunFolder.create(path);
  const parts = { model, optimizer, scheduler, trainer, ...(average && { average }) };
  if (isThere) folder.resume(parts);
  else folder.saveLast(parts);
  await trainer.fit({ epochs, folder });
}

/** What the library writes with. */
type Write = [
  path: string,
  data: string | Uint8Array,
  options?: { flag?: string; flush?: boolean },
];

/** Lets the writer of this process fail after so many bytes. */
function failAfter(bytes: number, how: string): void {
  const fs = process.getBuiltinModule('node:fs');
  const { appendFileSync, writeFileSync } = fs;
  let left = bytes;
  const cut = (write: (...args: Write) => void, [path, data, options]: Write): void => {
    const whole = typeof data === 'string' ? Buffer.from(data) : data;
    if (whole.length <= left) {
      left -= whole.length;
      write(path, whole, options);
      return;
    }
    write(path, whole.subarray(0, left), options);
    if (how === 'die') process.kill(process.pid, 'SIGKILL');
    left = Number.POSITIVE_INFINITY;
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  };
  Object.assign(fs, {
    writeFileSync: (...args: Write) => cut(writeFileSync, args),
    appendFileSync: (...args: Write) => cut(appendFileSync, args),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kind, path = '', bytes, how = 'die'] = process.argv.slice(2);
  const known = kinds.find((one) => one === kind);
  if (known === undefined) throw new Error(`no training '${kind}'`);
  setWarnings(false);
  if (bytes !== undefined) failAfter(Number(bytes), how);
  await train(known, path);
}
