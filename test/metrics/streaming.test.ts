/** Each metric batch by batch, and merged of two halves, beside the function and scikit-learn. */

import { readFileSync } from 'node:fs';
import { tensor } from 'chainrule';
import * as metrics from 'chainrule/metrics';
import { type Rows, type StreamingMetric, streaming, type Values } from 'chainrule/metrics';
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

type Metric<Predicted> = StreamingMetric<Values, Predicted, unknown>;

/** What a metric gives for samples in batches of seven, in one piece and merged of two. */
function inBatches<Item>(
  make: () => Metric<Item[]>,
  truth: readonly number[],
  predicted: readonly Item[],
  weight: readonly number[] | null,
): unknown[] {
  const [whole, first, second] = [make(), make(), make()];
  // What was seen before a reset counts for nothing.
  whole.update([...truth], [...predicted]);
  whole.reset();
  for (let start = 0; start < truth.length; start += 7) {
    const part = <Value>(list: readonly Value[]): Value[] => list.slice(start, start + 7);
    const options = weight === null ? {} : { sampleWeight: part(weight) };
    whole.update(part(truth), part(predicted), options);
    (start % 2 === 0 ? first : second).update(part(truth), part(predicted), options);
  }
  return [whole.compute(), first.merge(second).compute(), make().merge(first).compute()];
}

function close(actual: readonly unknown[], expected: unknown): void {
  for (const value of actual) {
    if (typeof expected === 'number') expect(value).toBeCloseTo(expected, 10);
    else expect(value).toEqual(expected);
  }
}

describe.each(fixtures.classes)('classes %#', ({ truth, predicted, weight, values, ...given }) => {
  const { prob, scores } = given;
  const isBinary = prob[0]?.length === 2;
  const average = isBinary ? 'binary' : 'macro';
  const weighted = weight === null ? {} : { sampleWeight: weight };
  const ofClasses: Record<string, [() => Metric<number[]>, unknown]> = {
    confusionMatrix: [streaming.confusionMatrix, values.confusionMatrix],
    accuracyScore: [streaming.accuracyScore, values.accuracyScore],
    balancedAccuracyScore: [streaming.balancedAccuracyScore, values.balancedAccuracyScore],
    balancedAdjusted: [
      () => streaming.balancedAccuracyScore({ adjusted: true }),
      values.balancedAdjusted,
    ],
    precisionScore: [() => streaming.precisionScore({ average }), values[`precision_${average}`]],
    recallScore: [() => streaming.recallScore({ average }), values[`recall_${average}`]],
    f1Score: [() => streaming.f1Score({ average }), values[`f1_${average}`]],
    fbetaScore: [() => streaming.fbetaScore({ beta: 2, average }), values[`fbeta_${average}`]],
    precisionRecallByClass: [
      () => streaming.precisionRecallByClass(),
      metrics.precisionRecallByClass(truth, predicted, weighted),
    ],
  };
  it.each(Object.entries(ofClasses))('%s', (_, [make, expected]) => {
    close(inBatches(make, truth, predicted, weight), expected);
  });

  const ofRows: Record<string, [() => Metric<Rows>, number[][], unknown]> = {
    topKAccuracyScore: [() => streaming.topKAccuracyScore({ k: 2 }), scores, values.topK],
    logLoss: [() => streaming.logLoss(), prob, values.logLoss],
    perplexity: [streaming.perplexity, prob, Math.exp(values.logLoss ?? Number.NaN)],
    expectedCalibrationError: [
      () => streaming.expectedCalibrationError(),
      prob,
      values.calibration,
    ],
    rocAucScore: [streaming.rocAucScore, prob, isBinary ? undefined : values.rocAucScore],
  };
  it.each(Object.entries(ofRows).filter(([, [, , expected]]) => expected !== undefined))(
    '%s',
    (_, [make, rows, expected]) => close(inBatches(make, truth, rows, weight), expected),
  );

  it.runIf(isBinary)('scores of two classes', () => {
    const positive = prob.map((row) => row[1] ?? 0);
    close(inBatches<number>(streaming.rocAucScore, truth, positive, weight), values.rocAucScore);
    const { averagePrecisionScore, brierScoreLoss } = streaming;
    close(
      inBatches<number>(averagePrecisionScore, truth, positive, weight),
      values.averagePrecisionScore,
    );
    close(inBatches<number>(brierScoreLoss, truth, positive, weight), values.brierScoreLoss);
  });
});

describe.each(fixtures.numbers)('numbers %#', ({ truth, predicted, weight, values }) => {
  const names = [
    'meanAbsoluteError',
    'meanSquaredError',
    'rootMeanSquaredError',
    'meanAbsolutePercentageError',
    'r2Score',
    'explainedVarianceScore',
  ] as const;
  it.each(names)('%s', (name) => {
    close(inBatches(streaming[name], truth, predicted, weight), values[name]);
  });
});

describe('streaming', () => {
  it('has each metric of the entry', () => {
    const functions = Object.entries(metrics).filter(([name, value]) => {
      return typeof value === 'function' && !/^[A-Z]/.test(name);
    });
    expect(Object.keys(streaming).sort()).toEqual(functions.map(([name]) => name).sort());
  });

  it('takes tensors, and says what is missing', () => {
    const accuracy = streaming.accuracyScore();
    expect(() => accuracy.compute()).toThrow('accuracyScore: there are no samples yet');
    expect(accuracy.update(tensor([0, 1]), tensor([0, 0])).compute()).toBe(0.5);
    expect(() => accuracy.update([1], [1, 2])).toThrow('1 truths and 2 predictions');
    const curve = streaming.averagePrecisionScore().update(
      [0, 1],
      [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
    );
    expect(() => curve.compute()).toThrow('expected one score for each sample');
    expect(() => curve.update([0], [0.5])).toThrow('scores were [N, 2] before, got [N]');
    const [few, many] = [{ bins: 5 }, {}].map(streaming.expectedCalibrationError);
    if (few === undefined || many === undefined) throw new Error('no metrics');
    expect(() => few.merge(many)).toThrow('cannot merge 15 bins into 5');
  });

  it('adds a million batches up without losing digits', () => {
    const loss = streaming.brierScoreLoss();
    for (let i = 0; i < 100_000; i++) loss.update([0], [0.1]);
    expect(Math.abs(loss.compute() - 0.1 * 0.1)).toBeLessThan(1e-17);
  });
});
