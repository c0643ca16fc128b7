/**
 * `Learner`: one batch at a time, the loss, the gradients and the update. Plain or replayed by
 * `compile()`, with gradients of one batch or of several. How far the training is, others know.
 */

import { noGrad } from '../../autodiff/index.js';
import { ValueError } from '../../errors.js';
import * as nn from '../../nn/index.js';
import { clipGradNorm } from '../../optim/index.js';
import { type Compiled, compile, realize, Tensor } from '../../tensor/index.js';
import { accuracy } from '../measure/accuracy.js';
import {
  type Batch,
  detachedTree,
  inputAndTarget,
  type ModelFor,
  predictionOf,
  type TensorTree,
  tensorsOf,
  withTensors,
} from '../measure/batch.js';
import type { MeasuredTensors } from '../measure/measure.js';
import type { Together } from '../together/together.js';
import type { StepValues, TrainerOptions } from './trainer-options.js';

/** What a batch gave. */
export interface Learned {
  /** The loss and the metrics, measured before the update. */
  readonly values: MeasuredTensors;
  /** What the model predicted; null where it is not known, as of a replay. */
  readonly output: Tensor | null;
  readonly compiled: boolean;
}

/** How a batch is to be learned from. */
export interface Turn {
  /** Whether the weights are updated after it. */
  readonly closes: boolean;
  /** Whether the graph is needed, so that nothing is replayed. */
  readonly plain: boolean;
}

const libraryModules: ReadonlySet<unknown> = new Set<unknown>(Object.values(nn));
const libraryMeasures: ReadonlySet<unknown> = new Set<unknown>([
  ...Object.values(nn.functional),
  accuracy,
]);

/** Why the steps of a training cannot be replayed by themselves; null when they can. */
function obstacleOf<B extends TensorTree, Prediction>(
  model: nn.Module,
  options: TrainerOptions<B, Prediction>,
): string | null {
  const { loss, metrics = {}, accumulateGradBatches = 1 } = options;
  if (accumulateGradBatches > 1) return 'gradients of several batches are added up';
  if (options.compile !== undefined) return options.compile ? null : 'compile: false';
  const own = model.modules().find((module) => !libraryModules.has(module.constructor));
  if (own !== undefined) return `${own.constructor.name} is a module of your own`;
  if (loss === undefined) return 'trainingStep is a function of your own';
  const unknown = [loss, ...Object.values(metrics)].every((one) => libraryMeasures.has(one));
  return unknown ? null : 'the loss or a metric is a function of your own';
}

/** Learns from batches. */
export class Learner<B extends TensorTree = Batch, Prediction = Tensor> {
  /** Why nothing is replayed by `compile()`; null when it is. */
  readonly obstacle: string | null;
  readonly #model: ModelFor<B, Prediction>;
  readonly #options: TrainerOptions<B, Prediction>;
  readonly #compiled: Compiled<Tensor[], Tensor[]>;
  readonly #together: Together;
  #form: B | null = null;
  #names: readonly string[] = [];
  /** Samples whose gradients wait for the next update. */
  #waiting = 0;

  constructor(
    model: ModelFor<B, Prediction>,
    options: TrainerOptions<B, Prediction>,
    together: Together,
  ) {
    this.#together = together;
    this.#model = model;
    this.#options = options;
    this.obstacle = obstacleOf(model, options);
    this.#compiled = compile((...tensors: Tensor[]) => this.#recorded(tensors));
  }

  /** Whether gradients wait for further batches. */
  get isWaiting(): boolean {
    return this.#waiting > 0;
  }

  /** Learns from a batch. */
  learn(batch: B, { closes, plain }: Turn): Learned {
    const { accumulateGradBatches = 1 } = this.#options;
    if (accumulateGradBatches > 1) return this.#accumulate(batch, closes);
    if (this.obstacle === null && !plain) return this.#replay(batch);
    this.#options.optimizer.zeroGrad();
    const { loss, others, output } = this.#forward(batch);
    this.#together.weigh(batch);
    loss.backward();
    const values = new Map([['loss', loss], ...this.#kept(others())]);
    this.#update();
    return { values, output, compiled: false };
  }

  /** What is measured of a batch for validation; call it in evaluation and without gradients. */
  measure(batch: B): MeasuredTensors {
    const { validationStep } = this.#options;
    if (validationStep !== undefined) return new Map(Object.entries(named(validationStep(batch))));
    const { loss, others } = this.#forward(batch);
    return new Map([['loss', loss], ...others()]);
  }

  #replay(batch: B): Learned {
    this.#form = batch;
    const { captures } = this.#compiled;
    const results = this.#compiled(...tensorsOf(batch));
    const values = this.#names.map((name, i) => [name, results[i] ?? noValue(name)] as const);
    return {
      values: new Map(values),
      output: null,
      compiled: this.#compiled.captures === captures,
    };
  }

  #recorded(tensors: Tensor[]): Tensor[] {
    const form = this.#form;
    if (form === null) throw new ValueError('Trainer: a step without a batch');
    const batch = withTensors(form, tensors[Symbol.iterator]());
    this.#options.optimizer.zeroGrad();
    const { loss, others } = this.#forward(batch);
    loss.backward();
    const values = [['loss', loss] as const, ...noGrad(others)];
    this.#update();
    this.#names = values.map(([name]) => name);
    return values.map(([, value]) => value);
  }

  #accumulate(batch: B, closes: boolean): Learned {
    const { optimizer } = this.#options;
    if (this.#waiting === 0) optimizer.zeroGrad();
    const samples = this.#together.samplesOf(batch);
    const { loss, others, output } = this.#forward(batch);
    this.#together.accumulate(closes, () => loss.mul(samples).backward());
    this.#waiting += samples;
    const values = new Map([['loss', loss], ...this.#kept(others())]);
    const params = optimizer.paramGroups.flatMap((group) => group.params);
    const gradients = params.flatMap(({ grad }) => grad ?? []);
    // Computed now, so that no graph of an earlier batch waits in memory.
    realize([loss, ...values.values(), ...gradients]);
    if (closes) {
      const share = 1 / this.#together.share(this.#waiting);
      noGrad(() => {
        for (const parameter of params) parameter.grad = parameter.grad?.mul(share) ?? null;
      });
      this.#update();
      this.#waiting = 0;
    }
    return { values, output, compiled: false };
  }

  /** Forgets gradients that wait. */
  drop(): void {
    if (this.#waiting > 0) this.#options.optimizer.zeroGrad();
    this.#waiting = 0;
  }

  #update(): void {
    const { optimizer, clipGradNorm: largest } = this.#options;
    if (largest !== undefined) clipGradNorm(this.#model.parameters(), largest);
    optimizer.step();
  }

  /** Metrics outlive the update. */
  #kept(values: readonly (readonly [string, Tensor])[]): [string, Tensor][] {
    return values.map(([name, value]) => [name, value.keep()]);
  }

  #forward(batch: B): Forward {
    const { loss: lossOf, metrics = {}, trainingStep } = this.#options;
    if (trainingStep !== undefined) {
      const { loss, ...rest } = named(trainingStep(batch));
      const others = (): [string, Tensor][] =>
        Object.entries(rest).map(([name, value]) => [name, value.detach()]);
      return { loss, others, output: null };
    }
    if (lossOf === undefined) throw new ValueError(missingLoss);
    const [input, target] = inputAndTarget(batch);
    const prediction = predictionOf<B, Prediction>(this.#model, input);
    const detached = detachedTree(prediction);
    return {
      loss: lossOf(prediction, target),
      others: () =>
        noGrad(() =>
          Object.entries(metrics).map(([name, measure]) => [name, measure(detached, target)]),
        ),
      output: prediction instanceof Tensor ? prediction : null,
    };
  }
}

/** What goes forward through a model; metrics are measured when they are asked for. */
interface Forward {
  readonly loss: Tensor;
  readonly others: () => [string, Tensor][];
  readonly output: Tensor | null;
}

/** What a trainer without a loss says. */
export const missingLoss: string =
  'Trainer: what is to become small? Give loss: (prediction, target) => ..., or trainingStep: ' +
  '(batch) => ...';

function named(values: StepValues): { readonly loss: Tensor; readonly [name: string]: Tensor } {
  return values instanceof Tensor ? { loss: values } : values;
}

function noValue(name: string): never {
  throw new ValueError(`Trainer: a replay gave no ${name}`);
}
