/** Values that somebody goes on with, and overwrites, while the program computes the others. */

import { cat, manualSeed, randn, type Tensor } from 'chainrule';
import { expect, it } from 'vitest';
import { realizeInTurn } from '../../src/runtime/realize/exchange.js';

interface Heard {
  readonly order: readonly string[];
  readonly values: Readonly<Record<string, Float32Array>>;
}

/** Computes all, and puts zeros into the early ones as soon as they are there. */
function hear(tensors: Readonly<Record<string, Tensor>>, early: readonly string[]): Heard {
  const order: string[] = [];
  const values: Record<string, Float32Array> = {};
  const nameOf = new Map(Object.entries(tensors).map(([name, { node }]) => [node, name]));
  realizeInTurn(
    Object.values(tensors).map(({ node }) => node),
    new Set(early.flatMap((name) => tensors[name]?.node ?? [])),
    (node, elements) => {
      const name = nameOf.get(node) ?? '';
      order.push(name);
      values[name] = Float32Array.from(elements);
      elements.fill(0);
    },
    () => order.push('between'),
  );
  return { order, values };
}

function expressions(): Record<string, Tensor> {
  manualSeed(3);
  const [x, w] = [randn([96, 96]), randn([96, 96])];
  const first = x.matmul(w).mul(2);
  // Reads what an early value is made of, and a twin of that value.
  const last = x.matmul(w).mul(2).tanh().matmul(w).relu().matmul(x);
  return { first, same: x.matmul(w).mul(2), joined: cat([first, w], 1).mul(2), last };
}

it('are complete when they are told, and may be overwritten from then on', () => {
  const right = Object.entries(expressions()).map(([name, x]) => [name, x.toTypedArray()] as const);
  const orders: (readonly string[])[] = [];
  // At first it runs piece by piece, later in one program.
  for (let run = 0; run < 8; run++) {
    const tensors = expressions();
    const { order, values } = hear(tensors, ['first', 'same', 'joined']);
    orders.push(order);
    for (const [name, expected] of right) {
      if (name === 'last') expect(tensors[name]?.toTypedArray()).toEqual(expected);
      else {
        expect(values[name]).toEqual(expected);
        expect(tensors[name]?.toTypedArray().every((value) => value === 0)).toBe(true);
      }
    }
  }
  for (const order of orders) {
    const told = order.filter((name) => name !== 'between').toSorted();
    expect(told).toEqual(['first', 'joined', 'same']);
  }
  expect(orders.at(-1)?.at(-1)).toBe('between');
});

it('come before what else is computed', () => {
  let order: readonly string[] = [];
  for (let run = 0; run < 8; run++) {
    manualSeed(4);
    const [x, w] = [randn([96, 96]), randn([96, 96])];
    const own = x.matmul(w);
    // Of the same kernel as the early one, which does not wait for it.
    const after = own.tanh().matmul(w).tanh().matmul(w);
    order = hear({ early: own.mul(2), after }, ['early']).order;
  }
  expect(order[0]).toBe('early');
  expect(order.length).toBeGreaterThan(2);
});
