/** A recipe as a user writes one: a line through points, without classes. */

import { nn, type Tensor, tensor } from 'chainrule';
import { Subset, TensorDataset } from 'chainrule/data';

export const settings = { epochs: 40, batchSize: 16, lr: 0.3, slope: 3 };

export function data({ slope }: { slope: number }): Record<string, unknown> {
  const x = tensor(
    Float32Array.from({ length: 64 }, (_, i) => i / 32 - 1),
    { shape: [64, 1] },
  );
  const all = new TensorDataset(x, x.mul(slope).add(1));
  const every = (at: number): number[] => Array.from({ length: 32 }, (_, i) => 2 * i + at);
  return { train: new Subset(all, every(0)), validation: new Subset(all, every(1)) };
}

export function model(): nn.Linear {
  return new nn.Linear(1, 1);
}

export function loss(prediction: Tensor, target: Tensor): Tensor {
  return nn.functional.mseLoss(prediction, target);
}

export function* predict(line: nn.Linear, file: string): Generator<string> {
  for (const x of file.split(',').map(Number)) {
    yield `${x} -> ${line
      .forward(tensor([[x]]))
      .item()
      .toFixed(1)}`;
  }
}
