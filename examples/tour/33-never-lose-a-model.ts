/**
 * Tour 33: a training that is watched and cannot be lost. It saves itself after every epoch, is
 * killed in the middle of one, goes on in another process, and ends with the same bits as one that
 * was never killed. Then the doctor looks at three classic mistakes.
 * Run: npx tsx examples/tour/33-never-lose-a-model.ts
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualSeed, nn, optim } from 'chainrule';
import { DataLoader, loadDigits, trainTestSplit } from 'chainrule/data';
import { accuracy, doctor, type EpochRecord, RunFolder, Trainer } from 'chainrule/train';
import { plotMetrics } from 'chainrule/viz';

const folder = mkdtempSync(join(tmpdir(), 'tour-33-'));

/** Everything that a training needs, made anew as a new process would. */
function prepare() {
  manualSeed(1337);
  const [train, test] = trainTestSplit(loadDigits(), { testSize: 0.2 });
  const model = new nn.Sequential(new nn.Linear(64, 32), new nn.ReLU(), new nn.Linear(32, 10));
  const optimizer = new optim.AdamW(model.parameters(), { lr: 3e-3 });
  const trainer = new Trainer(model, {
    optimizer,
    loss: nn.functional.crossEntropy,
    train: new DataLoader(train, { batchSize: 64, shuffle: true }),
    validation: new DataLoader(test, { batchSize: 360 }),
    metrics: { accuracy },
  });
  return { model, optimizer, trainer };
}

// One training that nobody disturbs.
const calm = prepare();
const rows: EpochRecord[] = [];
await calm.trainer.fit({ epochs: 6, onEpoch: (record) => rows.push(record) });

// And one that is killed after ten batches of the third epoch.
const first = prepare();
const kept = RunFolder.create(join(folder, 'digits'));
const power = new AbortController();
await first.trainer.fit({
  epochs: 6,
  folder: kept,
  signal: power.signal,
  onEpoch: (record) => kept.saveEpoch(record, { ...first, facts: {} }),
  onBatch: ({ epoch, batch }) => {
    if (epoch === 3 && batch === 10) power.abort();
  },
});
console.log(`stopped in epoch ${first.trainer.epoch + 1}`);

// What was not saved is gone: last.safetensors is from the end of epoch 2. Go on from there.
const second = prepare();
kept.resume(second);
console.log(`resumed after epoch ${second.trainer.epoch}`);
await second.trainer.fit({ epochs: 6 });
const same = calm.model.parameters().every((p, i) => {
  const other = second.model.parameters()[i];
  return other !== undefined && p.sub(other).abs().max().item() === 0;
});
console.log(`after epoch 6 all weights are the same, to the last bit: ${same}`);
console.log(
  `accuracy on new digits: ${(100 * (rows.at(-1)?.validation?.accuracy ?? 0)).toFixed(1)} %`,
);
rmSync(folder, { recursive: true });

/** What the doctor says about a few steps of a training with a mistake. */
function diagnose(mistake: 'none' | 'rate' | 'softmax' | 'zeroGrad'): string {
  manualSeed(1337);
  const layers = [new nn.Linear(64, 32), new nn.ReLU(), new nn.Linear(32, 10)];
  const ending = mistake === 'softmax' ? [new nn.Softmax(1)] : [];
  const model = new nn.Sequential(...layers, ...ending);
  const optimizer = new optim.SGD(model.parameters(), { lr: mistake === 'rate' ? 50 : 0.02 });
  const check = doctor(model, optimizer, { onFinding: () => {} });
  const loader = new DataLoader(loadDigits(), { batchSize: 64, shuffle: true });
  for (const [input, target] of loader) {
    if (mistake !== 'zeroGrad') optimizer.zeroGrad();
    const output = model.forward(input);
    const loss = nn.functional.crossEntropy(output, target);
    loss.backward();
    optimizer.step();
    check.step(loss, { input, output, target });
  }
  check.stop();
  return check.findings.map(({ code }) => code).join(', ') || 'nothing';
}
console.log(`doctor, a healthy training: ${diagnose('none')}`);
console.log(`doctor, a rate of 50: ${diagnose('rate')}`);
console.log(`doctor, softmax before crossEntropy: ${diagnose('softmax')}`);
console.log(`doctor, gradients never cleared: ${diagnose('zeroGrad')}`);

const shown = rows.map(({ epoch, train, validation }) => ({
  epoch,
  train,
  validation: validation ?? {},
}));
console.log(await plotMetrics(shown).save('runs/tour/33-never-lose-a-model.svg'));
