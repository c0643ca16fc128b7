/** What ranks that train one model agree on: what was measured, when it ends, how many samples. */

import { ValueError } from '../../errors.js';
import type { Module } from '../../nn/index.js';
import { fromExactJson, toExactJson } from '../json/exact-json.js';
import { fieldsOf, isNumber, recordOf } from '../json/guards.js';
import { samplesOf, type TensorTree } from '../measure/batch.js';
import { MeasuredMeans } from '../measure/measure.js';
import { bareModel, type Ranks, ranksOf, type Shared, sharedOf } from '../ranks/ranks.js';
import type { RunningMeanState } from '../state/running-mean.js';

/** What was measured of some samples. */
export interface JoinedStep {
  readonly values: ReadonlyMap<string, number>;
  readonly samples: number;
}

const isMeans = recordOf(fieldsOf<RunningMeanState>({ sum: isNumber, weight: isNumber }));

/** The training of one model, by one rank or by several. By one it does nothing. */
export class Together {
  readonly ranks: Ranks;
  /** The model itself. */
  readonly module: Module;
  readonly #shared: Shared | null;
  /** Samples of the last step, on all ranks. */
  #total = 0;
  /** Batches that stand for none: their gradients count for nothing. */
  readonly #fillers = new WeakSet<object>();

  constructor(model: Module) {
    this.ranks = ranksOf(model);
    this.#shared = this.ranks.size > 1 ? sharedOf(model) : null;
    this.module = bareModel(model);
  }

  /** Whether no other process takes part. */
  get isAlone(): boolean {
    return this.#shared === null;
  }

  /** Whether this is the rank that writes and speaks. */
  get isFirst(): boolean {
    return this.ranks.rank === 0;
  }

  /** Says that `batch` is there only because every rank needs one. */
  fill<B extends TensorTree>(batch: B): B {
    this.#fillers.add(batch);
    return batch;
  }

  /** Samples of a batch of this rank that count. */
  samplesOf(batch: TensorTree): number {
    return this.#fillers.has(batch) ? 0 : samplesOf(batch);
  }

  /** Samples of the step of `batch`, on all ranks; known once it is joined. */
  countOf(batch: TensorTree): number {
    return this.isAlone ? samplesOf(batch) : this.#total;
  }

  /** Before the backward pass of a batch: how much it counts beside those of the other ranks. */
  weigh(batch: TensorTree): void {
    this.#shared?.weigh(this.samplesOf(batch));
  }

  /** Calls `fn`; unless `isLast`, gradients stay on this rank. */
  accumulate(isLast: boolean, fn: () => void): void {
    if (this.#shared === null) fn();
    else if (isLast) {
      this.#shared.weigh(1);
      fn();
    } else this.#shared.noSync(fn);
  }

  /** The number of samples that each rank has on average, when this one has `samples`. */
  share(samples: number): number {
    if (this.isAlone) return samples;
    return (this.ranks.sum(Float64Array.of(samples))[0] ?? samples) / this.ranks.size;
  }

  /** What was measured of a step on all ranks together, which measure the same things. */
  join(values: ReadonlyMap<string, number>, samples: number): JoinedStep {
    if (this.isAlone) return { values, samples };
    const names = [...values.keys()].sort();
    const weighted = names.map((name) => (samples === 0 ? 0 : samples * (values.get(name) ?? 0)));
    const [total = 0, ...sums] = this.ranks.sum(Float64Array.of(samples, ...weighted));
    this.#total = total;
    const means = names.map((name, i) => [name, (sums[i] ?? 0) / total] as const);
    return { values: new Map(means), samples: total };
  }

  /** The means over all ranks' samples; null when one of them was stopped. */
  joinMeans(means: MeasuredMeans | null): MeasuredMeans | null {
    if (this.isAlone) return means;
    const all = this.ranks.gather(toExactJson(means?.stateDict() ?? null)).map(fromExactJson);
    const sums: Record<string, RunningMeanState> = {};
    for (const state of all) {
      if (!isMeans(state)) return null;
      for (const [name, { sum, weight }] of Object.entries(state)) {
        const before = sums[name] ?? { sum: 0, weight: 0 };
        sums[name] = { sum: before.sum + sum, weight: before.weight + weight };
      }
    }
    return new MeasuredMeans(sums);
  }

  /** Of the words that ranks say, the one that comes last in `words`; null when none says one. */
  lastOf<Word>(words: readonly Word[], mine: Word | null): Word | null {
    if (this.isAlone) return mine;
    const code = this.ranks.max(mine === null ? -1 : words.indexOf(mine));
    return words[code] ?? null;
  }

  /** Whether it is so on any rank. */
  anyone(mine: boolean): boolean {
    return this.isAlone ? mine : this.ranks.max(mine ? 1 : 0) > 0;
  }

  /** @throws ValueError on every rank, when they do not have equally many batches. */
  checkBatches(batches: number): void {
    if (this.isAlone) return;
    const all = this.ranks.gather(String(batches));
    const other = all.findIndex((text) => text !== all[0]);
    if (other === -1) return;
    throw new ValueError(
      `fit: rank ${other} has ${all[other]} batches in an epoch, rank 0 has ${all[0]}. Every rank ` +
        'needs equally many: new DataLoader(data, { sampler: new DistributedSampler(data) })',
    );
  }
}
