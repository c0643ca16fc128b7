/**
 * `Trainer`: the loop of epochs and batches around a model, its loss and its optimiser, which can
 * be stopped after any batch and go on from there as if it never had been. Files are left to
 * checkpoint.ts and run-folder.ts, screens to the callbacks.
 */

import { noGrad } from '../../autodiff/index.js';
import { internal, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import type { Layer } from '../../nn/index.js';
import { clipGradNorm, lrScheduler } from '../../optim/index.js';
import {
  getRandomState,
  type RandomState,
  setRandomState,
  type Tensor,
} from '../../tensor/index.js';
import type { ControlChannel } from '../control/control.js';
import { obey } from '../control/obey.js';
import type { EpochRecord } from './epoch-record.js';
import { evaluate } from './evaluate.js';
import {
  type Batch,
  type BatchSource,
  type Measured,
  MeasuredMeans,
  type Measures,
  readLater,
  readNow,
} from './measure.js';
import type { RunningMeanState } from './running-mean.js';
import type { FitOptions, TrainerOptions } from './trainer-options.js';
import type { Scheduler, TrainerState } from './trainer-state.js';

/**
 * Trains `model` on batches and measures as it goes. Deterministic: after `manualSeed` the same
 * calls give the same bits, also when the training was stopped, saved, loaded and gone on with in
 * between.
 *
 * @example
 * const metrics = { accuracy };
 * const trainer = new Trainer(model, { optimizer, loss: crossEntropy, train, metrics });
 * await trainer.fit({ epochs: 20, onEpoch: ({ epoch, train }) => console.log(epoch, train.loss) });
 */
export class Trainer {
  /** What calls of `fit` are at work on: models, their optimisers, trainers. */
  static readonly #busy = new WeakSet<object>();
  readonly #model: Layer;
  readonly #options: TrainerOptions;
  readonly #measures: Measures;
  #epoch = 0;
  #batch = 0;
  #means: MeasuredMeans;
  #epochStart: RandomState | null = null;
  #isInEpoch = false;
  #isInStep = false;
  #stopped = false;
  #control: ControlChannel | null = null;

  /** @throws ValueError for a metric named `loss`. */
  constructor(model: Layer, options: TrainerOptions) {
    const { metrics = {}, loss } = options;
    if (Object.hasOwn(metrics, 'loss')) {
      throw new ValueError("Trainer: a metric cannot be named 'loss', that is the loss itself");
    }
    refuseForeign('Trainer', model, 'module');
    this.#model = model;
    this.#options = options;
    this.#measures = { loss, ...metrics };
    this.#means = this.#newMeans();
  }

  /** Epochs that are done. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Whether a callback, such as `EarlyStopping`, has ended the training. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /**
   * Trains until `epochs` epochs are done, a callback ends it, or `signal` stops it, with every
   * module in training mode. Gives the event loop a turn now and then. Resolves with false for
   * `signal` alone.
   *
   * One call at a time: a second one (of a button that is clicked twice) would take turns with the
   * first, batch by batch. `evaluate` and `stateDict` may be called in between.
   *
   * @throws ValueError when `epochs` is not a whole number, when this trainer, or another one of
   *   the same model or optimiser, is at it already, and when a loss is not finite.
   */
  async fit(options: FitOptions): Promise<boolean> {
    const { epochs, signal } = options;
    if (!Number.isInteger(epochs) || epochs < 0) {
      throw new ValueError(`fit: epochs must be a whole number, got ${epochs}`);
    }
    const parts = [this, this.#model, this.#options.optimizer];
    this.#checkFree(parts);
    for (const part of parts) Trainer.#busy.add(part);
    this.#control = channelOf(options);
    try {
      this.#model.train();
      while (this.#epoch < epochs && !this.#stopped) {
        if (signal?.aborted) return false;
        const record = await this.#runEpoch(options);
        if (record === null) return false;
        this.#endEpoch(record);
        options.onEpoch?.(record);
      }
      return true;
    } finally {
      for (const part of parts) Trainer.#busy.delete(part);
    }
  }

  #endEpoch(record: EpochRecord): void {
    for (const callback of this.#options.callbacks ?? []) {
      if (callback.onEpochEnd?.(record) === 'stop') this.#stopped = true;
    }
  }

  #checkFree(parts: readonly object[]): void {
    const names = [
      'this trainer',
      'another trainer of this model',
      'another one of this optimizer',
    ];
    const which = parts.findIndex((part) => Trainer.#busy.has(part));
    if (which === -1) return;
    throw new ValueError(
      `fit: ${names[which]} is running already. Wait for the promise of that call, or stop it by ` +
        'its signal and wait; a button is best disabled meanwhile',
    );
  }

  /** One epoch, or what is left of it; null when it was stopped. */
  async #runEpoch(options: FitOptions): Promise<EpochRecord | null> {
    this.#isInEpoch = true;
    try {
      return await this.#runBatches(options);
    } finally {
      this.#isInEpoch = false;
    }
  }

  async #runBatches(options: FitOptions): Promise<EpochRecord | null> {
    const { signal, onBatch } = options;
    const { train } = this.#options;
    const start = performance.now();
    let samples = 0;
    for await (const batch of this.#batchesToDo()) {
      const values = this.#step(batch);
      // Where the device answers at once nothing waits here, so that `stateDict` never sees half a
      // step.
      this.#note(readNow(values) ?? (await this.#readInStep(values)), batch[1].shape[0] ?? 1);
      this.#batch += 1;
      samples += batch[1].shape[0] ?? 1;
      const seconds = (performance.now() - start) / 1000;
      const progress = { batch: this.#batch, batches: train.length, samples, seconds };
      onBatch?.({ epoch: this.#epoch + 1, ...progress, train: this.#means.values() });
      const isToldToStop = (await this.#obey(options)) === 'stop';
      if ((isToldToStop || signal?.aborted) && this.#batch < train.length) return null;
    }
    const seconds = (performance.now() - start) / 1000;
    return this.#finishEpoch(seconds, samples, signal);
  }

  async #obey({ signal, folder, facts = {} }: FitOptions): Promise<'stop' | 'go on'> {
    if (this.#control === null) return 'go on';
    const { optimizer, scheduler, average } = this.#options;
    const step = this.#epoch * this.#options.train.length + this.#batch;
    return await obey(this.#control, {
      optimizer,
      signal,
      save: () =>
        folder?.saveLast({
          model: this.#model,
          optimizer,
          trainer: this,
          facts,
          ...(scheduler && { scheduler }),
          ...(average && { average }),
        }),
      event: (what, about) => folder?.event(what, { ...about, epoch: this.#epoch, step }),
    });
  }

  /** The batches of this epoch without those that are done, in the order it began with. */
  async *#batchesToDo(): AsyncGenerator<Batch, void, undefined> {
    const { train } = this.#options;
    const now = getRandomState();
    const skipped = this.#batch;
    const start = skipped > 0 ? (this.#epochStart ?? now) : now;
    this.#epochStart = start;
    setRandomState(start);
    train.epoch = this.#epoch;
    let count = 0;
    for await (const batch of train) {
      count += 1;
      // The order has been drawn; all else goes on with the stream as it was when stopped.
      if (count === 1 && skipped > 0) setRandomState(now);
      if (count > skipped) yield batch;
    }
  }

  /** One step; the values were measured before it. */
  #step([input, target]: Batch): ReadonlyMap<string, Tensor> {
    const { optimizer } = this.#options;
    const { loss: lossOf, ...metrics } = this.#measures;
    if (lossOf === undefined) throw internal('a trainer without a loss');
    optimizer.zeroGrad();
    const prediction = this.#model.forward(input);
    const loss = lossOf(prediction, target);
    loss.backward();
    const detached = prediction.detach();
    const values = noGrad(() =>
      Object.entries(metrics).map(
        ([name, measure]) => [name, measure(detached, target).keep()] as const,
      ),
    );
    const { clipGradNorm: largest } = this.#options;
    if (largest !== undefined) clipGradNorm(this.#model.parameters(), largest);
    optimizer.step();
    this.#options.average?.update();
    for (const callback of this.#options.callbacks ?? []) callback.onStep?.();
    return new Map([['loss', loss], ...values]);
  }

  /** Takes in what a step has measured. */
  #note(numbers: ReadonlyMap<string, number>, samples: number): void {
    const { scheduler, schedule = 'epoch' } = this.#options;
    const loss = numbers.get('loss') ?? Number.NaN;
    this.#checkFinite(loss);
    if (schedule === 'batch') moveOn(scheduler, loss);
    this.#means.add(numbers, samples);
  }

  async #readInStep(values: ReadonlyMap<string, Tensor>): Promise<ReadonlyMap<string, number>> {
    this.#isInStep = true;
    try {
      return await readLater(values);
    } finally {
      this.#isInStep = false;
    }
  }

  #checkFinite(loss: number): void {
    if (Number.isFinite(loss)) return;
    throw new ValueError(
      `fit: the loss is ${loss} in epoch ${this.#epoch + 1}, batch ${this.#batch + 1}. ` +
        'Try a lower learning rate, clipGradNorm, or look for NaN in the data',
    );
  }

  /** Validates, and moves on to the next epoch; null when stopped in between. */
  async #finishEpoch(
    seconds: number,
    samples: number,
    signal: AbortSignal | undefined,
  ): Promise<EpochRecord | null> {
    const { optimizer, scheduler, schedule = 'epoch', validation } = this.#options;
    const train = this.#means.values();
    const before = getRandomState();
    const validated = validation && (await this.#validate(validation, signal));
    if (validated === null) {
      setRandomState(before);
      return null;
    }
    const { lr } = optimizer;
    if (schedule === 'epoch') moveOn(scheduler, (validated ?? train).loss ?? Number.NaN);
    this.#epoch += 1;
    this.#batch = 0;
    this.#means = this.#newMeans();
    const samplesPerSecond = samples / seconds;
    const step = this.#epoch * this.#options.train.length;
    const record = { epoch: this.#epoch, step, lr, seconds, samplesPerSecond, train };
    return { ...record, validation: validated ?? null };
  }

  /** Measures the averages of the weights where there are some. */
  async #validate(
    validation: BatchSource,
    signal: AbortSignal | undefined,
  ): Promise<Measured | null> {
    const { average } = this.#options;
    validation.epoch = this.#epoch;
    average?.apply();
    try {
      return await evaluate(this.#model, validation, this.#measures, { signal });
    } finally {
      average?.restore();
    }
  }

  #newMeans(state: Readonly<Record<string, RunningMeanState>> = {}): MeasuredMeans {
    return new MeasuredMeans(Object.keys(this.#measures), state);
  }

  /**
   * Where the training is; with the model, optimiser, scheduler and random state it can go on.
   * @throws ValueError while a step waits for a device that cannot answer at once.
   */
  stateDict(): TrainerState {
    if (this.#isInStep) {
      throw new ValueError(
        'Trainer.stateDict: a step is being computed, on a device that answers later. Call it in onBatch ' +
          'or onEpoch',
      );
    }
    return {
      epoch: this.#epoch,
      batch: this.#batch,
      means: this.#means.stateDict(),
      epochStart: this.#epochStart ?? getRandomState(),
      callbacks: Object.fromEntries(
        (this.#options.callbacks ?? []).map((callback) => [callback.name, callback.stateDict?.()]),
      ),
      stopped: this.#stopped,
    };
  }

  /**
   * Goes on from a saved state. The loaders have to be made as they were then.
   * @throws ValueError within an epoch of `fit`, which goes on from where it is.
   */
  loadStateDict(state: TrainerState): void {
    if (this.#isInEpoch) {
      throw new ValueError(
        'Trainer.loadStateDict: fit is in the middle of an epoch. Stop it by its signal and wait for ' +
          'its promise first',
      );
    }
    this.#epoch = state.epoch;
    this.#batch = state.batch;
    this.#means = this.#newMeans(state.means);
    this.#epochStart = state.epochStart;
    this.#stopped = state.stopped ?? false;
    for (const callback of this.#options.callbacks ?? []) {
      const saved = state.callbacks?.[callback.name];
      if (saved !== undefined) callback.loadStateDict?.(saved);
    }
  }
}

function channelOf({ control = false, folder }: FitOptions): ControlChannel | null {
  if (typeof control === 'object') return control;
  if (!control) return null;
  if (folder !== undefined) return folder.listen();
  throw new ValueError('fit: control: true needs a folder, in which control.jsonl is read');
}

function moveOn(scheduler: Scheduler | undefined, metric: number): void {
  if (scheduler instanceof lrScheduler.ReduceLROnPlateau) scheduler.step(metric);
  else scheduler?.step();
}
