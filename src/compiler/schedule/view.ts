/**
 * Views: which element of a buffer stands at each index. A chain of view ops composes to one view,
 * except when a reshape needs elements that no strides can reach.
 */

import { assertNever } from '../../errors.js';
import type { Node } from '../../graph/node.js';
import type { NodeOfKind, OpsOf } from '../../graph/ops.js';
import { contiguousStrides, type Shape } from '../../graph/shape.js';
import { isViewOp } from '../../graph/traits.js';
import { at } from '../../list.js';

/** Index [i..] is element `offset + sum(i * strides)`. */
export interface View {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** The view of a row-major buffer on itself. */
export function contiguous(shape: Shape): View {
  return { shape, strides: contiguousStrides(shape), offset: 0 };
}

/** The view of a node that is materialized on its buffer. */
export function stored(node: Node): View {
  const { shape, op, attrs } = node;
  const strides = op === 'data' ? attrs.strides : undefined;
  return strides === undefined ? contiguous(shape) : { shape, strides, offset: 0 };
}

/** A node that shows the elements of its first input at other indices. */
export type ViewNode = NodeOfKind<'view'>;

/** Views whose elements are the same in the same order. */
const keepsOrder: { readonly [K in OpsOf<'view'>]: boolean } = {
  reshape: true,
  permute: false,
  expand: false,
  slice: false,
  window: false,
  alias: true,
  custom: true,
};

/** The node whose memory holds the value of this one: the same elements in the same order. */
export function holderOf(root: Node): Node {
  let node = root;
  while (node.value === null && isViewOp(node) && keepsOrder[node.op]) node = at(node.inputs, 0);
  return node;
}

/** The view through one more view op; null when strides cannot express it. */
export function applyView(view: View, node: ViewNode): View | null {
  const { strides, offset } = view;
  switch (node.op) {
    case 'alias':
    case 'custom':
      return view;
    case 'reshape':
      return reshapeView(view, node.shape);
    case 'permute': {
      const moved = node.attrs.dims.map((dim) => strides[dim] ?? 0);
      return { shape: node.shape, strides: moved, offset };
    }
    case 'expand': {
      const lead = node.shape.length - strides.length;
      const moved = node.shape.map((size, d) => {
        return view.shape[d - lead] === size ? (strides[d - lead] ?? 0) : 0;
      });
      return { shape: node.shape, strides: moved, offset };
    }
    case 'slice': {
      const { start, step } = node.attrs;
      let from = offset;
      start.forEach((s, d) => {
        from += s * (strides[d] ?? 0);
      });
      const moved = strides.map((stride, d) => stride * (step[d] ?? 1));
      return { shape: node.shape, strides: moved, offset: from };
    }
    case 'window': {
      const { dim, stride, dilation } = node.attrs;
      const along = strides[dim] ?? 0;
      const moved = strides.map((s, d) => (d === dim ? s * stride : s));
      return { shape: node.shape, strides: [...moved, along * dilation], offset };
    }
    default:
      return assertNever(node);
  }
}

/** A dim, or several that one stride walks through. */
interface Run {
  size: number;
  stride: number;
}

/** Adjacent dims merged where the outer stride continues the inner one; sizes of 1 dropped. */
function runsOf(view: View): Run[] {
  const runs: Run[] = [];
  view.shape.forEach((size, d) => {
    const stride = view.strides[d] ?? 0;
    const last = runs.at(-1);
    if (size === 1) return;
    if (last !== undefined && last.stride === stride * size) {
      last.size *= size;
      last.stride = stride;
    } else {
      runs.push({ size, stride });
    }
  });
  return runs;
}

/** The same elements in other dims, row by row; null when strides cannot express it. */
export function reshapeView(view: View, shape: Shape): View | null {
  const { offset } = view;
  if (view.shape.includes(0)) return { shape, strides: contiguousStrides(shape), offset };
  const runs = runsOf(view);
  const strides = new Array<number>(shape.length).fill(0);
  let run = runs.pop();
  let left = run?.size ?? 1;
  let stride = run?.stride ?? 0;
  for (let d = shape.length - 1; d >= 0; d--) {
    const size = shape[d] ?? 1;
    if (size === 1) continue;
    if (left === 1) {
      run = runs.pop();
      left = run?.size ?? 1;
      stride = run?.stride ?? 0;
    }
    if (left % size !== 0) return null;
    strides[d] = stride;
    stride *= size;
    left /= size;
  }
  return { shape, strides, offset };
}

/** Whether the view walks its elements 0, 1, 2 ... */
export function isContiguous(view: View): boolean {
  if (view.offset !== 0) return false;
  let expected = 1;
  for (let d = view.shape.length - 1; d >= 0; d--) {
    const size = view.shape[d] ?? 1;
    if (size !== 1 && view.strides[d] !== expected) return false;
    expected *= size;
  }
  return true;
}
