/** Shapes, dtypes and values of all ops on 0-d tensors, bools and int32, against PyTorch. */

import * as chainrule from 'chainrule';
import { ones, tensor, zeros } from 'chainrule';
import { describe, expect, test } from 'vitest';
import { check, functionOf, type OpCase, readCases } from './fixture-cases.js';

const cases = readCases('ops/kinds');

function checkAs(name: string, row: OpCase): void {
  const found = functionOf(chainrule, name === 'var' ? 'variance' : name);
  if (found === null) throw new Error(`no function ${name}`);
  try {
    check(row, 'float64', (args) => found(...args));
  } catch (error) {
    throw new Error(`${row.kind}: ${error instanceof Error ? error.message : error}`);
  }
}

test.each([...new Set(cases.map(({ op }) => op))])('%s', (op) => {
  for (const row of cases) if (row.op === op) checkAs(op, row);
});

describe('a 0-d tensor has one place', () => {
  const places = (...values: number[]) => tensor(values, { dtype: 'int32' });

  test('to pick from', () => {
    expect(() => tensor(2).gather(0, places(0, 1)).toArray()).toThrow('index 1 is out of range');
    expect(() => tensor(2).indexSelect(0, places(-1)).toArray()).toThrow('index -1');
    expect(() => tensor(2).indexSelect(0, places(0, 0))).toThrow('only one can be picked, not 2');
  });

  test('to add to', () => {
    expect(() =>
      tensor(2)
        .scatterAdd(0, places(0, 1), ones([2]))
        .toArray(),
    ).toThrow('index 1');
    expect(() => tensor(2).scatterAdd(0, places(0), ones([]))).not.toThrow();
    expect(() => zeros([2, 2]).scatterAdd(0, places(0), ones([1]))).toThrow(
      'scatterAdd: the index of shape [1]',
    );
  });

  test('for gradients', () => {
    const x = tensor(2, { requiresGrad: true });
    x.gather(0, places(0, 0))
      .sum()
      .add(x.scatterAdd(0, places(0), ones([1])))
      .backward();
    expect(x.grad?.toArray()).toBe(3);
  });
});
