/** What looks on while a training runs: callbacks that save and write, the doctor, the records. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualSeed, nn, optim, randn, setWarnings, tensor } from 'chainrule';
import { DataLoader, TensorDataset } from 'chainrule/data';
import {
  CSVLogger,
  csvOf,
  type EpochRecord,
  examineRecords,
  type Finding,
  LRMonitor,
  loadCheckpoint,
  ModelCheckpoint,
  ProgressBar,
  RunFolder,
  TensorBoardLogger,
  Trainer,
  type TrainerCallback,
  type TrainerOptions,
} from 'chainrule/train';
import { afterAll, describe, expect, it } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'chainrule-watching-'));
afterAll(() => rmSync(root, { recursive: true }));

interface Small {
  readonly trainer: Trainer;
  readonly model: nn.Module;
}

/** Twelve samples in three batches. */
function small(options: Partial<TrainerOptions> = {}): Small {
  manualSeed(1);
  const model = new nn.Linear(2, 1);
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.05 });
  const rows = new TensorDataset(randn([12, 2]), randn([12, 1]));
  const train = new DataLoader(rows, { batchSize: 4 });
  const loss = nn.functional.mseLoss;
  return { model, trainer: new Trainer(model, { optimizer, loss, train, ...options }) };
}

describe('ModelCheckpoint', () => {
  it('keeps the best and the last, and forgets the others', async () => {
    const folder = join(root, 'best');
    const best = new ModelCheckpoint(folder, { saveTopK: 2, saveLast: true, everyNSteps: 5 });
    const { trainer } = small({ callbacks: [best] });
    const { records } = await trainer.fit({ epochs: 5 });
    const losses = records.map(({ train }) => train.loss ?? 0);
    expect(best.bestModelScore).toBe(Math.min(...losses));
    const order = [1, 2, 3, 4, 5].sort((a, b) => (losses[a - 1] ?? 0) - (losses[b - 1] ?? 0));
    const names = order.map((epoch) => `epoch-${epoch}-step-${3 * epoch}.safetensors`);
    expect(best.bestModelPath).toBe(join(folder, names[0] ?? ''));
    expect(readdirSync(folder).sort()).toEqual([...names.slice(0, 2), 'last.safetensors'].sort());
    expect(loadCheckpoint(join(folder, 'last.safetensors')).trainer?.step).toBe(15);
    const again = new ModelCheckpoint(folder);
    again.loadStateDict(best.stateDict());
    expect(again.bestModelPath).toBe(best.bestModelPath);
  });

  it('saves after an error, and says what it cannot monitor', async () => {
    const folder = join(root, 'failed');
    const fails: TrainerCallback = {
      name: 'fails',
      onStep: ({ step }) => {
        if (step === 2) throw new Error('enough');
      },
    };
    const { trainer } = small({
      callbacks: [new ModelCheckpoint(folder, { saveOnException: true }), fails],
    });
    await expect(trainer.fit({ epochs: 1 })).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual(['exception.safetensors']);
    const { trainer: other } = small({
      callbacks: [new ModelCheckpoint(folder, { monitor: 'accuracy' })],
    });
    await expect(other.fit({ epochs: 1 })).rejects.toThrow(
      "ModelCheckpoint: there is no measure 'accuracy'. There are: loss",
    );
    expect(() => new ModelCheckpoint(folder, { saveTopK: 0.5 })).toThrow('saveTopK must be');
  });
});

describe('loggers', () => {
  it('write rates, rows, events and a line', async () => {
    const folder = join(root, 'logs');
    const rates = new LRMonitor({ interval: 'epoch' });
    let screen = '';
    const callbacks = [
      rates,
      new CSVLogger(join(root, 'metrics.csv')),
      new TensorBoardLogger(folder, { everyNSteps: 1, histograms: true, hparams: { lr: 0.05 } }),
      new ProgressBar((text) => {
        screen += text;
      }),
    ];
    const { trainer } = small({ callbacks });
    await trainer.fit({ epochs: 2 });
    expect(rates.rates).toEqual([
      { step: 3, lr: 0.05 },
      { step: 6, lr: 0.05 },
    ]);
    const rows = readFileSync(join(root, 'metrics.csv'), 'utf8').trim().split('\n');
    expect(rows[0]).toBe('epoch,step,lr,seconds,samplesPerSecond,train_loss');
    expect(rows.slice(1).map((row) => row.split(',').slice(0, 3))).toEqual([
      ['1', '3', '0.05'],
      ['2', '6', '0.05'],
    ]);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(screen).toMatch(/epoch 2 {2}loss \d\.\d{4}/);
  });

  it('csvOf puts in quotes what has to be, and leaves out what is not there', () => {
    const rows = [
      { epoch: 1, note: 'a,"b"', train: { loss: 1 }, validation: null },
      { epoch: 2, train: { loss: null }, validation: { loss: 3 } },
    ];
    expect(csvOf(rows)).toBe('epoch,note,train_loss,validation_loss\n1,"a,""b""",1,\n2,,,3\n');
  });
});

describe('doctor: true', () => {
  it('finds mistakes, tells of them, and notes them in the folder', async () => {
    const folder = RunFolder.create(join(root, 'ill'));
    const model = new nn.Sequential(new nn.Linear(2, 3), new nn.Softmax(1));
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.05 });
    const rows = new TensorDataset(
      randn([12, 2]),
      tensor([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], { dtype: 'int32' }),
    );
    const train = new DataLoader(rows, { batchSize: 4 });
    const loss = nn.functional.crossEntropy;
    const trainer = new Trainer(model, { optimizer, loss, train, doctor: true });
    const heard: Finding[] = [];
    await trainer.fit({ epochs: 2, folder, onFinding: (finding) => heard.push(finding) });
    expect(heard.map(({ code }) => code)).toContain('probabilities-as-logits');
    expect(trainer.findings).toEqual(heard);
    expect(readFileSync(folder.events, 'utf8')).toContain('"code":"probabilities-as-logits"');
  });

  it('changes no bit, replayed or not', async () => {
    const run = async (options: Partial<TrainerOptions>): Promise<unknown> => {
      const { trainer, model } = small(options);
      await trainer.fit({ epochs: 30 });
      return model.parameters().map((parameter) => parameter.toArray());
    };
    expect(await run({ doctor: true })).toEqual(await run({ compile: false }));
  });
});

describe('examineRecords', () => {
  const record = (epoch: number, loss: number | null, held: number | null): object => ({
    epoch,
    train: { loss },
    validation: held === null ? null : { loss: held },
  });
  const codes = (...losses: readonly [number | null, number | null][]): string[] =>
    examineRecords(losses.map(([loss, held], i) => record(i + 1, loss, held) as EpochRecord)).map(
      ({ code }) => code,
    );

  it('finds what losses tell', () => {
    expect(codes([1, 1], [0.8, 0.9], [0.6, 1.2], [0.4, 1.3], [0.3, 1.5])).toEqual(['overfitting']);
    expect(codes([1, null], [1, null], [1.01, null], [1, null], [1, null])).toEqual(['loss-flat']);
    expect(codes([1, null], [2, null], [3, null], [4, null], [5, null])).toEqual(['lr-too-high']);
    expect(codes([1, null], [null, null])).toEqual(['first-nonfinite']);
    expect(codes([1, 1], [0.8, 0.9], [0.6, 0.8], [0.5, 0.85], [0.4, 0.8])).toEqual([]);
  });
});

describe('a folder', () => {
  it('keeps the training, its events and its best; restores the best after a restart', async () => {
    const path = join(root, 'kept');
    const folder = RunFolder.create(path);
    const first = small({ restoreBest: true });
    await first.trainer.fit({ epochs: 2, folder });
    expect(readdirSync(path).sort()).toEqual([
      'best.safetensors',
      'events.jsonl',
      'last.safetensors',
      'metrics.jsonl',
      'previous.safetensors',
    ]);
    const kinds = readFileSync(folder.events, 'utf8').trim().split('\n');
    expect(kinds.map((line) => JSON.parse(line).event)).toEqual(['save', 'save', 'save', 'end']);
    expect(folder.readLast().trainer?.epoch).toBe(2);
    expect(Object.keys(folder.readBest() ?? {})).toEqual(['weight', 'bias']);
  });

  it('is refused to a second training, in the same process too, until the first has ended', async () => {
    const path = join(root, 'locked');
    const folder = RunFolder.create(path);
    const first = small();
    let refused: unknown = null;
    const tryAnother = async (): Promise<void> => {
      const second = RunFolder.open(path);
      refused ??= await small()
        .trainer.fit({ epochs: 1, folder: second })
        .catch((error: unknown) => error);
    };
    const tries: Promise<void>[] = [];
    await first.trainer.fit({ epochs: 2, folder, onEpoch: () => tries.push(tryAnother()) });
    await Promise.all(tries);
    expect(String(refused)).toContain('another training is at work in this folder');
    await small().trainer.fit({ epochs: 1, folder: RunFolder.open(path) });
    expect(existsSync(join(path, '.lock'))).toBe(false);
  });

  it('an error leaves what there was, beside the last checkpoint', async () => {
    const folder = RunFolder.create(join(root, 'error'));
    const stop = (): never => {
      throw new Error('enough');
    };
    await expect(small().trainer.fit({ epochs: 1, folder, onBatch: stop })).rejects.toThrow();
    expect(existsSync(folder.exception)).toBe(true);
    expect(readFileSync(folder.events, 'utf8')).toContain('"event":"error","message":"enough"');
  });
});

it('a training that is kept nowhere is warned about', async () => {
  const { trainer } = small({ rescueAfter: 0 });
  const listeners = process.listenerCount('exit');
  setWarnings(false);
  await trainer.fit({ epochs: 1 });
  setWarnings(true);
  expect(process.listenerCount('exit')).toBe(listeners + 1);
  // Saved, so nothing is left to rescue.
  trainer.stateDict();
  expect(process.listenerCount('exit')).toBe(listeners);
});
