/** Functions of `nn.functional` against PyTorch: values, gradients and gradients of these. */

import { nn, type Tensor } from 'chainrule';
import { describe, test } from 'vitest';
import { check, floatTypes, functionOf, readCases } from '../tensor/fixture-cases.js';

const cases = ['nn/names', 'nn/edges', 'nn/windows', 'nn/norms', 'nn/images'].flatMap(readCases);

/** PyTorch's gradient of `ctcLoss` holds behind a log-softmax only. */
function before(op: string, x: Tensor): Tensor {
  return op === 'ctcLoss' ? x.logSoftmax(2) : x;
}

describe.each([...new Set(cases.map(({ op }) => op))])('%s', (op) => {
  for (const row of cases) {
    if (row.op !== op) continue;
    for (const float of floatTypes(row)) {
      test(`${row.kind}, ${float}`, () => {
        const found = functionOf(nn.functional, op);
        if (found === null) throw new Error(`nn.functional has no ${op}`);
        check(row, float, ([x, ...rest]) => found(before(op, x as Tensor), ...rest));
      });
    }
  }
});
