/** Every metric beside scikit-learn's number for the same samples. */

import { readFileSync } from 'node:fs';
import { tensor } from 'chainrule';
import * as metrics from 'chainrule/metrics';
import { describe, expect, it } from 'vitest';

interface Case {
  truth: number[];
  predicted: number[];
  weight: number[] | null;
  values: Record<string, number>;
}
interface ClassCase extends Case {
  scores: number[][];
  prob: number[][];
}
const path = new URL('../fixtures/metrics/sklearn.json', import.meta.url);
const fixtures: { classes: ClassCase[]; numbers: Case[] } = JSON.parse(readFileSync(path, 'utf8'));

const close = (actual: unknown, expected: unknown): void => {
  if (Array.isArray(expected)) expect(actual).toEqual(expected);
  else expect(actual).toBeCloseTo(Number(expected), 9);
};

describe.each(fixtures.classes)('classes %#', ({ truth, predicted, weight, values, ...given }) => {
  const { scores, prob } = given;
  const weighted = weight === null ? {} : { sampleWeight: weight };
  const positive = prob.map((row) => row[1] ?? 0);
  const computed: Record<string, () => unknown> = {
    confusionMatrix: () => metrics.confusionMatrix(truth, predicted, weighted),
    accuracyScore: () => metrics.accuracyScore(truth, predicted, weighted),
    balancedAccuracyScore: () => metrics.balancedAccuracyScore(truth, predicted, weighted),
    balancedAdjusted: () =>
      metrics.balancedAccuracyScore(truth, predicted, { ...weighted, adjusted: true }),
    logLoss: () => metrics.logLoss(truth, prob, weighted),
    calibration: () => metrics.expectedCalibrationError(truth, prob),
    rocAucScore: () =>
      metrics.rocAucScore(truth, scores[0]?.length === 2 ? positive : prob, weighted),
    averagePrecisionScore: () => metrics.averagePrecisionScore(truth, positive, weighted),
    brierScoreLoss: () => metrics.brierScoreLoss(truth, positive, weighted),
    topK: () => metrics.topKAccuracyScore(truth, scores, { ...weighted, k: 2 }),
  };
  const averaged = (name: string): unknown => {
    const [score, average] = name.split('_');
    const options = { ...weighted, average: metricsAverage(average) };
    if (score === 'precision') return metrics.precisionScore(truth, predicted, options);
    if (score === 'recall') return metrics.recallScore(truth, predicted, options);
    if (score === 'f1') return metrics.f1Score(truth, predicted, options);
    return metrics.fbetaScore(truth, predicted, { ...options, beta: 2 });
  };
  it.each(Object.keys(values))('%s', (name) => {
    close(computed[name]?.() ?? averaged(name), values[name]);
  });
});

function metricsAverage(name: string | undefined): metrics.Average {
  const all: readonly metrics.Average[] = ['binary', 'macro', 'micro', 'weighted'];
  const found = all.find((one) => one === name);
  if (found === undefined) throw new Error(`no average ${name}`);
  return found;
}

describe.each(fixtures.numbers)('numbers %#', ({ truth, predicted, weight, values }) => {
  const weighted = weight === null ? {} : { sampleWeight: weight };
  const functions: Record<string, typeof metrics.r2Score> = {
    meanAbsoluteError: metrics.meanAbsoluteError,
    meanSquaredError: metrics.meanSquaredError,
    rootMeanSquaredError: metrics.rootMeanSquaredError,
    meanAbsolutePercentageError: metrics.meanAbsolutePercentageError,
    r2Score: metrics.r2Score,
    explainedVarianceScore: metrics.explainedVarianceScore,
  };
  it.each(Object.keys(values))('%s', (name) => {
    close(functions[name]?.(truth, predicted, weighted), values[name]);
  });

  it('gives the same batch by batch', () => {
    const whole = new metrics.RegressionMetrics().add(truth, predicted);
    const parts = new metrics.RegressionMetrics();
    parts.add(truth.slice(0, 7), predicted.slice(0, 7));
    parts.add(truth.slice(7), predicted.slice(7));
    expect(parts.r2).toBe(whole.r2);
  });
});

describe('metrics', () => {
  it('take tensors', () => {
    const truth = tensor([0, 1, 1], { dtype: 'int32' });
    const prob = tensor([
      [0.9, 0.1],
      [0.2, 0.8],
      [0.6, 0.4],
    ]);
    expect(metrics.accuracyScore(truth, prob.argmax(1))).toBeCloseTo(2 / 3, 12);
    expect(metrics.logLoss(truth, prob)).toBeCloseTo(-Math.log(0.9 * 0.8 * 0.4) / 3, 6);
    expect(metrics.perplexity(tensor(Math.log(27)))).toBeCloseTo(27, 4);
    expect(metrics.rocAucScore(truth, prob)).toBe(1);
  });

  it('are defined where a class is never predicted, as scikit-learn is', () => {
    expect(metrics.precisionScore([0, 1], [0, 0])).toBe(0);
    expect(metrics.precisionScore([0, 1], [0, 0], { zeroDivision: 1 })).toBe(1);
    expect(metrics.r2Score([2, 2], [2, 2])).toBe(1);
    expect(metrics.r2Score([2, 2], [2, 3])).toBe(0);
    expect(metrics.precisionRecallByClass([0, 1, 1], [0, 1, 0]).get(1)).toEqual({
      precision: 1,
      recall: 0.5,
      fbeta: 2 / 3,
      support: 2,
    });
  });

  it.each([
    [
      () => metrics.accuracyScore([1], [1, 2]),
      'accuracyScore: needs one prediction for each truth',
    ],
    [() => metrics.accuracyScore([], []), 'accuracyScore: there are no samples'],
    [
      () => metrics.f1Score([0, 1, 2], [0, 1, 2]),
      'f1Score: there are 3 classes; choose an average',
    ],
    [() => metrics.fbetaScore([0, 1], [0, 1], { beta: 0 }), 'beta must be a number above 0, got 0'],
    [() => metrics.rocAucScore([1, 1], [0, 1]), 'needs samples of both kinds'],
    [() => metrics.rocAucScore([1, 2], [0, 1]), 'truths must be 0 or 1, got 2'],
    [() => metrics.averagePrecisionScore([0, 0], [0, 1]), 'no truth is 1'],
    [() => metrics.brierScoreLoss([2], [0.5]), 'truths must be 0 or 1, got 2'],
    [() => metrics.logLoss([2], [[0.5, 0.5]]), 'there is no probability of class 2'],
    [() => metrics.topKAccuracyScore([0], [[1]], { k: 0 }), 'k must be a positive integer, got 0'],
    [() => metrics.expectedCalibrationError([0], [[1]], { bins: 0 }), 'bins must be a positive'],
    [() => metrics.perplexity([1, 2]), 'expected one loss, got 2'],
    [() => metrics.meanSquaredError([1], [1], { sampleWeight: [1, 2] }), '2 sample weights for 1'],
  ])('refuse %#: %s', (call, message) => {
    expect(call).toThrow(message);
  });
});
