/**
 * Gradients of sources, views and movement: each sends an element's gradient back where it came
 * from.
 */

import { add, pad, permute, place, reshape, slice, sum } from '../../graph/builders/index.js';
import type { Node } from '../../graph/node.js';
import type { OpsOf, SliceAttrs, WindowAttrs } from '../../graph/ops.js';
import { type Shape, sameShape } from '../../graph/shape.js';
import { at } from '../../list.js';
import { noGrad, type RulesOf } from './rule.js';

/** Zeros of `shape` with `grad` at the places that the slice took, the adjoint of `slice`. */
function unslice(grad: Node, shape: Shape, { start, step, size }: SliceAttrs): Node {
  if (step.every((s) => s > 0)) return place([grad], [{ start, step }], shape);
  const isSwapped = (d: number): boolean => (step[d] ?? 1) < 0;
  const forward = slice(grad, {
    start: size.map((n, d) => (isSwapped(d) ? n - 1 : 0)),
    step: step.map(Math.sign),
    size,
  });
  // A slice of the whole shape only turns dims round.
  if (sameShape(size, shape)) return forward;
  const first = start.map((s, d) => (isSwapped(d) ? s + ((size[d] ?? 1) - 1) * (step[d] ?? 1) : s));
  return place([forward], [{ start: first, step: step.map(Math.abs) }], shape);
}

/** Adds the gradients of all windows that an element is in. */
function unwindow(grad: Node, x: Node, attrs: WindowAttrs): Node {
  const { dim, size, stride, dilation } = attrs;
  const length = x.shape[dim] ?? 1;
  const last = grad.shape.length - 1;
  const count = grad.shape[dim] ?? 1;
  const padAlongDim = (part: Node, low: number, interior: number): Node => {
    const at = (value: number) => part.shape.map((_, d) => (d === dim ? value : 0));
    const used = low + count + (count - 1) * interior;
    return pad(part, { low: at(low), high: at(length - used), interior: at(interior) });
  };
  if (stride === size && dilation === 1) {
    const dims = x.shape.map((_, d) => d);
    const interleaved = permute(grad, [...dims.slice(0, dim + 1), last, ...dims.slice(dim + 1)]);
    const merged = reshape(
      interleaved,
      x.shape.map((n, d) => (d === dim ? count * size : n)),
    );
    const none = merged.shape.map(() => 0);
    const high = merged.shape.map((n, d) => (d === dim ? length - n : 0));
    return pad(merged, { low: none, high, interior: none });
  }
  let total: Node | null = null;
  for (let k = 0; k < size; k++) {
    const within = slice(grad, {
      start: grad.shape.map((_, d) => (d === last ? k : 0)),
      step: grad.shape.map(() => 1),
      size: grad.shape.map((n, d) => (d === last ? 1 : n)),
    });
    const part = padAlongDim(reshape(within, grad.shape.slice(0, last)), k * dilation, stride - 1);
    total = total === null ? part : add(total, part);
  }
  return total ?? grad;
}

/** The dims in which broadcasting has repeated elements. */
function broadcastDims(from: Shape, to: Shape): number[] {
  const lead = to.length - from.length;
  const isBroadcast = (d: number): boolean => d < lead || from[d - lead] !== to[d];
  let count = 0;
  for (let d = 0; d < to.length; d++) if (isBroadcast(d)) count++;
  // Made in its size, because a list that grows takes room for more.
  const dims = new Array<number>(count);
  for (let d = to.length - 1; d >= 0; d--) if (isBroadcast(d)) dims[--count] = d;
  return dims;
}

const source = noGrad('it has no inputs');

/** Rules of sources, views and movement. */
export const viewRules: RulesOf<OpsOf<'input' | 'source' | 'view' | 'placement'>> = {
  data: source,
  full: source,
  iota: source,
  random: source,
  reshape: (grad, { inputs }) => [reshape(grad, inputs[0].shape)],
  permute: (grad, { attrs: { dims } }) => {
    const inverse = new Array<number>(dims.length);
    for (let d = 0; d < dims.length; d++) inverse[dims[d] ?? d] = d;
    return [permute(grad, inverse)];
  },
  // the copies of one element add up
  expand: (grad, { inputs }) => {
    const { shape } = inputs[0];
    return [reshape(sum(grad, broadcastDims(shape, grad.shape)), shape)];
  },
  slice: (grad, { inputs: [x], attrs }) => [unslice(grad, x.shape, attrs)],
  window: (grad, { inputs: [x], attrs }) => [unwindow(grad, x, attrs)],
  alias: (grad) => [grad],
  custom: (grad, node) => {
    const [, ...inputs] = node.inputs;
    return [null, ...node.attrs.backward(grad, inputs, node)];
  },
  place: (grad, { inputs, attrs: { placements } }) =>
    inputs.map((part, i) => slice(grad, { ...at(placements, i), size: part.shape })),
};
