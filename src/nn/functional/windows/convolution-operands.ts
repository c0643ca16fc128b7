/**
 * What convolutions and their transposes share: the checks of their operands, inputs without a
 * batch, and the layout of channels and groups.
 */

import { DTypeError, ShapeError, ValueError } from '../../../errors.js';
import { isFloat } from '../../../graph/dtype.js';
import { show } from '../../../graph/shape.js';
import type { Tensor } from '../../../tensor/index.js';
import { checkSameDType } from '../operand-checks.js';
import { spatialLetters } from './geometry.js';

/** What puts channels before the spatial dims. */
const channelsFirst: readonly string[] = [
  '',
  'x.permute(0, 2, 1)',
  'x.permute(0, 3, 1, 2)',
  'x.permute(0, 4, 1, 2, 3)',
];

/**
 * Looks at the operands of a convolution over `dims` spatial dims.
 * @throws ShapeError, DTypeError naming `op`.
 */
export function checkOperands(
  op: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  dims: number,
): void {
  if (weight.ndim !== dims + 2) {
    throw new ShapeError(
      `${op}: the weight must have ${dims + 2} dims, [channels, channels, ` +
        `${'kernel, '.repeat(dims).slice(0, -2)}], got ${show(weight.shape)}`,
    );
  }
  if (x.ndim !== dims + 2 && x.ndim !== dims + 1) {
    throw new ShapeError(
      `${op}: the input must be [N, C, ${spatialLetters[dims]}] or [C, ${spatialLetters[dims]}], ` +
        `got ${show(x.shape)}`,
    );
  }
  checkSameDType(op, x, weight);
  if (bias !== null) checkSameDType(op, x, bias, 'bias');
  if (isFloat(x.dtype)) return;
  throw new DTypeError(
    `${op}: needs float tensors, got ${x.dtype}. Convert them first: x.to('float32')`,
  );
}

/** @throws ValueError unless `groups` divides the channel counts. */
export function checkGroups(op: string, groups: number, channels: readonly number[]): void {
  if (Number.isInteger(groups) && groups > 0 && channels.every((n) => n % groups === 0)) return;
  throw new ValueError(
    `${op}: groups must be positive and divide the channel counts ${channels.join(' and ')}, ` +
      `got ${groups}`,
  );
}

/** @throws ShapeError unless the batched input has as many channels as the weight takes. */
export function checkChannels(op: string, x: Tensor, channels: number, weight: Tensor): void {
  const given = x.shape[1] ?? 0;
  if (given === channels) return;
  const last = x.shape[x.ndim - 1] === channels;
  const order = channelsFirst[x.ndim - 2] ?? '';
  const fix = last
    ? ` Channels come before the spatial dims: did you mean ${order}?`
    : ` Change the layer's first argument to ${given}, or the input.`;
  throw new ShapeError(
    `${op}: the input ${show(x.shape)} has ${given} channels in dim 1, ` +
      `the weight ${show(weight.shape)} takes ${channels}.${fix}`,
  );
}

/** Runs a batched function on `[C, ...]` by adding the batch dim and taking it away. */
export function batched(x: Tensor, dims: number, run: (x: Tensor) => Tensor): Tensor {
  return x.ndim === dims + 2 ? run(x) : run(x.unsqueeze(0)).squeeze(0);
}

/** `[N, C, ...]` as `[N, groups, C / groups, ...]`. */
export function splitChannels(x: Tensor, groups: number): Tensor {
  const [batch = 1, channels = 1, ...spatial] = x.shape;
  return x.reshape([batch, groups, channels / groups, ...spatial]);
}

/** `[N, groups, C, ...]` as `[N, groups * C, ...]`, with the bias added. */
export function joinChannels(y: Tensor, bias: Tensor | null): Tensor {
  const [batch = 1, groups = 1, channels = 1, ...spatial] = y.shape;
  const joined = y.reshape([batch, groups * channels, ...spatial]);
  if (bias === null) return joined;
  return joined.add(bias.reshape([bias.numel, ...spatial.map(() => 1)]));
}
