/** What the parts of a `Trainer` share: the model and how it learns, and where the training is. */

import { ValueError } from '../../errors.js';
import { currentGenerator, Generator, withGenerator } from '../../tensor/index.js';
import type { BatchSource, ModelFor, TensorTree } from '../measure/batch.js';
import { measurePass, withEval } from '../measure/evaluate.js';
import { intervalOf, limited, SameBatches } from '../measure/limits.js';
import type { MeasuredMeans, MeasuredTensors } from '../measure/measure.js';
import { UnreadValues } from '../measure/unread.js';
import { RescueWatch } from '../runs/rescue.js';
import type { Measured } from '../state/epoch-record.js';
import type { CheckpointParts } from '../state/parts.js';
import { Together } from '../together/together.js';
import { BestWeights } from './best-weights.js';
import type { TrainerCallback, TrainerContext } from './callback.js';
import { Learner } from './learner.js';
import { Position } from './position.js';
import { Rates } from './rates.js';
import type { Session } from './session.js';
import type { TrainerOptions } from './trainer-options.js';

/** One training. */
export class Core<B extends TensorTree, Prediction> {
  readonly model: ModelFor<B, Prediction>;
  readonly options: TrainerOptions<B, Prediction>;
  readonly generator: Generator;
  /** The ranks that train the model; most often this process alone. */
  readonly together: Together;
  readonly learner: Learner<B, Prediction>;
  readonly rates: Rates;
  readonly best: BestWeights;
  readonly rescue: RescueWatch;
  readonly unread: UnreadValues;
  readonly callbacks: readonly TrainerCallback[];
  /** Names of what is measured, as far as they are known before the first step. */
  readonly names: readonly string[];
  /** Where batches come from. */
  train: BatchSource<B>;
  at: Position = new Position();
  /** The call of `fit` that is at work. */
  session: Session | null = null;

  constructor(
    model: ModelFor<B, Prediction>,
    options: TrainerOptions<B, Prediction>,
    parts: () => CheckpointParts,
  ) {
    const { metrics = {}, trainingStep, monitor = 'loss', mode = 'min' } = options;
    const { restoreBest: keep = false, rescueAfter = 60 } = options;
    this.model = model;
    this.options = options;
    this.together = new Together(model);
    this.callbacks = (options.callbacks ?? []).filter((callback) => {
      return this.together.isFirst || callback.firstRankOnly !== true;
    });
    this.names = trainingStep === undefined ? ['loss', ...Object.keys(metrics)] : ['loss'];
    this.generator = options.generator ?? currentGenerator().fork();
    this.learner = new Learner(model, options, this.together);
    this.rates = ratesOf(options);
    this.best = new BestWeights({ monitor, mode, keep });
    this.rescue = new RescueWatch(this.together.isAlone ? rescueAfter : false, parts);
    this.unread = new UnreadValues((own, { samples: count, where }) => {
      const { values, samples } = this.together.join(own, count);
      checkFinite(values.get('loss') ?? Number.NaN, where);
      this.at.means.add(values, samples);
      this.at.samples += samples;
      this.at.measured = Object.fromEntries(values);
    });
    this.train = this.source();
    this.checkLimits();
  }

  private checkLimits(): void {
    const { limitValBatches, valCheckInterval } = this.options;
    limited('limitValBatches', 1, limitValBatches);
    intervalOf(1, valCheckInterval);
    limited('limitTrainBatches', 1, this.options.limitTrainBatches);
  }

  /** Batches of an epoch. */
  get batches(): number {
    return limited('limitTrainBatches', this.train.length, this.options.limitTrainBatches);
  }

  /** The source of batches as a new training has it. */
  source(): BatchSource<B> {
    const { train, overfitBatches = 0 } = this.options;
    if (overfitBatches === 0) return train;
    const few = limited('overfitBatches', train.length, overfitBatches);
    return new SameBatches(train, few, new Generator(this.generator.initialSeed()));
  }

  /** Draws from the generator of this training. */
  draw<Result>(body: () => Result): Result {
    return withGenerator(this.generator, body);
  }

  /** The means over a source of batches, in evaluation; null when it was stopped. */
  async pass(
    source: BatchSource<B>,
    signal: AbortSignal | undefined,
    limit?: number,
  ): Promise<Measured | null> {
    const measure = (batch: B): MeasuredTensors =>
      withEval(this.model, () => this.learner.measure(batch));
    const most = limited('limitValBatches', source.length, limit);
    const join = (means: MeasuredMeans | null): MeasuredMeans | null =>
      this.together.joinMeans(means);
    const { names } = this;
    return await this.draw(() => measurePass(source, { measure, names, most, signal, join }));
  }

  /** What callbacks see. */
  context(parts: () => CheckpointParts): TrainerContext {
    const { epoch, step, batch, means } = this.at;
    const { session } = this;
    return {
      model: this.together.module,
      optimizer: this.options.optimizer,
      epoch,
      step,
      batch,
      batches: this.batches,
      train: means.values(this.names),
      folder: this.together.isFirst ? (session?.options.folder?.path ?? null) : null,
      parts,
      stop: () => {
        if (session !== null) session.ending ??= 'callback';
      },
      event: (what, facts) => session?.event(what, facts),
    };
  }
}

function checkFinite(loss: number, where: string): void {
  if (Number.isFinite(loss)) return;
  throw new ValueError(
    `fit: the loss is ${loss} in ${where}. ` +
      'Try a lower learning rate, clipGradNorm, or look for NaN in the data',
  );
}

function ratesOf<B extends TensorTree, Prediction>(options: TrainerOptions<B, Prediction>): Rates {
  const { scheduler, schedule = 'epoch', schedulers = [] } = options;
  const interval = schedule === 'batch' ? 'step' : 'epoch';
  return new Rates(scheduler === undefined ? null : { scheduler, interval }, schedulers);
}
