/**
 * `Trainer`: the loop of epochs and batches around a model, its loss and its optimiser, which can
 * be stopped after any batch and go on from there as if it never had been. The loop itself is in
 * epoch-loop.ts, how a batch is learned from in learner.ts, what surrounds a call of `fit` in
 * session.ts; files are the run folder's.
 */

import { ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import * as signatures from '../../signatures/train.js';
import { currentGenerator, type Generator, type Tensor } from '../../tensor/index.js';
import type { Finding } from '../doctor/index.js';
import {
  type Batch,
  type BatchSource,
  inputAndTarget,
  type ModelFor,
  predictionOf,
  type TensorTree,
} from '../measure/batch.js';
import { withEval } from '../measure/evaluate.js';
import { MeasuredMeans } from '../measure/measure.js';
import type { Measured } from '../state/epoch-record.js';
import type { CheckpointParts } from '../state/parts.js';
import type { TrainerState } from '../state/trainer-state.js';
import type { TrainerContext } from './callback.js';
import { Core } from './core.js';
import { DoctorWatch } from './doctor-watch.js';
import { EpochLoop } from './epoch-loop.js';
import type { History } from './history.js';
import { missingLoss } from './learner.js';
import { Position } from './position.js';
import { Session } from './session.js';
import type { FitOptions, TrainerOptions } from './trainer-options.js';

/**
 * Trains `model` on batches and measures as it goes. Deterministic: after `manualSeed` the same
 * calls give the same bits, also when the training was stopped, saved, loaded and gone on with in
 * between, and whatever else draws random numbers meanwhile.
 *
 * @example
 * const x = linspace(-1, 1, 16).reshape([16, 1]);
 * const set = new TensorDataset(x, x.mul(3));
 * const train = new DataLoader(set, { batchSize: 4, shuffle: true });
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.3 });
 * const trainer = new Trainer(model, { optimizer, loss: nn.functional.mseLoss, train });
 * const history = await trainer.fit({ epochs: 20 });
 * console.log(history.records.length, model.weight.item().toFixed(3)); // 20 3.000
 */
export class Trainer<B extends TensorTree = Batch, Prediction = Tensor> {
  /** What calls of `fit` are at work on: models, their optimisers, trainers. */
  static readonly #busy = new WeakSet<object>();
  readonly #core: Core<B, Prediction>;
  #doctor: DoctorWatch | null = null;
  #isInEpoch = false;

  /** @throws ValueError for a metric named `loss`, without a loss, and for limits out of range. */
  constructor(model: ModelFor<B, Prediction>, options: TrainerOptions<B, Prediction>) {
    signatures.Trainer.check(arguments);
    const { metrics = {}, loss, trainingStep, accumulateGradBatches: window = 1 } = options;
    if (Object.hasOwn(metrics, 'loss')) {
      throw new ValueError("Trainer: a metric cannot be named 'loss', that is the loss itself");
    }
    refuseForeign('Trainer', model, 'module');
    if (loss === undefined && trainingStep === undefined) throw new ValueError(missingLoss);
    if (!Number.isInteger(window) || window < 1) {
      throw new ValueError(
        `Trainer: accumulateGradBatches must be a positive integer, got ${window}`,
      );
    }
    if (options.optimizer.needsClosure === true) {
      throw new ValueError(
        `Trainer: ${options.optimizer.constructor.name}.step takes a closure that computes the ` +
          'loss again, which a Trainer does not give. Train with another optimizer, such as ' +
          'optim.AdamW, or call optimizer.step(closure) in a loop of your own, as the example of ' +
          'LBFGS does',
      );
    }
    this.#core = new Core(model, options, this.#parts);
  }

  /** Epochs that are done. */
  get epoch(): number {
    return this.#core.at.epoch;
  }

  /** Updates of the weights so far. */
  get step(): number {
    return this.#core.at.step;
  }

  /** Whether a callback, such as `EarlyStopping`, has ended the training. */
  get stopped(): boolean {
    return this.#core.at.stopped;
  }

  /** What the training draws random numbers from. */
  get generator(): Generator {
    return this.#core.generator;
  }

  /** Why steps are not replayed by `compile()`; null when they are. */
  get compileObstacle(): string | null {
    return this.#core.learner.obstacle;
  }

  /** Findings of the doctor in the last call of `fit`; empty without one. */
  get findings(): readonly Finding[] {
    return this.#doctor?.findings ?? [];
  }

  /**
   * Trains until `epochs` epochs are done, or something else ends it, with every module in training
   * mode. Gives the event loop a turn now and then. Resolves with what was done; `finished` is
   * false when it was stopped.
   *
   * One call at a time: a second one (of a button that is clicked twice) would take turns with the
   * first, batch by batch. `evaluate` and `stateDict` may be called in between.
   *
   * @throws ValueError when the end is not known, when this trainer, or another one of the same
   *   model or optimiser, is at it already, and when a loss is not finite.
   * @throws DataError when the folder is in use by another training, or cannot be written.
   */
  async fit(options: FitOptions): Promise<History> {
    signatures.Trainer$fit.check(arguments);
    const { model, options: own } = this.#core;
    const busy = [this, model, own.optimizer];
    this.#checkFree(busy);
    const session = new Session(options, this.#core.together);
    for (const part of busy) Trainer.#busy.add(part);
    this.#core.session = session;
    this.#doctor = this.#newDoctor(session);
    try {
      return await this.#run(session);
    } catch (error) {
      session.saveAfter(error, this.#parts);
      throw error;
    } finally {
      this.#core.learner.drop();
      this.#doctor?.stop();
      this.#core.session = null;
      for (const part of busy) Trainer.#busy.delete(part);
      session.close();
    }
  }

  async #run(session: Session): Promise<History> {
    const { callbacks } = this.#core;
    const context = (): TrainerContext => this.#core.context(this.#parts);
    try {
      this.#core.together.checkBatches(this.#core.batches);
      this.#core.model.train();
      for (const each of callbacks) this.#core.draw(() => each.onFitStart?.(context()));
      await this.#runEpochs(session);
      const history = this.#conclude(session);
      for (const each of callbacks) each.onFitEnd?.(history, context());
      return history;
    } catch (error) {
      for (const each of callbacks) each.onException?.(error, context());
      throw error;
    }
  }

  async #runEpochs(session: Session): Promise<void> {
    const core = this.#core;
    const loop = new EpochLoop(core, session, this.#doctor, this.#parts);
    const isStopped = (): boolean => core.together.anyone(core.at.stopped);
    while (core.at.epoch < session.epochs && !isStopped() && !session.isOver(core.at.step)) {
      this.#isInEpoch = true;
      try {
        if (!(await loop.run())) return;
      } finally {
        this.#isInEpoch = false;
      }
    }
  }

  #conclude(session: Session): History {
    const { at, best, together } = this.#core;
    const { folder } = session.options;
    const ending = session.ending ?? (at.stopped ? 'callback' : 'epochs');
    const finished = ending !== 'signal' && ending !== 'command';
    folder?.saveLast(this.#parts());
    if (finished) folder?.saveBestIfNone(this.#parts());
    session.shareSignal();
    const restored = finished && best.restore(together.module, folder);
    session.event(finished ? 'end' : 'stop', { ending, epoch: at.epoch, step: at.step });
    return { records: session.records, ending, finished, best: best.best, restored };
  }

  #newDoctor(session: Session): DoctorWatch | null {
    const { doctor: wanted = false, optimizer } = this.#core.options;
    if (wanted === false || !this.#core.together.isFirst) return null;
    return new DoctorWatch(this.#core.model, optimizer, wanted, (finding) => {
      session.event('finding', { ...finding });
      session.options.onFinding?.(finding);
    });
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

  /**
   * The means of loss and metrics over `batches`, with the weights as they are, or their averages
   * where there is one. @throws ValueError for batches of another form than those of the training.
   */
  async evaluate(batches: BatchSource<B>): Promise<Measured> {
    signatures.Trainer$evaluate.check(arguments);
    const { average } = this.#core.options;
    average?.apply();
    try {
      return (await this.#core.pass(batches, undefined)) ?? {};
    } finally {
      average?.restore();
    }
  }

  /**
   * What the model predicts for each batch `[input, target]`, whose targets are not looked at; with
   * the averages of the weights where there are some. @throws ValueError for other batches.
   */
  async predict(batches: AsyncIterable<B>): Promise<Prediction[]> {
    signatures.Trainer$predict.check(arguments);
    const { model, options, generator: _ } = this.#core;
    const predictions: Prediction[] = [];
    for await (const batch of batches) {
      const [input] = inputAndTarget(batch);
      const predict = (): Prediction =>
        withEval(model, () => predictionOf<B, Prediction>(model, input));
      const { average } = options;
      predictions.push(this.#core.draw(() => average?.applied(predict) ?? predict()));
    }
    return predictions;
  }

  readonly #parts = (): CheckpointParts => {
    const { model, session, options } = this.#core;
    const { optimizer, scheduler, average } = options;
    return {
      model,
      optimizer,
      trainer: this,
      facts: session?.options.facts ?? {},
      ...(scheduler && { scheduler }),
      ...(average && { average }),
    };
  };

  /**
   * Where the training is; with the model, optimiser and scheduler it can go on.
   * @throws ValueError while gradients of several batches wait for an update, and while losses are
   *   being computed by a device that answers later.
   */
  stateDict(): TrainerState {
    const { learner, unread, at, generator, rates, best, callbacks, rescue, together } = this.#core;
    if (learner.isWaiting || unread.length > 0) {
      throw new ValueError(
        'Trainer.stateDict: a step is being computed. Call it in onEpoch, or in onBatch after an ' +
          'update on a device that answers at once',
      );
    }
    const { epoch, batch, step, samples, means, epochStart, stopped } = at;
    const random = generator.getState();
    rescue.saved();
    return {
      epoch,
      batch,
      step,
      samples,
      ranks: together.ranks.size,
      means: means.stateDict(),
      epochStart: epochStart ?? random,
      random,
      initialSeed: generator.initialSeed(),
      schedulers: rates.stateDicts(),
      best: best.best,
      callbacks: Object.fromEntries(callbacks.map((each) => [each.name, each.stateDict?.()])),
      stopped,
    };
  }

  /**
   * Goes on from a saved state. The loaders have to be made as they were then.
   * @throws ValueError within an epoch of `fit`, which goes on from where it is.
   */
  loadStateDict(state: TrainerState): void {
    signatures.Trainer$loadStateDict.check(arguments);
    if (this.#isInEpoch) {
      throw new ValueError(
        'Trainer.loadStateDict: fit is in the middle of an epoch. Stop it by its signal and wait for ' +
          'its promise first',
      );
    }
    const core = this.#core;
    const { epoch, batch, samples = 0, epochStart, random, initialSeed, stopped = false } = state;
    const isMoved = samples > 0 && (state.ranks ?? 1) !== core.together.ranks.size;
    const step = state.step ?? epoch * core.batches + batch;
    const place = { epoch, batch, step, samples, isMoved, epochStart, stopped };
    core.at = Object.assign(new Position(), place);
    core.at.means = new MeasuredMeans(state.means);
    if (initialSeed !== undefined) core.generator.manualSeed(initialSeed);
    core.generator.setState(random ?? currentGenerator().getState());
    core.train = core.source();
    core.rates.loadStateDicts(state.schedulers ?? []);
    core.best.load(state.best ?? null);
    for (const callback of core.callbacks) {
      const saved = state.callbacks?.[callback.name];
      if (saved !== undefined) callback.loadStateDict?.(saved);
    }
  }
}
