/** Measuring a model without changing it. */

import { manualSeed, nn, randn, type Tensor } from 'chainrule';
import { DataLoader, TensorDataset } from 'chainrule/data';
import { evaluate } from 'chainrule/train';
import { expect, it } from 'vitest';

const rows = (): TensorDataset<[Tensor, Tensor]> =>
  new TensorDataset(randn([10, 4]), randn([10, 4]));

it('measures in evaluation, and gives every module its mode back', async () => {
  manualSeed(3);
  const frozen = new nn.BatchNorm1d(4).eval();
  const model = new nn.Sequential(frozen, new nn.Dropout(0.5));
  const batches = new DataLoader(rows(), { batchSize: 4 });
  const measures = { loss: nn.functional.mseLoss, mae: nn.functional.l1Loss };
  const first = await evaluate(model, batches, measures);
  expect(await evaluate(model, batches, measures)).toEqual(first);
  expect(Object.keys(first ?? {})).toEqual(['loss', 'mae']);
  expect(model.modules().map(({ training }) => training)).toEqual([true, false, true]);
  expect(frozen.stateDict().running_mean?.toArray()).toEqual([0, 0, 0, 0]);
});

it('weighs batches by their samples', async () => {
  manualSeed(4);
  const data = rows();
  const model = new nn.Linear(4, 4);
  const measures = { loss: nn.functional.mseLoss };
  const whole = await evaluate(model, new DataLoader(data, { batchSize: 10 }), measures);
  const parts = await evaluate(model, new DataLoader(data, { batchSize: 4 }), measures);
  expect(parts?.loss).toBeCloseTo(whole?.loss ?? Number.NaN, 6);
});

it('records no gradient, and stops when asked', async () => {
  const model = new nn.Linear(4, 4);
  const batches = new DataLoader(rows(), { batchSize: 4 });
  const seen: Tensor[] = [];
  const loss = (prediction: Tensor, target: Tensor): Tensor => {
    seen.push(prediction);
    return nn.functional.mseLoss(prediction, target);
  };
  await evaluate(model, batches, { loss });
  expect(seen.map(({ requiresGrad }) => requiresGrad)).toEqual([false, false, false]);
  const stopped = await evaluate(model, batches, { loss }, { signal: AbortSignal.abort() });
  expect(stopped).toBeNull();
});
