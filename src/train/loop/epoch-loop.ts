/** Epoch after epoch: batches, what happens between steps, validation, records. */

import type { TensorTree } from '../measure/batch.js';
import { intervalOf } from '../measure/limits.js';
import type { EpochRecord, Measured } from '../state/epoch-record.js';
import type { CheckpointParts } from '../state/parts.js';
import { type Done, doneOf, undone } from '../together/moved.js';
import type { Core } from './core.js';
import type { DoctorWatch } from './doctor-watch.js';
import type { Learned } from './learner.js';
import type { Session } from './session.js';
import type { BatchProgress } from './trainer-options.js';

/** Samples learned from and seconds that it took, in this call and epoch. */
interface Spent {
  readonly samples: number;
  readonly seconds: number;
}

/** The loop of one call of `fit`. */
export class EpochLoop<B extends TensorTree, Prediction> {
  readonly #core: Core<B, Prediction>;
  readonly #session: Session;
  readonly #doctor: DoctorWatch | null;
  readonly #parts: () => CheckpointParts;

  constructor(
    core: Core<B, Prediction>,
    session: Session,
    doctor: DoctorWatch | null,
    parts: () => CheckpointParts,
  ) {
    this.#core = core;
    this.#session = session;
    this.#doctor = doctor;
    this.#parts = parts;
  }

  /** One epoch, or what is left of it; whether it was finished. */
  async run(): Promise<boolean> {
    const spent = await this.#runBatches();
    return spent !== null && (await this.#finishEpoch(spent));
  }

  /** Null when it was stopped. */
  async #runBatches(): Promise<Spent | null> {
    const batches = this.#core.batches;
    const { accumulateGradBatches: window = 1 } = this.#core.options;
    const start = performance.now();
    let samples = 0;
    for await (const batch of this.#batchesToDo(batches)) {
      const done = this.#core.at.batch + 1;
      const closes = done % window === 0 || done === batches;
      const learned = await this.#learn(batch, closes);
      samples += this.#core.together.countOf(batch);
      const seconds = (performance.now() - start) / 1000;
      const spent = { samples, seconds };
      this.#session.options.onBatch?.(this.#progress(spent, learned));
      if (!closes) continue;
      await this.#betweenSteps(spent);
      if (this.#session.isOver(this.#core.at.step) && done < batches) return null;
    }
    await this.#core.unread.read();
    return { samples, seconds: (performance.now() - start) / 1000 };
  }

  #progress(spent: Spent, { compiled }: Learned): BatchProgress {
    const { epoch, batch, step, means } = this.#core.at;
    const train = means.values(this.#core.names);
    const batches = this.#core.batches;
    return { epoch: epoch + 1, batch, batches, step, ...spent, train, compiled };
  }

  /** The batches of this epoch without those that are done, in the order it began with. */
  async *#batchesToDo(batches: number): AsyncGenerator<B, void, undefined> {
    const { at, generator, together } = this.#core;
    const now = generator.getState();
    let skipped: Done = { batches: at.batch, samples: 0 };
    const isBegun = at.isMoved || at.batch > 0;
    const start = isBegun ? (at.epochStart ?? now) : now;
    at.epochStart = start;
    generator.setState(start);
    this.#core.train.epoch = at.epoch;
    const source = this.#core.draw(() => this.#core.train[Symbol.asyncIterator]());
    try {
      for (let count = 1; count <= batches; count++) {
        const { value, done } = await this.#core.draw(() => source.next());
        if (done === true) return;
        if (count === 1 && at.isMoved) skipped = this.#skippedFrom(value);
        // The order has been drawn; all else goes on with the stream as it was when stopped.
        if (isBegun && count === Math.max(1, skipped.batches)) generator.setState(now);
        if (count > skipped.batches) yield undone(value, count, skipped, together);
      }
    } finally {
      await source.return?.();
    }
  }

  /** What is done of an epoch that other ranks have begun, by the size of its first batch. */
  #skippedFrom(first: B): Done {
    const { at, together } = this.#core;
    const skipped = doneOf(at.samples, first, together);
    at.batch = skipped.batches;
    return skipped;
  }

  /** Whether a callback will look at the gradients of the next step: a replay leaves none. */
  #wantsGradients(): boolean {
    return this.#core.callbacks.some(
      (callback) => callback.needsGradients?.(this.#core.context(this.#parts)) ?? false,
    );
  }

  /** Learns from a batch, and notes what was measured before the update. */
  async #learn(batch: B, closes: boolean): Promise<Learned> {
    const plain = (this.#doctor?.looksAtNext ?? false) || this.#wantsGradients();
    const learned = this.#core.draw(() => this.#core.learner.learn(batch, { closes, plain }));
    if (closes) this.#core.draw(() => this.#core.options.average?.update());
    if (closes) this.#doctor?.lookAt(batch, learned);
    const { epoch, batch: done } = this.#core.at;
    const where = `epoch ${epoch + 1}, batch ${done + 1}`;
    this.#core.unread.add({
      values: learned.values,
      samples: this.#core.together.samplesOf(batch),
      where,
    });
    if (this.#core.unread.isFull || this.#core.rates.needsLosses) await this.#core.unread.read();
    this.#core.at.batch += 1;
    if (!closes) return learned;
    this.#core.at.step += 1;
    this.#core.rescue.note();
    this.#core.rates.afterStep(this.#core.at.measured);
    for (const callback of this.#core.callbacks) {
      this.#core.draw(() => callback.onStep?.(this.#core.context(this.#parts)));
    }
    return learned;
  }

  /** Whatever may happen where nothing is half done. */
  async #betweenSteps(spent: Spent): Promise<void> {
    const { batch, epoch, step } = this.#core.at;
    const batches = this.#core.batches;
    const isEnd = batch === batches;
    if (!isEnd && batch % intervalOf(batches, this.#core.options.valCheckInterval) === 0) {
      await this.#core.unread.read();
      const validation = await this.#validate(this.#session.signal);
      if (validation) this.#noteRecord({ ...this.#record(spent, validation), batch });
    }
    const { optimizer } = this.#core.options;
    const save = (): void => this.#session.options.folder?.saveLast(this.#parts());
    // What is saved on command has to be known.
    if (this.#core.unread.length > 0 && this.#session.hears) await this.#core.unread.read();
    await this.#session.obey({ optimizer, save, where: { epoch, step } });
  }

  #record({ samples, seconds }: Spent, validation: Measured | null): EpochRecord {
    const { step, epoch, means } = this.#core.at;
    const { lr } = this.#core.options.optimizer;
    const samplesPerSecond = samples / seconds;
    const train = means.values(this.#core.names);
    return { epoch: epoch + 1, step, lr, seconds, samplesPerSecond, train, validation };
  }

  /** Validates, and moves on to the next epoch; false when stopped in between. */
  async #finishEpoch(spent: Spent): Promise<boolean> {
    const before = this.#core.generator.getState();
    const validation = await this.#validate(this.#session.signal);
    if (validation === null) {
      this.#core.generator.setState(before);
      this.#session.isOver(this.#core.at.step);
      return false;
    }
    const record = this.#record(spent, validation ?? null);
    this.#core.rates.afterEpoch(validation ?? record.train);
    const { lr } = this.#core.options.optimizer;
    this.#core.at.endEpoch();
    const { epoch, step } = this.#core.at;
    if (lr !== record.lr) this.#session.event('lr', { lr, epoch, step });
    this.#noteRecord(record);
    return true;
  }

  #noteRecord(record: EpochRecord): void {
    const { folder, onEpoch } = this.#session.options;
    this.#session.records.push(record);
    this.#core.best.note(record, this.#core.together.module, this.#core.options.average);
    for (const callback of this.#core.callbacks) {
      if (record.validation !== null)
        callback.onValidationEnd?.(record, this.#core.context(this.#parts));
      if (record.batch !== undefined) continue;
      if (callback.onEpochEnd?.(record, this.#core.context(this.#parts)) === 'stop')
        this.#core.at.stopped = true;
    }
    folder?.saveEpoch(record, this.#parts());
    if (record.batch === undefined) onEpoch?.(record);
  }

  /** Measures the averages of the weights where there are some; undefined without validation. */
  async #validate(signal: AbortSignal | undefined): Promise<Measured | null | undefined> {
    const { average, overfitBatches = 0 } = this.#core.options;
    const validation = overfitBatches > 0 ? this.#core.train : this.#core.options.validation;
    if (validation === undefined) return undefined;
    validation.epoch = this.#core.at.epoch;
    average?.apply();
    try {
      const measured = await this.#core.pass(
        validation,
        signal,
        this.#core.options.limitValBatches,
      );
      if (measured?.loss !== undefined) this.#doctor?.validate(measured.loss);
      return measured;
    } finally {
      average?.restore();
    }
  }
}
