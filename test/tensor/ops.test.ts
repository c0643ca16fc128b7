/** Every op against PyTorch: as a method and as a function, float64 and float32, and gradients. */

import * as chainrule from 'chainrule';
import { describe, expect, test } from 'vitest';
import * as create from '../../src/tensor/make/create.js';
import * as ops from '../../src/tensor/ops/index.js';
import {
  check,
  floatTypes,
  functionOf,
  method,
  type Op,
  type OpCase,
  readCases,
} from './fixture-cases.js';

const families = [
  'elementwise',
  'functions',
  'order',
  'arrange',
  'products',
  'binary',
  'contract',
  'reduce',
  'movement',
  'indexing',
  'creation',
];

/** Their first argument is a tensor, yet they are functions only. */
const functionsOnly = new Set([
  'where',
  'zerosLike',
  'onesLike',
  'fullLike',
  'polygamma',
  'blockDiag',
  'broadcastTensors',
  'cartesianProd',
]);

function asFunction(row: OpCase): Op {
  const found = functionOf(chainrule, row.op);
  if (found === null) throw new Error(`chainrule exports no function ${row.op}`);
  return found;
}

function asMethod(row: OpCase): (args: unknown[]) => unknown {
  return ([first, ...rest]) => {
    const found = first instanceof chainrule.Tensor ? method(first, row.op) : null;
    if (found === null) throw new Error(`Tensor has no method ${row.op}`);
    return found(...rest);
  };
}

describe.each(families)('%s', (family) => {
  for (const row of readCases(`ops/${family}`)) {
    for (const float of floatTypes(row)) {
      const name = `${row.op}: ${row.kind}, ${float}`;
      if (row.args[0] === '$0' && !functionsOnly.has(row.op)) {
        test(`${name}, method`, () => check(row, float, asMethod(row)));
      }
      test(`${name}, function`, () => check(row, float, (args) => asFunction(row)(...args)));
    }
  }
});

/** Without stored values: every fixture is made with `tensor`, `variance` is another name, the rest
 * answer with numbers and booleans: `answers.test.ts`. */
const withoutCases = [
  ...['tensor', 'finish', 'variance', 'size', 'dim', 'dims', 'allclose', 'equal'],
];

test('every exported op has a case', () => {
  const cases = families.flatMap((family) => readCases(`ops/${family}`));
  const covered = new Set([...cases.map((row) => row.op), ...withoutCases]);
  const exported = [...Object.keys(ops), ...Object.keys(create)];
  expect(exported.filter((name) => !covered.has(name))).toEqual([]);
});
