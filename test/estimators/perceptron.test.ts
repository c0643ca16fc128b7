/**
 * `Perceptron`: scikit-learn's weights from the same seed, its own count of mistakes, and misuse.
 */

import { tensor } from 'chainrule';
import { loadIris } from 'chainrule/data';
import { Perceptron } from 'chainrule/estimators';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../data/sklearn.js';
import { dataOf, sklearn } from './sklearn.js';

describe('equals scikit-learn', () => {
  it.each(sklearn.perceptrons)('$data, $options, partial $partial', (stored) => {
    const { x, y } = dataOf(stored.data);
    const model = new Perceptron(stored.options);
    if (stored.partial === 0) {
      expect(model.fit(x, y).nIter).toBe(stored.nIter);
    } else {
      for (let start = 0; start < x.length; start += stored.partial) {
        const end = start + stored.partial;
        model.partialFit(x.slice(start, end), y.slice(start, end), y);
      }
    }
    expectClose(model.coef.toArray(), stored.coef);
    expectClose(model.intercept.toArray(), stored.intercept);
    expectClose(model.decisionFunction(x.slice(0, 5)).toArray(), stored.decision);
    expect(model.predict(x).toArray()).toEqual(stored.predicted);
    expect(model.score(x, y)).toBeCloseTo(stored.score, 12);
  });
});

describe('learning', () => {
  const x = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];

  it('the logical and: the mistakes of each pass fall to none', () => {
    const model = new Perceptron({ seed: 1, shuffle: false }).fit(x, [0, 0, 0, 1]);
    expect(model.errors.at(-1)).toBe(0);
    expect(model.errors[0]).toBeGreaterThan(0);
    expect(model.score(x, [0, 0, 0, 1])).toBe(1);
    expect(model.classes.toArray()).toEqual([0, 1]);
  });

  it('not the exclusive or, which no line separates', () => {
    const model = new Perceptron({ seed: 1, tol: null, maxIter: 50 }).fit(x, [0, 1, 1, 0]);
    expect(model.errors).toHaveLength(50);
    expect(Math.min(...model.errors)).toBeGreaterThan(0);
  });

  it('two kinds of iris from tensors', () => {
    const { data, target } = loadIris();
    const [petals, kinds] = [data.slice(0, 0, 100), target.slice(0, 0, 100)];
    const model = new Perceptron({ seed: 0 }).fit(petals, kinds);
    expect(model.score(petals, kinds)).toBe(1);
    expect(model.predict(petals).dtype).toBe('int32');
  });

  it('forgets what it learned when fitted again', () => {
    const model = new Perceptron({ seed: 1 });
    const first = model.fit(x, [0, 0, 0, 1]).coef.toArray();
    model.fit(x, [1, 0, 0, 0]);
    expect(model.fit(x, [0, 0, 0, 1]).coef.toArray()).toEqual(first);
  });
});

describe('mistakes', () => {
  const model = new Perceptron();
  it.each<[string, () => unknown, string]>([
    ['not fitted', () => model.predict([[1]]), 'Perceptron.decisionFunction: not fitted yet'],
    ['one class', () => model.fit([[1], [2]], [3, 3]), 'at least two classes, got only 3'],
    ['lengths', () => model.fit([[1], [2]], [1]), 'y must be [2] for these x, got [1]'],
    ['dims', () => model.fit(tensor([1, 2]), [0, 1]), 'x must be [samples, features]'],
    ['NaN', () => model.fit([[Number.NaN], [2]], [0, 1]), 'x contains NaN or infinity'],
    [
      'features',
      () => new Perceptron().fit([[1], [2]], [0, 1]).predict([[1, 2]]),
      'x has 2 features, but it was fitted to 1',
    ],
    [
      'class',
      () => new Perceptron().partialFit([[1], [2]], [0, 7], [0, 1]),
      '7 is none of the classes 0, 1',
    ],
    ['rate', () => new Perceptron({ eta0: Number.NaN }), 'eta0 must be a number above 0, got NaN'],
    ['passes', () => new Perceptron({ maxIter: 0 }), 'maxIter must be an integer >= 1, got 0'],
  ])('%s', (_, run, message) => expect(run).toThrow(message));
});
