/**
 * The numbers of an expression, computed by `chainrule/scalar` itself: values forward, and the
 * gradients as they are after each step backward, in the order in which the engine goes.
 */

import { Value } from 'chainrule/scalar';
import type { Tape, TapeNode } from './tape.js';

/** What a node passes to one of the numbers that it was computed from. */
export interface Flow {
  readonly from: number;
  readonly to: number;
  /** Which operand it is. */
  readonly index: number;
  /** The gradient that has arrived at the node. */
  readonly incoming: number;
  /** How fast the node grows with this operand. */
  readonly local: number;
  readonly product: number;
  /** The operand's gradient before and after this is added. */
  readonly before: number;
  readonly after: number;
}

/** An expression with its numbers. */
export interface Computed {
  readonly tape: Tape;
  readonly values: ReadonlyMap<number, Value>;
  /** Nodes that are computed, in the order of the forward pass. */
  readonly forward: readonly number[];
  /** Nodes that pass their gradient on, in the order of the backward pass. */
  readonly backward: readonly number[];
}

const makers: Readonly<
  Record<Exclude<TapeNode['op'], 'leaf' | '**'>, (a: Value, b: Value) => Value>
> = {
  '+': (a, b) => a.add(b),
  '-': (a, b) => a.sub(b),
  '*': (a, b) => a.mul(b),
  '/': (a, b) => a.div(b),
  neg: (a) => a.neg(),
  exp: (a) => a.exp(),
  log: (a) => a.log(),
  tanh: (a) => a.tanh(),
  sigmoid: (a) => a.sigmoid(),
  relu: (a) => a.relu(),
};

function make(node: TapeNode, values: ReadonlyMap<number, Value>, number: number): Value {
  if (node.op === 'leaf') return new Value(number);
  const [first = -1, second = first] = node.args;
  const a = values.get(first) ?? new Value(Number.NaN);
  if (node.op === '**') return a.pow(node.exponent);
  return makers[node.op](a, values.get(second) ?? a);
}

/** The order in which the engine's `backward` visits: a node after all that use it. */
function backwardOrder({ nodes, root }: Tape): number[] {
  const argsOf = new Map(nodes.map(({ id, args }) => [id, args]));
  const pending = new Map<number, number>();
  for (const { args } of nodes) for (const id of args) pending.set(id, (pending.get(id) ?? 0) + 1);
  const order: number[] = [];
  const complete = [root];
  for (let id = complete.pop(); id !== undefined; id = complete.pop()) {
    const args = argsOf.get(id) ?? [];
    if (args.length > 0) order.push(id);
    for (const arg of args) {
      const left = (pending.get(arg) ?? 1) - 1;
      pending.set(arg, left);
      if (left === 0) complete.push(arg);
    }
  }
  return order;
}

/** Computes an expression; `moved` has other numbers for some of its leaves. */
export function compute(tape: Tape, moved: ReadonlyMap<number, number> = new Map()): Computed {
  const values = new Map<number, Value>();
  for (const node of tape.nodes) {
    values.set(node.id, make(node, values, moved.get(node.id) ?? node.value).named(node.label));
  }
  values.get(tape.root)?.backward();
  const forward = tape.nodes.filter(({ op }) => op !== 'leaf').map(({ id }) => id);
  return { tape, values, forward, backward: backwardOrder(tape) };
}

/** What is known in the middle of the backward pass. */
export interface Backward {
  /** Gradients so far, by node. */
  readonly grads: ReadonlyMap<number, number>;
  /** What the last step passed on. */
  readonly flows: readonly Flow[];
}

/** The backward pass after the first `steps` nodes of `order` have passed their gradient on. */
export function backwardUntil(
  { tape, values }: Computed,
  order: readonly number[],
  steps: number,
): Backward {
  const argsOf = new Map(tape.nodes.map(({ id, args }) => [id, args]));
  const grads = new Map<number, number>([[tape.root, 1]]);
  let flows: Flow[] = [];
  for (const from of order.slice(0, steps)) {
    flows = [];
    const incoming = grads.get(from) ?? 0;
    for (const [index, to] of (argsOf.get(from) ?? []).entries()) {
      const local = values.get(from)?.slopes[index] ?? 0;
      const before = grads.get(to) ?? 0;
      const product = local * incoming;
      flows.push({ from, to, index, incoming, local, product, before, after: before + product });
      grads.set(to, before + product);
    }
  }
  return { grads, flows };
}

/** The result with some leaves at other numbers. */
export function resultAt(tape: Tape, moved: ReadonlyMap<number, number>): number {
  return compute(tape, moved).values.get(tape.root)?.data ?? Number.NaN;
}

/** The slope of the result with respect to a leaf, by central differences. */
export function numericSlope(
  tape: Tape,
  moved: ReadonlyMap<number, number>,
  leaf: number,
  at: number,
): number {
  const step = 1e-5 * Math.max(1, Math.abs(at));
  const result = (value: number): number => resultAt(tape, new Map(moved).set(leaf, value));
  return (result(at + step) - result(at - step)) / (2 * step);
}
