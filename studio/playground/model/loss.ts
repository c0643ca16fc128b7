/** What is made small: the loss of outputs and targets, and what weights cost beside it. */

import { nn, type Tensor } from 'chainrule';
import type { PlayConfig } from './config.js';
import { chosen, lossesOfTask, taskOf } from './task.js';

/** A loss, with the expression that an exported program has for it. */
interface LossRow {
  readonly code: string;
  readonly compute: (output: Tensor, target: Tensor) => Tensor;
}

type LossTable = {
  readonly [Task in keyof typeof lossesOfTask]: Readonly<
    Record<(typeof lossesOfTask)[Task][number], LossRow>
  >;
};

const { functional } = nn;

const losses: LossTable = {
  number: {
    squared: {
      code: 'nn.functional.mseLoss(output, target)',
      compute: (output, target) => functional.mseLoss(output, target),
    },
    absolute: {
      code: 'nn.functional.l1Loss(output, target)',
      compute: (output, target) => functional.l1Loss(output, target),
    },
    huber: {
      code: 'nn.functional.huberLoss(output, target)',
      compute: (output, target) => functional.huberLoss(output, target),
    },
  },
  // Targets are 0 and 1; what is squared and the margin want -1 and 1.
  sides: {
    'cross-entropy': {
      code: 'nn.functional.binaryCrossEntropyWithLogits(output, target)',
      compute: (output, target) => functional.binaryCrossEntropyWithLogits(output, target),
    },
    margin: {
      code: 'target.mul(-2).add(1).mul(output).add(1).relu().mean()',
      compute: (output, target) => target.mul(-2).add(1).mul(output).add(1).relu().mean(),
    },
    squared: {
      code: 'nn.functional.mseLoss(output, target.mul(2).sub(1))',
      compute: (output, target) => functional.mseLoss(output, target.mul(2).sub(1)),
    },
  },
  classes: {
    'cross-entropy': {
      code: 'nn.functional.crossEntropy(output, target)',
      compute: (output, target) => functional.crossEntropy(output, target),
    },
    margin: {
      code: 'nn.functional.multiMarginLoss(output, target)',
      compute: (output, target) => functional.multiMarginLoss(output, target),
    },
  },
};

function rowOf(config: PlayConfig): LossRow {
  switch (taskOf(config)) {
    case 'number':
      return losses.number[chosen(lossesOfTask.number, config)];
    case 'sides':
      return losses.sides[chosen(lossesOfTask.sides, config)];
    case 'classes':
      return losses.classes[chosen(lossesOfTask.classes, config)];
  }
}

/** The loss of outputs and targets. */
export function lossOf(config: PlayConfig, output: Tensor, target: Tensor): Tensor {
  return rowOf(config).compute(output, target);
}

/** The loss with what L1 adds to it: so much for each weight's size; biases are free. */
export function costOf(config: PlayConfig, loss: Tensor, linears: readonly nn.Linear[]): Tensor {
  const { l1 } = config;
  if (l1 === 0) return loss;
  return linears.reduce((sum, { weight }) => sum.add(weight.abs().sum().mul(l1)), loss);
}

/** Lines of an exported program that compute `loss`, from `batch` and `model`. */
export function lossCode(config: PlayConfig): string {
  const { code } = rowOf(config);
  const begin = `  const output = model.forward(batch.x);
  const target = batch.y;
  ${config.l1 === 0 ? 'const' : 'let'} loss = ${code};`;
  if (config.l1 === 0) return begin;
  return `${begin}
  for (const weight of model.parameters().filter(({ ndim }) => ndim === 2)) {
    loss = loss.add(weight.abs().sum().mul(${config.l1}));
  }`;
}
