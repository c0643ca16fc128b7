/** L-BFGS against PyTorch, evaluation by evaluation; going on from a state; wrong use. */

import { nn, optim, type Tensor, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';
import {
  expectValues,
  layerTolerance,
  loadLeaf,
  readFixture,
  type StoredNumber,
  type StoredTensor,
} from '../tensor/fixture-tensor.js';

interface LBFGSCase {
  readonly kind: string;
  readonly options: Partial<optim.LBFGSHyperparameters>;
  readonly starts: readonly StoredTensor[];
  /** The loss of every evaluation. */
  readonly evaluations: readonly number[];
  /** What each step returned, and the parameters after it. */
  readonly returned: readonly number[];
  readonly values: readonly (readonly (readonly StoredNumber[])[])[];
}

const cases = readFixture<LBFGSCase>('optim/lbfgs');

/** Rosenbrock's function of a pair, with a quartic of a vector. */
function lossOf([pair, vector]: readonly Tensor[]): Tensor {
  if (pair === undefined || vector === undefined) throw new Error('there are two parameters');
  const [x, y] = [pair.at(0), pair.at(1)];
  const valley = x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
  return valley.add(vector.sub(1).pow(4).sum()).add(vector.at(0).mul(x).sum());
}

class Run {
  readonly params: readonly Tensor[];
  readonly optimizer: optim.LBFGS;
  readonly evaluations: number[] = [];

  constructor(row: LBFGSCase, float: 'float32' | 'float64' = 'float64') {
    this.params = row.starts.map((stored) => loadLeaf(stored, float));
    this.optimizer = new optim.LBFGS(this.params, row.options);
  }

  step(): number {
    const closure = (): Tensor => {
      this.optimizer.zeroGrad();
      const loss = lossOf(this.params);
      loss.backward();
      this.evaluations.push(loss.item());
      return loss;
    };
    return this.optimizer.step(closure).item();
  }
}

/** Rounding grows along a valley: 1e-6 of the loss, PyTorch's own bits after few evaluations. */
function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    const wanted = expected[i] ?? Number.NaN;
    expect(Math.abs(x - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted)));
  });
}

describe('LBFGS evaluates what PyTorch evaluates', () => {
  for (const row of cases) {
    test(row.kind, () => {
      const run = new Run(row);
      expectClose(
        row.returned.map(() => run.step()),
        row.returned,
      );
      expectClose(run.evaluations, row.evaluations);
      run.params.forEach((p, i) => {
        expectClose([...p.toTypedArray()], (row.values.at(-1)?.[i] ?? []).map(Number));
      });
    });
  }
});

test('LBFGS in float32 finds the minimum', () => {
  const [row] = cases;
  if (row === undefined) throw new Error('no case');
  const run = new Run({ ...row, options: { lineSearchFn: 'strong_wolfe' } }, 'float32');
  for (let i = 0; i < 8; i++) run.step();
  const exact = new Run({ ...row, options: { lineSearchFn: 'strong_wolfe' } });
  for (let i = 0; i < 8; i++) exact.step();
  const least = lossOf(exact.params).item();
  expect(Math.abs(lossOf(run.params).item() - least)).toBeLessThan(1e-3);
});

test('LBFGS goes on from a saved state with the same bits', () => {
  const row = cases.find(({ kind }) => kind === 'a short memory');
  if (row === undefined) throw new Error('no case');
  const run = new Run(row);
  run.step();
  const state = run.optimizer.stateDict();
  const other = new Run(row);
  other.params.forEach((p, i) => {
    const source = run.params[i];
    if (source) p.assign(source.detach());
  });
  other.optimizer.loadStateDict(state);
  expect(other.step()).toBe(run.step());
  expectValues(
    'parameter',
    other.params[0] ?? tensor([]),
    [...(run.params[0]?.toTypedArray() ?? [])],
    layerTolerance,
  );
  const small = new optim.LBFGS([tensor([1], { requiresGrad: true })]);
  expect(() => small.loadStateDict(state)).toThrow(
    'the state is of 5 numbers, the parameters have 1',
  );
});

test('LBFGS says what is wrong', () => {
  const p = new nn.Parameter([1]);
  expect(() => new optim.LBFGS([p], { lineSearchFn: 'wolfe' as 'strong_wolfe' })).toThrow(
    "LBFGS: lineSearchFn must be 'strong_wolfe' or null, got 'wolfe'",
  );
  expect(() => new optim.LBFGS([p], { maxIter: -1 })).toThrow('LBFGS: maxIter must be');
  expect(() => new optim.LBFGS([{ params: [p] }, { params: [new nn.Parameter([2])] }])).toThrow(
    'LBFGS: takes one group of parameters, got 2',
  );
  const optimizer = new optim.LBFGS([p]);
  optimizer.lr = 0.5;
  expect([optimizer.lr, optimizer.paramGroups[0]?.lr]).toEqual([0.5, 0.5]);
  expect(() => optimizer.step((() => 1) as unknown as optim.Closure)).toThrow(
    'LBFGS.step: the closure must return the loss, a tensor, got number',
  );
});
