/** `jacobian`, `hessian`, `vjp`, `jvp` and gradients of gradients against PyTorch. */

import { grad, hessian, jacobian, jvp, stack, Tensor, valueAndGrad, vjp } from 'chainrule';
import { describe, expect, test } from 'vitest';
import {
  expectTensor,
  load,
  loadLeaf,
  opTolerance,
  readFixture,
  type StoredTensor,
} from '../tensor/fixture-tensor.js';

interface DerivativeCase {
  readonly function: string;
  readonly x: StoredTensor;
  readonly direction: StoredTensor;
  readonly cotangent: StoredTensor;
  readonly value: StoredTensor;
  readonly jacobian: StoredTensor;
  readonly vjp: StoredTensor;
  readonly jvp: StoredTensor;
  /** Of scalar functions only, like what follows. */
  readonly hessian?: StoredTensor;
  readonly hvp?: StoredTensor;
  /** Gradient of the squared norm of the gradient. */
  readonly penaltyGradient?: StoredTensor;
}

const functions: { readonly [name: string]: (x: Tensor) => Tensor } = {
  cubic: (x) =>
    x
      .pow(3)
      .sum()
      .add(x.at(0).mul(x.at(1)).mul(x.at(2))),
  logsumexp: (x) => x.logsumexp(0),
  rosenbrock: (x) => {
    const before = x.at([null, -1]);
    const valley = x.at([1, null]).sub(before.square()).square().mul(100);
    return valley.add(before.neg().add(1).square()).sum();
  },
  tanhSum: (x) => x.tanh().sum().square(),
  products: (x) => stack([x.at(0).mul(x.at(1)), x.at(2).sin(), x.at(3).mul(x.at(0).exp())]),
  softmax: (x) => x.softmax(0),
  outer: (x) => x.reshape([4, 1]).mul(x.at([0, 2])),
  cumsum: (x) => x.mul(x).cumsum(0),
};

function expectEqual(what: string, actual: Tensor | Tensor[], expected: StoredTensor): void {
  if (!(actual instanceof Tensor)) throw new Error(`${what}: a list for one input`);
  expectTensor(what, actual, expected, 'float64', opTolerance);
}

describe.each(readFixture<DerivativeCase>('autodiff/derivatives'))('$function', (row) => {
  const run = functions[row.function];
  if (run === undefined) throw new Error(`no function ${row.function}`);
  const x = loadLeaf(row.x, 'float64');

  test('jacobian', () => expectEqual('jacobian', jacobian(run, x), row.jacobian));

  test('vjp', () => {
    const [value, product] = vjp(run, x, load(row.cotangent, 'float64'));
    expectEqual('value', value, row.value);
    expectEqual('product', product, row.vjp);
  });

  test('jvp', () => {
    const [value, product] = jvp(run, x, load(row.direction, 'float64'));
    expectEqual('value', value, row.value);
    expectEqual('product', product, row.jvp);
  });

  const { hessian: second, hvp, penaltyGradient } = row;
  if (second === undefined || hvp === undefined || penaltyGradient === undefined) return;

  test('hessian', () => expectEqual('hessian', hessian(run, x), second));

  test('Hessian times a direction, by a gradient of a gradient', () => {
    const slope = grad(run(x), x).mul(load(row.direction, 'float64')).sum();
    expectEqual('product', grad(slope, x), hvp);
  });

  test('gradient penalty', () => {
    const penalty = grad(run(x), x).square().sum();
    expectEqual('gradient', grad(penalty, x), penaltyGradient);
  });

  test('valueAndGrad', () => {
    const [value, [gradient]] = valueAndGrad(run)(x);
    expectEqual('value', value, row.value);
    if (gradient) expectEqual('gradient', gradient, row.jacobian);
    expect(gradient).toBeDefined();
  });
});
