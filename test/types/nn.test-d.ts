/**
 * What the compiler must refuse, and what it must know, about modules, losses and optimisers.
 * Nothing here runs: `npm run typecheck` reads it, and an error that is expected and missing is an
 * error.
 */

import { nn, optim, type Tensor, zeros } from 'chainrule';

const x = zeros([2, 3]);
const labels = zeros([2], { dtype: 'int32' });
const model = new nn.Sequential(new nn.Linear(3, 4), new nn.ReLU());

export function losses(): void {
  nn.functional.crossEntropy(x, labels, { reduction: 'sum' });
  // @ts-expect-error 'mean', 'sum' or 'none'
  nn.functional.crossEntropy(x, labels, { reduction: 'avg' });
  // @ts-expect-error 'mean', 'sum' or 'none'
  new nn.MSELoss({ reduction: 'average' });
  // @ts-expect-error the option is labelSmoothing
  nn.functional.crossEntropy(x, labels, { label_smoothing: 0.1 });
  // @ts-expect-error a loss needs a target
  nn.functional.mseLoss(x);
}

export function modules(): void {
  const y: Tensor = model.forward(x);
  const first: nn.Parameter | undefined = model.parameters()[0];
  // @ts-expect-error a layer has two sizes
  new nn.Linear(3);
  // @ts-expect-error bias is an option, by its name
  new nn.Linear(3, 4, false);
  // @ts-expect-error layers, not functions
  new nn.Sequential((value: Tensor) => value);
  // @ts-expect-error a module is called by its forward
  model(y);
  return void first;
}

export function optimizers(): void {
  new optim.SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
  // @ts-expect-error the option is weightDecay
  new optim.SGD(model.parameters(), { lr: 0.1, weight_decay: 0.1 });
  // @ts-expect-error the parameters come first
  new optim.Adam({ lr: 0.1 });
}
