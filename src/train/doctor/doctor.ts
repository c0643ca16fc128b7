/**
 * `doctor`: watches a training loop and reports the usual mistakes as data. It only looks: weights,
 * gradients, buffers and random numbers are the same, bit for bit, with and without it.
 */

import { StaleTensorError, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { Module, type Parameter } from '../../nn/index.js';
import type { OptimizerLike } from '../../optim/index.js';
import * as signatures from '../../signatures/train.js';
import { Tensor } from '../../tensor/index.js';
import { type Finding, Findings, type Report } from './findings/finding.js';
import { DEFAULT_EVERY, type DoctorBatch, type DoctorOptions, isSampled } from './options.js';
import { makeRules } from './rules/all-rules.js';
import { LossCurve, ValidationCurve } from './rules/loss-curve.js';
import { explainLoss } from './rules/numbers.js';
import { OrderWatch, RepeatWatch } from './rules/order.js';
import { classesOf } from './rules/targets.js';
import type { Vitals } from './rules/vitals.js';
import { commonRows } from './split.js';
import { ForwardWatch, type ModuleCall, type Node, tensorsIn } from './watch/forward-watch.js';
import { GradientWatch } from './watch/gradient-watch.js';
import { detachedTensor, makersOf, nodesBelow } from './watch/graph.js';
import { dependsOnMode } from './watch/layer-kinds.js';
import { askAll, EARLY, type NamedParameter, type Rule, type Sample } from './watch/sample.js';

/**
 * Watches one model and its optimizers; made by `doctor`.
 *
 * @example
 * const model = new nn.Linear(2, 1);
 * const check = doctor(model, new optim.SGD(model.parameters(), { lr: 0.1 }));
 * console.log(check instanceof Doctor, check.findings); // true []
 */
export class Doctor {
  readonly #model: Module;
  readonly #optimizers: readonly OptimizerLike[];
  readonly #every: number;
  readonly #findings: Findings;
  readonly #forward: ForwardWatch;
  readonly #gradients: GradientWatch;
  readonly #rules: readonly Rule[];
  readonly #vitals: Vitals = { updateRatio: null, isPlainLoss: null };
  readonly #curve: LossCurve;
  readonly #validation = new ValidationCurve();
  readonly #order = new OrderWatch();
  readonly #repeats = new RepeatWatch();
  readonly #report: Report;
  #before: ReadonlyMap<Parameter, Node> | null = null;
  #step = 0;
  #chance: number | null = null;

  constructor(model: Module, optimizers: readonly OptimizerLike[], options: DoctorOptions) {
    signatures.Doctor.check(arguments);
    const { every = DEFAULT_EVERY, silence = [], onFinding = () => {} } = options;
    this.#model = model;
    this.#optimizers = optimizers;
    this.#every = every;
    this.#findings = new Findings(silence, onFinding);
    this.#report = (code, detail, where = {}) => {
      this.#findings.add(code, this.#step, detail, where);
    };
    this.#curve = new LossCurve(this.#vitals);
    this.#forward = new ForwardWatch(model, {
      begins: () => this.#passBegins(),
      hasNoGradient: () => this.#passedWithoutGradient(),
    });
    this.#gradients = new GradientWatch(model.namedParameters());
    this.#rules = makeRules(this.#vitals, (name) => this.#forward.lineOf(name));
  }

  /** What has been found so far, the oldest first; each code once. */
  get findings(): readonly Finding[] {
    return this.#findings.list;
  }

  /** Steps that it has been told of. */
  get steps(): number {
    return this.#step;
  }

  /**
   * Looks at a step. Call it after `optimizer.step()`, with the loss that was differentiated, and
   * outside of a function that is given to `compile`; of a compiled step, whose graph is gone, only
   * the losses, inputs and parameters are looked at.
   *
   * @param loss 0-d.
   * @throws ValueError for a loss of several elements.
   */
  step(loss: Tensor, batch: DoctorBatch = {}): void {
    signatures.Doctor$step.check(arguments);
    if (!(loss instanceof Tensor)) {
      refuseForeign('doctor.step', loss);
      throw new ValueError('doctor.step: the loss must be a tensor. Pass it before item()');
    }
    this.#step += 1;
    const stale = this.#gradients.updated();
    if (stale !== null) {
      this.#report('grad-not-zeroed', `first seen at ${stale}`, { parameter: stale });
    }
    const calls = this.#forward.take();
    const before = this.#before;
    this.#before = null;
    const value = loss.item();
    const facts = { loss, value, calls, before };
    if (!Number.isFinite(value)) this.#lookAtLoss(facts, batch);
    else {
      if (isSampled(this.#step, this.#every)) this.#lookInside(facts, batch);
      this.#lookOutside(value, batch);
    }
  }

  /** Takes the loss on data that is not learned from, which tells overfitting. */
  validate(loss: Tensor | number): void {
    signatures.Doctor$validate.check(arguments);
    const value = loss instanceof Tensor ? loss.item() : loss;
    this.#validation.note(value, this.#curve.recent, this.#report);
  }

  /**
   * Looks for samples that are in both splits, a sample being a row of the first dim.
   * @throws ValueError when the shapes of samples differ.
   */
  compareSplits(train: Tensor, held: Tensor): void {
    signatures.Doctor$compareSplits.check(arguments);
    const count = commonRows(train, held);
    if (count === 0) return;
    const total = held.shape[0] ?? 0;
    this.#report('leakage', `${count} of the ${total} samples held out are also learned from`);
  }

  /** Gives model and parameters their own methods back; nothing is watched any more. */
  stop(): void {
    this.#forward.stop();
    this.#gradients.stop();
    this.#before = null;
  }

  /** Notes the versions of the parameters, which can still be read after one update. */
  #passBegins(): void {
    if (!isSampled(this.#step + 1, this.#every)) return;
    this.#before = new Map(this.#model.parameters().map((p) => [p, p.node]));
  }

  #passedWithoutGradient(): void {
    if (!this.#model.training || !this.#findings.isOpen('evaluating-in-train-mode')) return;
    const layer = this.#model
      .namedModules()
      .find(([, module]) => module.training && dependsOnMode(module));
    if (layer === undefined || this.#model.parameters().every((p) => !p.requiresGrad)) return;
    const [name, { constructor: kind }] = layer;
    const detail = `${name === '' ? 'the model' : name} (${kind.name})`;
    this.#report('evaluating-in-train-mode', detail, { module: name });
  }

  #sampleOf({ loss, value, calls, before }: StepFacts, batch: DoctorBatch): Sample {
    const graph = loss.requiresGrad ? loss.node : null;
    const output = batch.output ?? null;
    const target = batch.target ?? null;
    const parameters: readonly NamedParameter[] = this.#model.namedParameters();
    return {
      step: this.#step,
      model: this.#model,
      optimizers: this.#optimizers,
      parameters,
      before,
      loss: value,
      graph,
      nodes: graph === null ? [] : nodesBelow(graph),
      calls: graph === null ? [] : calls,
      makers: makersOf(graph === null ? [] : calls),
      inputs: tensorsIn(batch.input),
      output: output === null ? null : detachedTensor(output.node),
      target,
      classes: classesOf(output, target),
    };
  }

  #lookInside(facts: StepFacts, batch: DoctorBatch): void {
    const rules = this.#rules.filter(
      ({ codes, isEarly = false }) =>
        (!isEarly || this.#step <= EARLY) && codes.some((code) => this.#findings.isOpen(code)),
    );
    try {
      const sample = this.#sampleOf(facts, batch);
      if (sample.classes !== null) this.#chance ??= Math.log(sample.classes.count);
      askAll(rules, sample, this.#report);
    } catch (error) {
      // A loop that updates more than once before it tells of a step leaves nothing to look at.
      if (!(error instanceof StaleTensorError)) throw error;
    }
  }

  #lookAtLoss(facts: StepFacts, batch: DoctorBatch): void {
    if (!this.#findings.isOpen('first-nonfinite')) return;
    const lineOf = (name: string): string | null => this.#forward.lineOf(name);
    try {
      explainLoss(this.#sampleOf(facts, batch), lineOf, this.#report);
    } catch (error) {
      if (!(error instanceof StaleTensorError)) throw error;
      this.#report('first-nonfinite', `the loss is ${facts.value}`);
    }
  }

  #lookOutside(loss: number, { input, target }: DoctorBatch): void {
    this.#curve.note(this.#step, loss, this.#chance, this.#report);
    this.#order.noteTargets(target ?? null, this.#vitals.isPlainLoss !== true, this.#report);
    if (!this.#findings.isOpen('dataset-order-repeats')) return;
    this.#repeats.note(tensorsIn(input)[0], target ?? null, this.#report);
  }
}

/** What a step left behind. */
interface StepFacts {
  readonly loss: Tensor;
  readonly value: number;
  readonly calls: readonly ModuleCall[];
  readonly before: ReadonlyMap<Parameter, Node> | null;
}

/**
 * Watches a training loop for the usual mistakes, from gradients that are not cleared to a learning
 * rate that is too high. `docs/doctor.md` lists them all.
 *
 * @param optimizer the one that trains the model, or several.
 * @throws ValueError for an `every` that is no positive integer, or a code that does not exist.
 * @example
 * const model = new nn.Linear(2, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const check = doctor(model, optimizer);
 * for (let i = 0; i < 3; i++) {
 *   const [x, y] = [randn([8, 2]), zeros([8, 1])];
 *   const output = model.forward(x);
 *   const loss = nn.functional.mseLoss(output, y);
 *   loss.backward(); // without zeroGrad()
 *   optimizer.step();
 *   check.step(loss, { input: x, output, target: y });
 * }
 * console.log(check.findings.map(({ code }) => code)); // [ 'grad-not-zeroed' ]
 */
export function doctor(
  model: Module,
  optimizer: OptimizerLike | readonly OptimizerLike[],
  options: DoctorOptions = {},
): Doctor {
  signatures.doctor.check(arguments);
  const { every = DEFAULT_EVERY } = options;
  if (!Number.isInteger(every) || every < 1) {
    throw new ValueError(`doctor: every must be a positive integer, got ${every}`);
  }
  if (!(model instanceof Module)) {
    refuseForeign('doctor', model, 'module');
    throw new ValueError('doctor: the first argument must be a module, such as nn.Sequential');
  }
  const optimizers = 'paramGroups' in optimizer ? [optimizer] : optimizer;
  return new Doctor(model, optimizers, options);
}
