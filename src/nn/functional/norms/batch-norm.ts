/**
 * Normalisation of channels with the statistics of a batch, or of each example, and the running
 * statistics that stand in for them. Source: https://pytorch.org/docs/stable/nn.functional.html
 */

import { ShapeError, ValueError } from '../../../errors.js';
import { show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/nn.js';
import { constantOf } from '../../../tensor/handle/constant-of.js';
import type { Tensor } from '../../../tensor/index.js';
import { moments, type NormOptions, perChannel, scaleToUnit } from '../normalization.js';
import { checkParameter } from '../operand-checks.js';

/** Options of `batchNorm`. */
export interface BatchNormFunctionOptions extends NormOptions {
  /** Whether the statistics are those of the batch, which then are tracked. Default false. */
  readonly training?: boolean;
  /** Weight of the batch in the running statistics, 0.1 by default. */
  readonly momentum?: number;
}

/** Options of `instanceNorm`. */
export interface InstanceNormFunctionOptions extends NormOptions {
  /** Whether the statistics are those of the examples, true by default. */
  readonly useInputStats?: boolean;
  /** Weight of the examples in the running statistics, 0.1 by default. */
  readonly momentum?: number;
}

/** Running statistics, `[C]` each. */
export interface Running {
  readonly mean: Tensor;
  /** With Bessel's correction, as PyTorch keeps it. */
  readonly variance: Tensor;
}

/** The statistics of values, with size 1 where they were taken over. */
interface Statistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Moves running statistics by `share` towards those of `count` values per channel, `[C]` each. */
export function track(
  running: Running,
  { mean, variance }: Statistics,
  count: number,
  share: number | Tensor,
): void {
  const moved = (from: Tensor, to: Tensor): Tensor => from.add(to.sub(from).mul(share));
  running.mean.assign(moved(running.mean, constantOf(mean)));
  const unbiased = constantOf(variance).mul(count / (count - 1));
  running.variance.assign(moved(running.variance, unbiased));
}

function checkChannels(
  op: string,
  x: Tensor,
  parameters: Readonly<Record<string, Tensor | null>>,
): number {
  const channels = x.shape[1] ?? 0;
  if (x.ndim < 2) {
    throw new ShapeError(`${op}: the input must be [N, C, ...], got ${show(x.shape)}`);
  }
  for (const [name, value] of Object.entries(parameters)) {
    checkParameter(op, name, value, [channels]);
  }
  return channels;
}

function runningOf(mean: Tensor | null, variance: Tensor | null): Running | null {
  return mean === null || variance === null ? null : { mean, variance };
}

/** Normalises with given statistics per channel. */
function withRunning(
  op: string,
  x: Tensor,
  running: Running | null,
  eps: number,
  [weight, bias]: readonly [Tensor | null, Tensor | null],
): Tensor {
  if (running === null) {
    throw new ValueError(
      `${op}: needs runningMean and runningVar, or the statistics of the input: ` +
        (op === 'batchNorm' ? '{ training: true }' : '{ useInputStats: true }'),
    );
  }
  const [mean, variance] = [perChannel(running.mean, x), perChannel(running.variance, x)];
  return scaleToUnit(x.sub(mean), variance, eps, weight, bias);
}

/**
 * Normalises each channel over the batch and all places with `training`, and moves the running
 * statistics, if any; with the running statistics otherwise. `[N, C, ...]`, kept; `weight`, `bias`
 * and the statistics `[C]`. Source: Ioffe and Szegedy, "Batch Normalization", 2015.
 * @throws ShapeError for a parameter of another shape; ValueError for one value per channel, or
 *   for no statistics.
 * @example
 * const x = tensor([[1], [3]]);
 * const y = nn.functional.batchNorm(x, null, null, null, null, { training: true });
 * console.log(y.flatten().toString()); // tensor([-1.0000,  1.0000])
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  options: BatchNormFunctionOptions = {},
): Tensor {
  signatures.batchNorm.check(arguments);
  const { eps = 1e-5, momentum = 0.1, training = false } = options;
  const channels = checkChannels('batchNorm', x, { runningMean, runningVar, weight, bias });
  const running = runningOf(runningMean, runningVar);
  const affine = [weight && perChannel(weight, x), bias && perChannel(bias, x)] as const;
  if (!training) return withRunning('batchNorm', x, running, eps, affine);
  const count = x.numel / channels;
  if (count === 1) {
    throw new ValueError(
      `batchNorm: training needs more than one value per channel, got shape ${show(x.shape)}`,
    );
  }
  const batch = moments(
    x,
    x.shape.flatMap((_, d) => (d === 1 ? [] : [d])),
  );
  if (running !== null && count > 0) {
    internally(() => {
      const [mean, variance] = [batch.mean.reshape([-1]), batch.variance.reshape([-1])];
      track(running, { mean, variance }, count, momentum);
    });
  }
  return scaleToUnit(batch.centered, batch.variance, eps, ...affine);
}

/**
 * Normalises each channel of each example over its places: `[N, C, ...]`, kept; `weight`, `bias`
 * and the running statistics, which the mean of the examples moves, `[C]`. With `useInputStats`
 * false the running statistics are used. Source: Ulyanov et al., "Instance Normalization", 2016.
 * @throws ShapeError for a parameter of another shape; ValueError for one place per channel, or for
 *   no statistics.
 * @example
 * const y = nn.functional.instanceNorm(tensor([[[1, 3], [0, 8]]]));
 * console.log(y.flatten().toString()); // tensor([-1.0000,  1.0000, -1.0000,  1.0000])
 */
export function instanceNorm(
  x: Tensor,
  runningMean: Tensor | null = null,
  runningVar: Tensor | null = null,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  options: InstanceNormFunctionOptions = {},
): Tensor {
  signatures.instanceNorm.check(arguments);
  const { eps = 1e-5, momentum = 0.1, useInputStats = true } = options;
  checkChannels('instanceNorm', x, { runningMean, runningVar, weight, bias });
  const running = runningOf(runningMean, runningVar);
  const affine = [weight && perChannel(weight, x), bias && perChannel(bias, x)] as const;
  if (!useInputStats) return withRunning('instanceNorm', x, running, eps, affine);
  const spatial = x.shape.slice(2);
  const count = spatial.reduce((product, n) => product * n, 1);
  if (count === 1) {
    throw new ValueError(
      `instanceNorm: needs more than one place per channel, got shape ${show(x.shape)}`,
    );
  }
  const own = moments(
    x,
    spatial.map((_, d) => d + 2),
  );
  if (running !== null && x.numel > 0) {
    internally(() => {
      const overExamples = (value: Tensor): Tensor => value.mean(0).reshape([-1]);
      const [mean, variance] = [overExamples(own.mean), overExamples(own.variance)];
      track(running, { mean, variance }, count, momentum);
    });
  }
  return scaleToUnit(own.centered, own.variance, eps, ...affine);
}
