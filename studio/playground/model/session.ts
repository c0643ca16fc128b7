/**
 * A training that can go to any of its steps: forward by training, backward from the nearest
 * snapshot, with the same bits as the first time. It knows no page and no worker.
 */

import {
  getRandomState,
  manualSeed,
  type nn,
  noGrad,
  type optim,
  type RandomState,
  setRandomState,
  tensor,
} from 'chainrule';
import { type Code, type Doctor, doctor, type Finding } from 'chainrule/train';
import { type Batch, Samples } from './batches.js';
import type { PlayConfig, Point } from './config.js';
import type { Digits } from './digits.js';
import { costOf, lossOf } from './loss.js';
import { makeNetwork, makeOptimizer, type Network } from './network.js';
import { type Measured, type Picture, TrainingView } from './picture.js';
import { splitOf } from './points.js';
import { factorAt } from './schedule.js';

/** What a user did to the training in its course: before step `step`. */
export type PlayEvent =
  | { readonly step: number; readonly kind: 'lr'; readonly value: number }
  | {
      readonly step: number;
      readonly kind: 'weight';
      readonly layer: number;
      /** Which neuron, and which of its inputs; -1 is its bias. */
      readonly neuron: number;
      readonly input: number;
      readonly value: number;
    };

interface Snapshot {
  readonly step: number;
  readonly model: nn.StateDict;
  readonly optimizer: optim.OptimizerState;
  readonly random: RandomState;
}

/** Steps between two snapshots, and how many are kept before every second one goes. */
const snapshotEvery = 50;
const mostSnapshots = 400;

/** Mistakes of programs, and of data that comes from elsewhere: this page makes none of them. */
export const silent: readonly Code[] = [
  'grad-not-zeroed',
  'optimizer-misses-parameter',
  'parameter-without-gradient',
  'parameter-unregistered',
  'training-in-eval-mode',
  'evaluating-in-train-mode',
  'probabilities-as-logits',
  'target-broadcast',
  'reshape-for-permute',
  'bias-before-norm',
  'cannot-overfit-one-batch',
  'leakage',
  'not-shuffled',
  'dataset-order-repeats',
];

/** A training. */
export class Session {
  readonly config: PlayConfig;
  readonly train: readonly Point[];
  readonly test: readonly Point[];
  readonly network: Network;
  readonly #optimizer: optim.Optimizer;
  readonly #samples: Samples;
  readonly #view: TrainingView;
  readonly #batch: number;
  #events: PlayEvent[] = [];
  #snapshots: Snapshot[] = [];
  #every = snapshotEvery;
  #step = 0;
  #epoch = -1;
  #shuffled: Batch;
  /** The furthest step so far: the doctor looks at new ones only. */
  #furthest = 0;
  readonly #doctor: Doctor;

  constructor(config: PlayConfig, events: readonly PlayEvent[] = [], digits: Digits | null = null) {
    this.config = config;
    const { train, test } = splitOf(config, digits?.points);
    this.train = train;
    this.test = test;
    manualSeed(config.seed);
    this.network = makeNetwork(config);
    this.#optimizer = makeOptimizer(config, this.network.model);
    this.#samples = new Samples(config, train);
    this.#shuffled = this.#samples.all;
    const judged = test.length > 0 ? new Samples(config, test) : this.#samples;
    this.#view = new TrainingView(config, this.network, {
      train: this.#samples.all,
      judged: judged.all,
      pixelsAt: digits?.pixelsAt,
    });
    this.#batch = Math.min(config.batch, train.length);
    this.#events = [...events];
    this.#doctor = doctor(this.network.model, this.#optimizer, { every: 100, silence: silent });
    this.#save();
  }

  /** Steps that have been made. */
  get step(): number {
    return this.#step;
  }

  /** The learning rate now. */
  get lr(): number {
    return this.#optimizer.lr;
  }

  /** What was done to the training up to now. */
  get events(): readonly PlayEvent[] {
    return this.#events.filter(({ step }) => step <= this.#step);
  }

  /** What the doctor has found. */
  get findings(): readonly Finding[] {
    return this.#doctor.findings;
  }

  /** The batch of a step: all points are taken once before one comes again. */
  #batchOf(step: number): Batch {
    const { length } = this.train;
    if (this.#batch >= length) return this.#samples.all;
    const perEpoch = Math.floor(length / this.#batch);
    const epoch = Math.floor(step / perEpoch);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#shuffled = this.#samples.shuffled(this.config.seed + 1000 + epoch);
    }
    const start = (step % perEpoch) * this.#batch;
    const { x, y } = this.#shuffled;
    const end = start + this.#batch;
    return { x: x.slice(0, start, end), y: y.slice(0, start, end) };
  }

  /** Trains one step. */
  advance(): void {
    this.#obeyAll();
    this.#setRate();
    const { x, y } = this.#batchOf(this.#step);
    const { model, linears } = this.network;
    this.#optimizer.zeroGrad();
    const output = model.forward(x);
    const loss = costOf(this.config, lossOf(this.config, output, y), linears);
    loss.backward();
    this.#optimizer.step();
    this.#step++;
    if (this.#step > this.#furthest) {
      this.#furthest = this.#step;
      this.#doctor.step(loss, { input: x, output, target: y });
    }
    if (this.#step % this.#every === 0) this.#save();
  }

  /** The learning rate of this step: what was set last, times the factor of the schedule. */
  #setRate(): void {
    const { schedule, lr } = this.config;
    if (schedule === 'constant') return;
    const set = this.events.findLast(({ kind }) => kind === 'lr');
    const base = set?.kind === 'lr' ? set.value : lr;
    this.#optimizer.lr = base * factorAt[schedule](this.#step);
  }

  #save(): void {
    if (this.#snapshots.some(({ step }) => step === this.#step)) return;
    const { model } = this.network;
    // Copies of the numbers: parameters go on to change.
    const weights = Object.entries(model.stateDict()).map(([name, value]) => {
      const numbers = value.toTypedArray().slice();
      return [name, tensor(numbers).reshape(value.shape)] as const;
    });
    this.#snapshots.push({
      step: this.#step,
      model: Object.fromEntries(weights),
      optimizer: this.#optimizer.stateDict(),
      random: getRandomState(),
    });
    if (this.#snapshots.length <= mostSnapshots) return;
    this.#every *= 2;
    this.#snapshots = this.#snapshots.filter(({ step }) => step % this.#every === 0);
  }

  #restore({ step, model, optimizer, random }: Snapshot): void {
    this.network.model.loadStateDict(model);
    this.#optimizer.loadStateDict(optimizer);
    setRandomState(random);
    this.#step = step;
  }

  /** Goes to any step; the way back is exact. */
  goTo(step: number): void {
    if (step < this.#step) {
      const before = this.#snapshots.filter((one) => one.step <= step);
      const nearest = before.reduce((a, b) => (b.step > a.step ? b : a));
      this.#restore(nearest);
    }
    while (this.#step < step) this.advance();
    this.#obeyAll();
  }

  /** What was done at this step. */
  #obeyAll(): void {
    for (const event of this.#events) if (event.step === this.#step) this.#obey(event);
  }

  /** Forgets what came after this step: the training goes another way from here. */
  #fork(): void {
    this.#events = this.#events.filter(({ step }) => step <= this.#step);
    this.#snapshots = this.#snapshots.filter(({ step }) => step <= this.#step);
    this.#furthest = this.#step;
  }

  #obey(event: PlayEvent): void {
    if (event.kind === 'lr') {
      this.#optimizer.lr = event.value;
      return;
    }
    const linear = this.network.linears[event.layer];
    if (linear === undefined) return;
    const target = event.input < 0 ? linear.bias : linear.weight;
    if (target === null) return;
    const numbers = target.toTypedArray().slice();
    const width = event.input < 0 ? 1 : linear.inFeatures;
    numbers[event.neuron * width + Math.max(0, event.input)] = event.value;
    noGrad(() => target.assign(tensor(numbers).reshape(target.shape)));
  }

  /** Does something to the training here and now. */
  change(event: PlayEvent): void {
    this.#fork();
    // Done at once, so that it shows, and again whenever the training passes here.
    this.#events.push({ ...event, step: this.#step });
    this.#obey(event);
  }

  /** Loss and accuracy now. */
  measure(): Measured {
    return { step: this.#step, ...this.#view.measure() };
  }

  /** What a picture of the training shows. */
  picture(): Picture {
    return this.#view.picture(this.#step);
  }

  /** Shows the network a picture that was drawn, from here on; none where it is empty. */
  look(ink: readonly number[]): void {
    this.#view.drawn = ink;
  }

  /** Weights and biases, layer by layer. */
  weights(): { readonly weight: Float32Array; readonly bias: Float32Array }[] {
    return this.network.linears.map(({ weight, bias }) => ({
      weight: Float32Array.from(weight.toTypedArray()),
      bias: Float32Array.from(bias?.toTypedArray() ?? []),
    }));
  }

  /** Everything that is learned, by PyTorch's names. */
  stateDict(): nn.StateDict {
    return this.network.model.stateDict();
  }
}
