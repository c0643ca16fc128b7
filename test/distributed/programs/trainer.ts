/**
 * `trainer.ts <folder> <batch size of all> <what>`: trains through a `Trainer` on all ranks, goes
 * on with what is in the folder; rank 0 prints what came out. `what` is a list of words:
 * `stop-7` stops after step 7, `zero` shards the optimiser, `clip` clips, `plain` wraps nothing,
 * `accumulate`, `dropout`, `long` trains without end; and what the last rank does that it should
 * not: `throws`, `shorter`, `signal`, `killed`.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { manualSeed, nn, optim, randn } from 'chainrule';
import { DataLoader, TensorDataset } from 'chainrule/data';
import { distributed } from 'chainrule/distributed';
import { accuracy, CSVLogger, RunFolder, Trainer } from 'chainrule/train';

const [path = '', joined = '12', words = ''] = process.argv.slice(2);
const what = new Set(words.split(','));
const stop = /stop-(\d+)/.exec(words)?.[1];
await distributed.init();
const [rank, size] = [distributed.rank(), distributed.worldSize()];
const isLast = rank === size - 1;

manualSeed(1);
const x = randn([44, 6], { dtype: 'float64' });
const y = x.slice(1, 0, 3).argmax(1);
const count = what.has('shorter') && isLast ? 20 : 36;
const train = new TensorDataset(x.slice(0, 0, count), y.slice(0, 0, count));
const held = new TensorDataset(x.slice(0, 36, 43), y.slice(0, 36, 43));
const net = new nn.Sequential(
  new nn.Linear(6, 9),
  new nn.Tanh(),
  new nn.Dropout(what.has('dropout') ? 0.5 : 0),
  new nn.Linear(9, 3),
).to('float64');
const model = what.has('plain') ? net : new distributed.DistributedDataParallel(net);
const rate = { lr: 0.02 };
const optimizer = what.has('zero')
  ? new distributed.ZeroRedundancyOptimizer(net.parameters(), optim.Adam, rate)
  : new optim.Adam(net.parameters(), rate);
const batchSize = Number(joined) / size;
const trainer = new Trainer(model, {
  optimizer,
  loss: nn.functional.crossEntropy,
  train: new DataLoader(train, { batchSize, sampler: new distributed.DistributedSampler(train) }),
  validation: new DataLoader(held, {
    batchSize: 2,
    sampler: new distributed.DistributedSampler(held, { padding: false, shuffle: false }),
  }),
  metrics: { accuracy },
  callbacks: [new CSVLogger(`${path}.csv`)],
  ...(what.has('clip') && { clipGradNorm: 0.05 }),
  ...(what.has('accumulate') && { accumulateGradBatches: 2 }),
});
const parts = { model, optimizer, trainer };
const isThere = existsSync(`${path}/last.safetensors`);
const folder = isThere ? RunFolder.open(path) : RunFolder.create(path);
if (isThere) folder.resume(parts);
const first = trainer.step + 1;
const seen: number[] = [];
const { records, ending } = await trainer.fit({
  epochs: what.has('long') ? 1e6 : 4,
  folder,
  ...(stop !== undefined && { maxSteps: Number(stop) }),
  onBatch: ({ samples, step = 0 }) => {
    seen.push(samples);
    if (step !== Math.max(4, first) || !isLast) return;
    if (what.has('killed')) process.kill(process.pid, 'SIGKILL');
    if (what.has('throws')) throw new RangeError('no such row');
    if (!what.has('signal')) return;
    process.kill(process.pid, 'SIGTERM');
    // So long that the loader lets the signal in.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
  },
});
const weights = net.parameters().flatMap((parameter) => [...parameter.detach().toTypedArray()]);
const bits = createHash('sha256').update(Float64Array.from(weights)).digest('hex');
const sums = distributed.allGatherObject(bits);
if (rank === 0) {
  const same = new Set(sums).size === 1;
  const measured = records.map(({ train: learned, validation }) => ({ learned, validation }));
  console.log(JSON.stringify({ ending, same, weights, measured, seen, step: trainer.step }));
}
