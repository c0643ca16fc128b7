/**
 * `MLPClassifier` and `MLPRegressor`: scikit-learn's losses and weights from the same seed, misuse.
 */

import type { Tensor } from 'chainrule';
import { loadDigits, trainTestSplit } from 'chainrule/data';
import { MLPClassifier, MLPRegressor } from 'chainrule/estimators';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectClose } from '../data/sklearn.js';
import { dataOf, sklearn } from './sklearn.js';

const lists = (tensors: readonly Tensor[]): unknown => tensors.map((each) => each.toArray());

// Many of these stop before they have converged, on purpose.
const warn = vi.spyOn(console, 'warn');
beforeAll(() => void warn.mockImplementation(() => {}));
afterAll(() => warn.mockRestore());

describe('equals scikit-learn', () => {
  it.each(sklearn.networks.map((stored) => ({ ...stored, told: JSON.stringify(stored.options) })))(
    '$kind, $data, $passes passes, $told',
    (stored) => {
      const { x, y } = dataOf(stored.data);
      const { kind, options, passes } = stored;
      const model =
        kind === 'MLPClassifier' ? new MLPClassifier(options) : new MLPRegressor(options);
      for (let pass = 0; pass < passes; pass++) model.partialFit(x, y);
      if (passes === 0) model.fit(x, y);
      expectClose(model.lossCurve, stored.lossCurve, 1e-9);
      expect(model.nIter).toBe(stored.lossCurve.length);
      expect(model.loss).toBe(model.lossCurve.at(-1));
      expectClose(lists(model.coefs), stored.coefs, 1e-8);
      expectClose(lists(model.intercepts), stored.intercepts, 1e-8);
      expectClose(model.validationScores, stored.validationScores, 1e-9);
      expectClose(model.predict(x).toArray(), stored.predicted, 1e-8);
      expect(model.score(x, y)).toBeCloseTo(stored.score, 9);
      if (model instanceof MLPClassifier) {
        expectClose(model.predictProba(x.slice(0, 4)).toArray(), stored.proba ?? [], 1e-8);
        expectClose(model.predictLogProba(x.slice(0, 4)).toArray(), stored.logProba ?? [], 1e-7);
      }
    },
  );
});

describe('learning', () => {
  it('digits, in float32', () => {
    const digits = loadDigits();
    const [train, test] = trainTestSplit([digits.data.div(16), digits.target], { seed: 0 });
    const model = new MLPClassifier({
      seed: 0,
      hiddenLayerSizes: [32],
      maxIter: 30,
      learningRateInit: 0.01,
    });
    model.fit(...train.tensors);
    expect(model.coefs[0]?.dtype).toBe('float32');
    expect(model.score(...test.tensors)).toBeGreaterThan(0.95);
    expect(model.classes.toArray()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('converged tells why it ended', () => {
    const { x, y } = dataOf('line');
    const options = { seed: 0, hiddenLayerSizes: [4], learningRateInit: 0.1 };
    expect(new MLPRegressor({ ...options, maxIter: 3 }).fit(x, y).converged).toBe(false);
    expect(new MLPRegressor({ ...options, tol: 1 }).fit(x, y).converged).toBe(true);
  });

  it('a warm start goes on', () => {
    const { x, y } = dataOf('moons');
    const options = { seed: 0, hiddenLayerSizes: [4], maxIter: 5 };
    const cold = new MLPClassifier(options).fit(x, y).fit(x, y);
    const warm = new MLPClassifier({ ...options, warmStart: true }).fit(x, y).fit(x, y);
    expect([cold.nIter, warm.nIter]).toEqual([5, 10]);
    expect(warm.loss).toBeLessThan(cold.loss);
  });
});

describe('mistakes', () => {
  const wrong: unknown = 'lbfgs';
  it.each<[string, () => unknown, string]>([
    ['not fitted', () => new MLPClassifier().predict([[1]]), 'MLPClassifier.predict: not fitted'],
    ['solver', () => new MLPClassifier({ solver: wrong as 'sgd' }), "unknown solver 'lbfgs'"],
    ['option', () => new MLPRegressor({ hidden: 3 } as never), "unknown option 'hidden'"],
    ['sizes', () => new MLPRegressor({ hiddenLayerSizes: [0] }), 'integers >= 1, got 0'],
    ['rate', () => new MLPRegressor({ learningRateInit: Number.NaN }), 'got NaN'],
    ['batch', () => new MLPClassifier({ batchSize: 0 }), "batchSize must be 'auto' or"],
    ['flag', () => new MLPClassifier({ shuffle: 1 as never }), 'shuffle must be a boolean'],
    [
      'outputs',
      () =>
        new MLPRegressor({ maxIter: 1 }).partialFit([[1], [2]], [1, 2]).partialFit([[1]], [[1, 2]]),
      'y has 2 outputs, but it was fitted to 1',
    ],
  ])('%s', (_, run, message) => expect(run).toThrow(message));
});
