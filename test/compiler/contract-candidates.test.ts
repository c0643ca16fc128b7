/**
 * The ways to compute a product: all of them give it, the cheapest is taken, nothing is paid for
 * packing what is read in place, and results that are many are not added up from parts.
 */

import { describe, expect, it } from 'vitest';
import { type Candidate, candidates } from '../../src/compiler/lower/contract/candidates.js';
import { copyCost, packCost, partCosts } from '../../src/compiler/lower/contract/costs.js';
import { lowerContract } from '../../src/compiler/lower/contract/lower-contract.js';
import { contractOperands } from '../../src/compiler/lower/contract/operand.js';
import { type Choose, cheapest, planContract } from '../../src/compiler/lower/contract/plan.js';
import type { StridedView } from '../../src/compiler/lower/launch.js';
import { at } from '../../src/list.js';
import { wasmTarget } from '../../src/wasm/render.js';
import { Machine } from './run-launches.js';

const attrs = { batch: 0, m: 1, n: 1, k: 1 };

/** What lies in memory row by row, or column by column. */
type Order = 'rows' | 'columns';

function matrix(rows: number, columns: number, order: Order, machine: Machine): StridedView {
  const buffer = machine.allocate(rows * columns * 4);
  const { buffer: memory, byteOffset } = machine.bytes(buffer);
  new Float32Array(memory, byteOffset, rows * columns).forEach((_, i, all) => {
    all[i] = ((i * 7) % 11) - 5;
  });
  const strides = order === 'rows' ? [columns, 1] : [1, rows];
  return { buffer, offset: 0, shape: [rows, columns], strides };
}

/** The ways to multiply M x K with K x N, and the product by one of them. */
function product([M, K, N]: readonly [number, number, number], [left, right]: [Order, Order]) {
  const machine = new Machine(16 << 20);
  const [a, b] = [matrix(M, K, left, machine), matrix(N, K, right, machine)];
  const operands = contractOperands(attrs, a, b);
  const multiply = (choose?: Choose): number[] => {
    const out = machine.allocate(M * N * 4);
    const spec = { attrs, dtype: 'float32' as const, a, b, out };
    const chosen = choose === undefined ? spec : { ...spec, choose };
    const temp = (bytes: number) => machine.allocate(bytes);
    for (const launch of lowerContract(chosen, temp, wasmTarget)) machine.prepare(launch)();
    const { buffer, byteOffset } = machine.bytes(out);
    return [...new Float32Array(buffer, byteOffset, M * N)];
  };
  const { a: rows, b: columns } = operands;
  return {
    all: [...candidates(wasmTarget, 'f32', rows, columns)],
    plan: planContract({ scalar: 'f32', a: rows, b: columns, hasEpilogue: false }, wasmTarget),
    multiply,
  };
}

const orders: readonly [Order, Order][] = [
  ['rows', 'rows'],
  ['rows', 'columns'],
  ['columns', 'columns'],
];

describe('candidates', () => {
  it.each(orders)('all give the same product of a by %s and b by %s', (left, right) => {
    for (const sizes of [
      [29, 40, 53],
      [1, 40, 53],
      [29, 40, 1],
    ] as const) {
      const { all, multiply } = product(sizes, [left, right]);
      // Small integers add up exactly in any order.
      const expected = multiply();
      for (const [i] of all.entries()) {
        expect(multiply((list) => at([...list], i))).toEqual(expected);
      }
    }
  });

  it('pay for packing only where something is packed', () => {
    const { all } = product([64, 64, 64], ['rows', 'columns']);
    const isPaid = ({ form, packing }: Candidate) => [
      packing.a > 0 === form.a.isPacked,
      packing.b > 0 === form.b.isPacked,
    ];
    expect(all.flatMap(isPaid)).not.toContain(false);
  });
});

describe('cheapest', () => {
  it('takes the least estimated time', () => {
    const { all, plan } = product([64, 64, 64], ['rows', 'rows']);
    const costs = all.map(({ cost }) => cost);
    expect(cheapest(all).cost).toBe(Math.min(...costs));
    expect(plan.work).toBe(Math.min(...costs) / wasmTarget.costs.multiplyAdds.f32);
  });

  it('fails without candidates', () => {
    expect(() => cheapest([])).toThrow('no tile');
  });
});

describe('planContract', () => {
  const partsOf = (M: number, K: number, N: number): number =>
    product([M, K, N], ['columns', 'columns']).plan.parts;

  it('cuts long sums of few results into parts, and of many results never', () => {
    expect(partsOf(16, 20_000, 16)).toBeGreaterThan(1);
    expect(partsOf(1024, 1024, 1024)).toBe(1);
  });
});

describe('packCost', () => {
  const near = { width: 8, edges: 0, isFar: false };
  const form = at(product([64, 64, 64], ['rows', 'columns']).all, 0).form.b;

  it('grows with the distance of steps, and with columns that are no neighbours', () => {
    expect(packCost(form, { ...near, isFar: true })).toBeGreaterThan(packCost(form, near));
    expect(packCost(form, { ...near, edges: 1 })).toBe(copyCost(1));
    expect(copyCost(0)).toBe(0);
    expect(partCosts.sum).toBeGreaterThan(0);
  });
});
