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

export function learnedParts(isLearned: boolean): void {
  const norm = new nn.BatchNorm2d(3);
  const weight: nn.Parameter = norm.weight;
  const kept: nn.Parameter = new nn.BatchNorm1d(3, { momentum: 0.2 }).bias;
  const none: null = new nn.BatchNorm2d(3, { affine: false }).weight;
  const maybe = new nn.BatchNorm2d(3, { affine: isLearned }).weight;
  // @ts-expect-error it may be null
  maybe.requiresGrad = false;
  return void [weight, kept, none];
}

export function tying(): void {
  const embedding = new nn.Embedding(5, 3);
  const lmHead = new nn.Linear(3, 5, { bias: false });
  lmHead.weight = embedding.weight;
  // @ts-expect-error a parameter, not a tensor
  lmHead.weight = zeros([5, 3]);
  // @ts-expect-error a method
  lmHead.requiresGrad = false;
}

export function hooks(): void {
  const layer = new nn.Linear(3, 5);
  const handle = layer.registerForwardHook((_, [input], output) => {
    const tensors: (Tensor | undefined)[] = [input, output];
    return void tensors;
  });
  handle.remove();
  new nn.LSTM(3, 4).registerForwardHook((_, __, [output]: readonly [Tensor, unknown]) => {
    const only: Tensor = output;
    return void only;
  });
  const copy: nn.Linear = layer.deepcopy();
  const same: nn.Linear = layer.apply(() => undefined).requiresGrad(false);
  return void [copy, same];
}
