/** What the records of a training that is over tell, without its model or its data. */

import * as signatures from '../../signatures/train.js';
import { type Finding, Findings, type Report } from './findings/finding.js';
import { ValidationCurve } from './rules/loss-curve.js';

/** A finished epoch, as `metrics.jsonl` has it: a number that was not finite is null. */
export interface FinishedEpoch {
  readonly epoch: number;
  readonly step?: number;
  readonly train: Readonly<Record<string, number | null>>;
  readonly validation: Readonly<Record<string, number | null>> | null;
}

/** Epochs that are enough to say that nothing was learned. */
const ENOUGH = 5;
/** A change of less than this share of the first loss is none. */
const FLAT = 0.02;
/** Growth that is no noise, as while a training runs. */
const GROWN = 2;

/**
 * Findings about the losses of a training: those that overfit, that grew, that did not move, and
 * that were not finite. The rest is found while a training runs; see `doctor`.
 *
 * @example
 * const losses = [[1, 1], [0.8, 0.9], [0.6, 1.2], [0.4, 1.3], [0.3, 1.5]];
 * const records = losses.map(([train, held], i) => ({
 *   epoch: i + 1,
 *   train: { loss: train ?? null },
 *   validation: { loss: held ?? null },
 * }));
 * console.log(examineRecords(records).map(({ code }) => code)); // [ 'overfitting' ]
 */
export function examineRecords(records: readonly FinishedEpoch[]): readonly Finding[] {
  signatures.examineRecords.check(arguments);
  const findings = new Findings([], () => {});
  const validations = new ValidationCurve();
  let step = 0;
  const report: Report = (code, detail, where) => findings.add(code, step, detail, where);
  const losses: number[] = [];
  for (const record of records) {
    step = record.step ?? record.epoch;
    const { loss } = record.train;
    if (typeof loss !== 'number') {
      report('first-nonfinite', `the mean loss of epoch ${record.epoch}`);
      continue;
    }
    losses.push(loss);
    const held = record.validation?.loss;
    if (typeof held === 'number') validations.note(held, loss, report);
  }
  judgeLosses(losses, report);
  return findings.list;
}

function judgeLosses(losses: readonly number[], report: Report): void {
  const [first, last] = [losses[0], losses.at(-1)];
  if (first === undefined || last === undefined || losses.length < ENOUGH || first <= 0) return;
  const detail = `${first.toPrecision(4)} in the first epoch, ${last.toPrecision(4)} in the last`;
  if (last > GROWN * first) report('lr-too-high', detail);
  else if (Math.abs(first - last) < FLAT * first) report('loss-flat', detail);
}
