/** How well scores put samples in order: areas under curves, exact, with ties. */

import { ValueError } from '../errors.js';
import * as signatures from '../signatures/metrics.js';
import type { WeightedOptions } from './confusion.js';
import {
  checkLengths,
  numbersOf,
  pairsOf,
  type Rows,
  rowsOf,
  type Values,
  weightsOf,
} from './values.js';

/** Weights of positive and negative samples at and above each different score, from high to low. */
interface Steps {
  readonly hits: readonly number[];
  readonly misses: readonly number[];
}

function stepsOf(
  truths: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights: ArrayLike<number>,
): Steps {
  const order = Int32Array.from({ length: scores.length }, (_, i) => i);
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const [hits, misses]: [number[], number[]] = [[], []];
  let [positive, negative] = [0, 0];
  order.forEach((sample, i) => {
    const weight = weights[sample] ?? 0;
    if (truths[sample] === 1) positive += weight;
    else negative += weight;
    const next = order[i + 1];
    // Equal scores are one step, whatever order they came in.
    if (next !== undefined && scores[next] === scores[sample]) return;
    hits.push(positive);
    misses.push(negative);
  });
  return { hits, misses };
}

function checkBinary(op: string, truths: ArrayLike<number>): void {
  const other = Array.from(truths).find((truth) => truth !== 0 && truth !== 1);
  if (other !== undefined) {
    throw new ValueError(`${op}: truths must be 0 or 1, got ${other}`);
  }
}

function areaUnderRoc(op: string, { hits, misses }: Steps): number {
  const [positive = 0, negative = 0] = [hits.at(-1), misses.at(-1)];
  if (positive === 0 || negative === 0) {
    throw new ValueError(`${op}: needs samples of both kinds; all truths are the same`);
  }
  let [area, hit, miss] = [0, 0, 0];
  hits.forEach((now, i) => {
    const missed = misses[i] ?? 0;
    area += ((missed - miss) * (now + hit)) / 2;
    [hit, miss] = [now, missed];
  });
  return area / (positive * negative);
}

/**
 * The chance that a positive sample has a higher score than a negative one, ties counting half.
 * With truths 0 and 1 and scores `[N]`, scikit-learn's `roc_auc_score`; with classes and
 * probabilities `[N, C]`, the mean of each class against the rest (`multi_class='ovr'`).
 * @throws ShapeError for different lengths, ValueError when a class has no sample or all of them.
 *
 * @example
 * console.log(rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])); // 0.75
 */
export function rocAucScore(
  yTrue: Values,
  yScore: Values | Rows,
  options: WeightedOptions = {},
): number {
  signatures.rocAucScore.check(arguments);
  const op = 'rocAucScore';
  const truths = numbersOf(yTrue);
  const weights = weightsOf(op, options.sampleWeight, truths.length);
  if (!isRows(yScore)) {
    const [, scores] = pairsOf(op, truths, yScore);
    checkBinary(op, truths);
    return areaUnderRoc(op, stepsOf(truths, scores, weights));
  }
  const rows = rowsOf(op, yScore);
  checkLengths(op, truths.length, rows.length);
  const classes = rows[0]?.length ?? 0;
  const areas = Array.from({ length: classes }, (_, label) => {
    const own = Array.from(truths, (truth) => (truth === label ? 1 : 0));
    return areaUnderRoc(
      op,
      stepsOf(
        own,
        rows.map((row) => row[label] ?? 0),
        weights,
      ),
    );
  });
  return areas.reduce((sum, area) => sum + area, 0) / classes;
}

function isRows(scores: Values | Rows): scores is Rows {
  if ('shape' in scores) return scores.shape.length === 2;
  return typeof scores[0] === 'object';
}

/**
 * The mean precision over the steps at which recall rises, of truths 0 and 1 and scores `[N]`.
 * scikit-learn's `average_precision_score`.
 * @throws ShapeError for different lengths, ValueError for other truths or none that is 1.
 *
 * @example
 * console.log(averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).toFixed(3)); // 0.833
 */
export function averagePrecisionScore(
  yTrue: Values,
  yScore: Values,
  options: WeightedOptions = {},
): number {
  signatures.averagePrecisionScore.check(arguments);
  const op = 'averagePrecisionScore';
  const [truths, scores] = pairsOf(op, yTrue, yScore);
  checkBinary(op, truths);
  const { hits, misses } = stepsOf(
    truths,
    scores,
    weightsOf(op, options.sampleWeight, truths.length),
  );
  const positive = hits.at(-1) ?? 0;
  if (positive === 0) throw new ValueError(`${op}: no truth is 1`);
  let [sum, before] = [0, 0];
  hits.forEach((hit, i) => {
    sum += ((hit - before) / positive) * (hit / (hit + (misses[i] ?? 0)));
    before = hit;
  });
  return sum;
}
