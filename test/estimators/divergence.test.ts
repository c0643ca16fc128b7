/** Training that does not end well: errors and warnings where scikit-learn 1.2 has them. */

import { tensor } from 'chainrule';
import { MLPClassifier, MLPRegressor, OneLayerNetwork, Perceptron } from 'chainrule/estimators';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';

const x = [
  [0, 1],
  [1, 0],
  [1, 1],
  [0, 0],
];
const y = [0, 1, 1, 0];
const scaled = (factor: number): number[][] => x.map((row) => row.map((each) => each * factor));
const repeated = <T>(list: readonly T[], times: number): T[] =>
  Array.from({ length: times }, () => list).flat();

const diverged =
  /Solver produced non-finite parameter weights\. The input data may contain large values and need to be preprocessed\./;
const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
beforeEach(() => void warn.mockClear());
afterAll(() => warn.mockRestore());

describe('weights beyond all numbers', () => {
  const sgd = { seed: 0, solver: 'sgd' } as const;
  it.each<[string, () => unknown]>([
    ['large values', () => new MLPClassifier(sgd).fit(scaled(1e200), y)],
    ['a large rate', () => new MLPClassifier({ ...sgd, learningRateInit: 1e300 }).fit(x, y)],
    [
      'a large rate, partly',
      () => {
        const model = new MLPClassifier({ ...sgd, learningRateInit: 1e300 });
        return model.partialFit(x, y, [0, 1]).partialFit(x, y);
      },
    ],
    ['a regressor', () => new MLPRegressor({ ...sgd, learningRateInit: 1e3 }).fit(scaled(1e30), y)],
    [
      'float32',
      () => new MLPRegressor({ ...sgd, learningRateInit: 1 }).fit(tensor(scaled(1e5)), y),
    ],
    ['targets that are no float32', () => new MLPRegressor(sgd).fit(tensor(x), [1e300, 0, 1, 2])],
    [
      'a regressor that stops early',
      () => {
        const options = { ...sgd, learningRateInit: 1e3, earlyStopping: true };
        return new MLPRegressor(options).fit(repeated(scaled(1e100), 20), repeated(y, 20));
      },
    ],
  ])('are an error: %s', (_, run) => {
    expect(run).toThrow(diverged);
    expect(warn).not.toHaveBeenCalled();
  });

  it('are forgotten, and so nobody predicts with them', () => {
    const options = { ...sgd, learningRateInit: 10, warmStart: true };
    const model = new MLPRegressor(options).partialFit(x, y);
    expect(() => model.fit(scaled(1e200), y)).toThrow('MLPRegressor.fit: Solver produced');
    expect(() => model.predict(x)).toThrow('MLPRegressor.predict: not fitted yet');
    expect(model.fit(x, y).predict(x).shape).toEqual([4]);
  });

  it('early stopping has better ones to return to', () => {
    const options = { ...sgd, learningRateInit: 1e300, earlyStopping: true };
    const model = new MLPClassifier(options).fit(repeated(x, 20), repeated(y, 20));
    expect([model.nIter, model.loss]).toEqual([12, Number.NaN]);
    const weights = model.coefs.flatMap((coef) => [...coef.toTypedArray()]);
    expect(weights.every(Number.isFinite)).toBe(true);
  });

  it('a loss that is large but finite is none', () => {
    const model = new MLPRegressor({ ...sgd, learningRateInit: 100 }).fit(x, y);
    expect(model.loss).toBeGreaterThan(1e50);
    expect(model.nIter).toBe(12);
  });
});

describe('a perceptron', () => {
  const overflow = /Floating-point under-\/overflow occurred at epoch #1\. Scaling input data/;
  it.each([3, 1e100])('whose weights overflow is an error, x times %d', (factor) => {
    const model = new Perceptron({ eta0: 1e308, seed: 0 });
    expect(() => model.fit(scaled(factor), y)).toThrow(overflow);
    expect(() => model.predict(x)).toThrow('not fitted yet');
  });

  it.each([0, 1, 2, 3])('with values that are only just numbers learns, seed %d', (seed) => {
    expect(new Perceptron({ seed }).fit(scaled(1e308), y).nIter).toBe(7);
  });
});

describe('passes that run out', () => {
  it.each<[string, () => unknown, string]>([
    ['classifier', () => new MLPClassifier({ maxIter: 2 }).fit(x, y), 'MLPClassifier.fit: Maximum'],
    ['regressor', () => new MLPRegressor({ maxIter: 3 }).fit(x, y), 'iterations (3) reached'],
    ['perceptron', () => new Perceptron({ maxIter: 1 }).fit(x, [0, 1, 0, 1]), 'Perceptron.fit'],
  ])('are a warning: %s', (_, run, text) => {
    run();
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.lastCall?.[0]).toContain('ConvergenceWarning');
    expect(warn.mock.lastCall?.[0]).toContain(text);
  });

  it('are none where they were all that was asked for', () => {
    new MLPClassifier().partialFit(x, y);
    new Perceptron({ maxIter: 2, tol: null }).fit(x, y);
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('data that is none', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('%d', (bad) => {
    const rows = [...x.slice(1), [bad, 1]];
    for (const model of [new MLPClassifier(), new MLPRegressor(), new Perceptron()]) {
      expect(() => model.fit(rows, y)).toThrow('x contains NaN or infinity');
      expect(() => model.fit(x, [0, 1, 1, bad])).toThrow('y contains NaN or infinity');
      expect(() => model.partialFit(rows, y)).toThrow('x contains NaN or infinity');
      model.partialFit(x, y);
      expect(() => model.predict(rows)).toThrow('x contains NaN or infinity');
    }
    expect(() => new OneLayerNetwork(2, 1).forward(rows)).toThrow('x contains NaN or infinity');
  });

  it('one layer does not take a step to nowhere', () => {
    const network = new OneLayerNetwork(2, 1);
    network.forward(x);
    network.backward([[1], [1], [1], [Number.NaN]]);
    const before = JSON.stringify([network.weight, network.bias]);
    expect(() => network.step(0.1)).toThrow('OneLayerNetwork.step: Solver produced non-finite');
    expect(JSON.stringify([network.weight, network.bias])).toBe(before);
    expect(() => network.backward([[1], [1], [1], [1, 2]])).toThrow(
      'rows of 1 slopes, got one of 2',
    );
  });
});
