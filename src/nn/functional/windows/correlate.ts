/**
 * The one sliding sum of products beneath all convolutions. Its gradient with respect to the input
 * is another correlation, of the incoming gradient with the flipped kernel, so transposed
 * convolution and second derivatives are this function again. Windows are views of the padded input
 * that one contraction reads; the image-to-column matrix is never built. What is spread out is
 * computed in phases, without its zeros. Source: Dumoulin and Visin, "A guide to convolution
 * arithmetic for deep learning", 2016.
 */

import { customOp } from '../../../autodiff/index.js';
import {
  contract,
  expandTo,
  full,
  pad,
  permute,
  place,
  reshape,
  slice,
  window,
} from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { sameShape } from '../../../graph/shape.js';
import { Tensor } from '../../../tensor/index.js';
import { type Phase, phasesOf, resultSizes, type Sweep, sweepOf } from './phases.js';

/** Batch, group and channel dims come before the spatial ones. */
const LEADING = 3;

/** A number for each dim of `x`: `leading` for the first ones, then those of the spatial dims. */
function forEachDim(leading: number, spatial: readonly number[]): number[] {
  return [...new Array<number>(LEADING).fill(leading), ...spatial];
}

/** Zeros around and between the elements, or elements cut off where a margin is negative. */
function padOrCut(x: Node, sweep: Sweep): Node {
  const { low, high, spread } = sweep;
  const interior = spread.map((n) => n - 1);
  const zeros = (margin: readonly number[]) => margin.map((n) => Math.max(0, n));
  const padded = pad(x, {
    low: forEachDim(0, zeros(low)),
    high: forEachDim(0, zeros(high)),
    interior: forEachDim(0, interior),
  });
  const start = padded.shape.map((_, d) => Math.max(0, -(low[d - LEADING] ?? 0)));
  const size = padded.shape.map(
    (n, d) => n - (start[d] ?? 0) - Math.max(0, -(high[d - LEADING] ?? 0)),
  );
  return slice(padded, { start, step: padded.shape.map(() => 1), size });
}

/** `[N, G, C, ...spatial]` as windows `[N, G, C, ...out, ...kernel]`. */
function windowsOf(x: Node, kernel: readonly number[], sweep: Sweep): Node {
  let view = padOrCut(x, sweep);
  kernel.forEach((size, d) => {
    const stride = sweep.stride[d] ?? 1;
    view = window(view, { dim: LEADING + d, size, stride, dilation: sweep.dilation[d] ?? 1 });
  });
  return view;
}

function moveChannels(windows: Node, spatial: number): Node {
  const outs = Array.from({ length: spatial }, (_, d) => LEADING + d);
  const places = outs.map((d) => d + spatial);
  return permute(windows, [0, 1, ...outs, 2, ...places]);
}

/** Sum over channels and window places, one contraction for each image and group. */
function multiply(x: Node, weight: Node, sweep: Sweep): Node {
  const [groups, outChannels, inChannels, ...kernel] = weight.shape;
  const spatial = kernel.length;
  const windows = moveChannels(windowsOf(x, kernel, sweep), spatial);
  const batch = x.shape[0] ?? 1;
  const once = reshape(weight, [1, ...weight.shape]);
  const repeated = expandTo(once, [
    batch,
    groups ?? 1,
    outChannels ?? 1,
    inChannels ?? 1,
    ...kernel,
  ]);
  return contract(repeated, windows, { batch: 2, m: 1, n: spatial, k: 1 + spatial });
}

/** One number of each dim's phase, for each dim of `x`. */
function alongPhase(leading: number, phase: Phase, key: 'tap' | 'start' | 'step'): number[] {
  return forEachDim(
    leading,
    phase.map((one) => one[key]),
  );
}

/** The elements of a kernel that a phase meets. */
function tapsOf(weight: Node, phase: Phase): Node {
  const taps = phase.map((one) => one.taps);
  const size = [...weight.shape.slice(0, LEADING), ...taps];
  return slice(weight, {
    start: alongPhase(0, phase, 'tap'),
    step: alongPhase(1, phase, 'step'),
    size,
  });
}

/** The results of all phases, each at its places. */
function forward(x: Node, weight: Node, sweep: Sweep): Node {
  const [input, kernel] = [x.shape.slice(LEADING), weight.shape.slice(LEADING)];
  const [batch = 1, groups = 1] = x.shape;
  const shape = [batch, groups, weight.shape[1] ?? 1, ...resultSizes(sweep, input, kernel)];
  const phases = phasesOf(sweep, input, kernel);
  const parts = phases.map((phase) => multiply(x, tapsOf(weight, phase), sweepOf(phase)));
  const [only] = parts;
  if (only === undefined) return full(shape, 0, x.dtype);
  if (parts.length === 1 && sameShape(only.shape, shape)) return only;
  const placements = phases.map((phase) => ({
    start: alongPhase(0, phase, 'start'),
    step: alongPhase(1, phase, 'step'),
  }));
  return place(parts, placements, shape);
}

/** How the incoming gradient is swept to give the gradient of an input of sizes `inputSizes`. */
function adjoint(
  sweep: Sweep,
  inputSizes: readonly number[],
  outputSizes: readonly number[],
  kernel: readonly number[],
): Sweep {
  const { spread, stride, dilation } = sweep;
  const reach = kernel.map((k, d) => (k - 1) * (dilation[d] ?? 1));
  const low = reach.map((n, d) => n - (sweep.low[d] ?? 0));
  const high = reach.map((n, d) => {
    const needed = ((inputSizes[d] ?? 1) - 1) * (spread[d] ?? 1) + n + 1;
    const given = ((outputSizes[d] ?? 1) - 1) * (stride[d] ?? 1) + 1;
    return needed - given - (low[d] ?? 0);
  });
  return { low, high, spread: stride, stride: spread, dilation };
}

/** `[G, O, C, ...kernel]` to `[G, C, O, ...kernel]`, each kernel reversed along all its dims. */
export function flipKernel(weight: Node): Node {
  const dims = weight.shape.map((_, d) => d);
  const swapped = permute(weight, [0, 2, 1, ...dims.slice(LEADING)]);
  return slice(swapped, {
    start: swapped.shape.map((n, d) => (d < LEADING ? 0 : n - 1)),
    step: swapped.shape.map((_, d) => (d < LEADING ? 1 : -1)),
    size: swapped.shape,
  });
}

function inputGradient(gradient: Tensor, x: Tensor, weight: Tensor, sweep: Sweep): Tensor {
  const kernel = weight.shape.slice(LEADING);
  const back = adjoint(sweep, x.shape.slice(LEADING), gradient.shape.slice(LEADING), kernel);
  return correlate(gradient, new Tensor(flipKernel(weight.node)), back);
}

/**
 * The gradient of the kernel. Of an input that is spread out most products are with zeros; seen
 * from the other side, the input slides over the gradient, which is not spread.
 */
function kernelGradient(gradient: Tensor, x: Tensor, weight: Tensor, sweep: Sweep): Tensor {
  if (sweep.spread.every((n) => n === 1)) return weightGradient(gradient, x, weight, sweep);
  const kernel = weight.shape.slice(LEADING);
  const back = adjoint(sweep, x.shape.slice(LEADING), gradient.shape.slice(LEADING), kernel);
  return new Tensor(flipKernel(weightGradient(x, gradient, weight, back).node));
}

/** dweight[o, c, k] = sum over images and places of gradient[o] * window[c, k]. */
function weightGradient(gradient: Tensor, x: Tensor, weight: Tensor, sweep: Sweep): Tensor {
  const kernel = weight.shape.slice(LEADING);
  const spatial = kernel.length;
  const outs = Array.from({ length: spatial }, (_, d) => LEADING + d);
  const rows = permute(gradient.node, [1, 2, 0, ...outs]);
  const places = outs.map((d) => d + spatial);
  const windows = permute(windowsOf(x.node, kernel, sweep), [1, 2, ...places, 0, ...outs]);
  const sizes = { batch: 1, m: 1, n: 1 + spatial, k: 1 + spatial };
  return new Tensor(contract(rows, windows, sizes));
}

/**
 * `y[n, g, o, p] = sum over c, k of weight[g, o, c, k] * xs[n, g, c, p * stride + k * dilation]`,
 * xs being `x` with the zeros that the sweep asks for. `x` `[N, G, C, ...]`, `weight`
 * `[G, O, C, ...kernel]` -> `[N, G, O, ...]`. The window has to fit into the padded input.
 */
export function correlate(x: Tensor, weight: Tensor, sweep: Sweep): Tensor {
  const op = customOp({
    name: 'convolution',
    forward: (input: Tensor, kernel: Tensor) => new Tensor(forward(input.node, kernel.node, sweep)),
    backward: (gradient: Tensor, [input, kernel]: readonly [Tensor, Tensor]) => [
      input.requiresGrad ? inputGradient(gradient, input, kernel, sweep) : null,
      kernel.requiresGrad ? kernelGradient(gradient, input, kernel, sweep) : null,
    ],
  });
  return op(x, weight);
}
