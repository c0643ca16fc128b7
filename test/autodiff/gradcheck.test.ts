/**
 * Every primitive against central differences, and the gradient of its gradient too. The table has
 * a row for each primitive, or it does not compile; a row must also reach its primitive.
 */

import {
  cat,
  customOp,
  grad,
  gradcheck,
  maximum,
  minimum,
  nn,
  slidingWindow,
  type Tensor,
  tensor,
  where,
} from 'chainrule';
import { describe, expect, test } from 'vitest';
import type { Node } from '../../src/graph/node.js';
import type { OpName } from '../../src/graph/ops.js';

interface Check {
  readonly inputs: readonly Tensor[];
  readonly run: (...inputs: Tensor[]) => Tensor;
}
/** Why there is nothing to check. */
interface Unchecked {
  readonly reason: string;
}

/** Float64 numbers without pattern or ties, in [low, high]; the same every time. */
function sample(shape: number[], low = -2, high = 2): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const golden = (Math.sqrt(5) - 1) / 2;
  const values = Array.from(
    { length: count },
    (_, i) => low + (high - low) * (((i + 1) * golden) % 1),
  );
  const x = tensor(values, { dtype: 'float64' }).reshape(shape).detach();
  x.requiresGrad = true;
  return x;
}

function unary(run: (x: Tensor) => Tensor, low = -2, high = 2): Check {
  return { inputs: [sample([2, 3], low, high)], run };
}

function binary(run: (a: Tensor, b: Tensor) => Tensor, low = -2, high = 2): Check {
  return { inputs: [sample([2, 3], low, high), sample([3], low + 0.1, high + 0.2)], run };
}

const index = tensor([2, 0, 2], { dtype: 'int32' });
const condition = tensor([
  [true, false, true],
  [false, false, true],
]);
const cube = customOp({
  forward: (x: Tensor) => x.detach().pow(3),
  backward: (gradient, [x]) => [x ? gradient.mul(x.square()).mul(3) : null],
});

const table: { readonly [K in OpName]: Check | Unchecked } = {
  data: { reason: 'a source' },
  full: { reason: 'a source' },
  iota: { reason: 'a source' },
  random: { reason: 'a source' },

  neg: unary((x) => x.neg()),
  abs: unary((x) => x.abs()),
  sign: unary((x) => x.sign()),
  exp: unary((x) => x.exp()),
  expm1: unary((x) => x.expm1()),
  log: unary((x) => x.log(), 0.5, 3),
  log1p: unary((x) => x.log1p(), -0.5, 3),
  sqrt: unary((x) => x.sqrt(), 0.5, 3),
  sin: unary((x) => x.sin()),
  cos: unary((x) => x.cos()),
  tanh: unary((x) => x.tanh()),
  erf: unary((x) => x.erf()),
  floor: unary((x) => x.floor()),
  round: unary((x) => x.round()),
  relu: unary((x) => x.relu()),
  sigmoid: unary((x) => x.sigmoid()),
  cast: { reason: 'rounding to float32 drowns the differences; the fixtures of `to` check it' },
  add: binary((a, b) => a.add(b)),
  sub: binary((a, b) => a.sub(b)),
  mul: binary((a, b) => a.mul(b)),
  div: binary((a, b) => a.div(b), 0.5, 3),
  pow: binary((a, b) => a.pow(b), 0.5, 2),
  maximum: binary((a, b) => maximum(a, b)),
  minimum: binary((a, b) => minimum(a, b)),
  bitAnd: { reason: 'integers take no gradient' },
  lt: { reason: 'a bool takes no gradient' },
  le: { reason: 'a bool takes no gradient' },
  eq: { reason: 'a bool takes no gradient' },
  ne: { reason: 'a bool takes no gradient' },
  where: binary((a, b) => where(condition, a, b)),
  ensure: binary((a, b) => nn.functional.binaryCrossEntropy(a, b.expand([2, 3])), 0.1, 0.7),

  sum: unary((x) => x.sum(1)),
  max: unary((x) => x.amax(1)),

  reshape: unary((x) => x.reshape([3, 2])),
  permute: unary((x) => x.permute([1, 0])),
  expand: { inputs: [sample([2, 1])], run: (x) => x.expand([2, 3]) },
  slice: unary((x) => x.slice(1, 0, 3, 2)),
  window: unary((x) => slidingWindow(x, 1, 2)),
  alias: { reason: 'cuts the graph: a detached tensor, or a new version of a leaf' },
  custom: unary((x) => cube(x)),

  place: binary((a, b) =>
    cat([a.pad([1, 0], [0, 2], [0, 1]), b.reshape([1, 3]).pad([0, 0], [0, 4])], 0),
  ),
  gather: unary((x) => x.indexSelect(1, index)),
  scatterAdd: { inputs: [sample([4]), sample([3])], run: (x, y) => x.scatterAdd(0, index, y) },

  contract: { inputs: [sample([2, 3]), sample([3, 4])], run: (a, b) => a.matmul(b) },
  cumsum: unary((x) => x.cumsum(1)),
  cummax: unary((x) => x.cummax(1)[0]),
  argsort: { reason: 'indices take no gradient; the fixtures of `sort` check what they pick' },
};

/** Everything that a value was computed from. */
function opsBehind(tensors: readonly Tensor[]): Set<string> {
  const seen = new Set<Node>();
  const stack = tensors.map((t): Node => t.node);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push(...node.inputs);
  }
  return new Set(Array.from(seen, (node) => node.op));
}

/** The gradient with respect to one input of a loss that is not linear in the output. */
function gradientOf({ run }: Check, i: number): (...inputs: Tensor[]) => Tensor {
  return (...inputs) => {
    const output = run(...inputs);
    const weights = sample([...output.shape], 0.5, 1.5).detach();
    const loss = output.square().mul(weights).sum();
    const gradient = grad(loss, inputs)[i];
    if (gradient === undefined) throw new Error(`no gradient for input ${i}`);
    return gradient;
  };
}

for (const [name, row] of Object.entries(table)) {
  if ('reason' in row) continue;
  describe(name, () => {
    test('is reached', () => {
      const output = row.run(...row.inputs);
      const gradients = grad(output.sum(), [...row.inputs]);
      expect(opsBehind([output, ...gradients])).toContain(name);
    });
    test('gradient', () => {
      expect(gradcheck(row.run, [...row.inputs])).toBe(true);
    });
    row.inputs.forEach((_, i) => {
      test(`gradient of the gradient of input ${i}`, () => {
        expect(gradcheck(gradientOf(row, i), [...row.inputs])).toBe(true);
      });
    });
  });
}
