/** `LayerLog`: what goes on inside a model while it is trained. Node and Deno only. */

import { noGrad } from '../../autodiff/index.js';
import { writeFileAtomic } from '../../io/write-file-atomic.js';
import type { Module } from '../../nn/index.js';
import * as signatures from '../../signatures/train.js';
import type { Tensor } from '../../tensor/index.js';
import { probeModules } from '../layers/probe-modules.js';
import { histogramOf, type ValueHistogram } from '../layers/value-histogram.js';
import type { TrainerCallback, TrainerContext } from '../loop/callback.js';
import { LineFile } from '../runs/line-file.js';
import type { EpochRecord } from '../state/epoch-record.js';

/** Options of `LayerLog`. */
export interface LayerLogOptions {
  /**
   * Some inputs of the model, such as a batch of the validation: what each layer makes of them is
   * noted, too. By default only weights and gradients are.
   */
  readonly sample?: Tensor | readonly Tensor[];
  /** Epochs from one note to the next, default 1; the first epoch is noted always. */
  readonly every?: number;
}

/** What is noted of a parameter. */
interface ParameterNote {
  weight: ValueHistogram;
  gradient: ValueHistogram | null;
  /** Length of the last update, as a share of the length of the weights. */
  update: number | null;
}

type Numbers = ArrayLike<number>;

function lengthOf(values: Numbers, others?: Numbers): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] ?? 0) - (others?.[i] ?? 0)) ** 2;
  return Math.sqrt(sum);
}

/**
 * Notes in the folder of the run what goes on inside the model: histograms of weights, gradients
 * and, for a sample of inputs, of what each layer says; how large an update is beside the weights;
 * and once the layers with their shapes, parameters, time and memory. `chainrule studio` shows it.
 * Writes `layers.jsonl`, a line for each epoch, and `model.json`; without a folder, nothing.
 *
 * @example
 * import { readdirSync } from 'node:fs';
 *
 * const set = new TensorDataset(ones([4, 1]), zeros([4, 1]));
 * const train = new DataLoader(set, { batchSize: 4 });
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const callbacks = [new LayerLog({ sample: ones([2, 1]) })];
 * const loss = nn.functional.mseLoss;
 * const trainer = new Trainer(model, { optimizer, loss, train, callbacks });
 * await trainer.fit({ epochs: 1, folder: RunFolder.create('runs/layers') });
 * console.log(readdirSync('runs/layers').includes('layers.jsonl')); // true
 */
export class LayerLog implements TrainerCallback {
  readonly name: string = 'layer-log';
  readonly #sample: readonly Tensor[];
  readonly #every: number;
  #before = new Map<string, Numbers>();
  #gradients = new Map<string, ValueHistogram>();

  constructor(options: LayerLogOptions = {}) {
    signatures.LayerLog.check(arguments);
    const { sample = [], every = 1 } = options;
    this.#sample = [sample].flat();
    this.#every = every;
  }

  onFitStart({ model, folder }: TrainerContext): void {
    if (folder === null) return;
    new LineFile(`${folder}/layers.jsonl`).mend();
    const parameters = model.namedParameters().map(([name, { shape, numel }]) => {
      return { name, shape, numel };
    });
    const text = JSON.stringify({ modules: this.#modulesOf(model), parameters });
    writeFileAtomic(`${folder}/model.json`, `${text}\n`);
  }

  #modulesOf(model: Module): object[] {
    if (this.#sample.length === 0) {
      return model
        .namedModules()
        .map(([name, module]) => ({ name, kind: module.constructor.name }));
    }
    // The first pass plans its programs; the second one shows what a pass takes.
    probeModules(model, this.#sample);
    return probeModules(model, this.#sample).map(({ values: _, ...call }) => call);
  }

  #isNoted(epoch: number, folder: string | null): boolean {
    return folder !== null && (epoch - 1) % this.#every === 0;
  }

  /** The last step of an epoch is the one that is looked into. */
  needsGradients(context: TrainerContext): boolean {
    signatures.LayerLog$needsGradients.check(arguments);
    const { batch, batches, epoch, folder } = context;
    return batch === batches - 1 && this.#isNoted(epoch + 1, folder);
  }

  onStep({ model, batch, batches, folder, epoch }: TrainerContext): void {
    if (!this.#isNoted(epoch + 1, folder)) return;
    if (batch === batches - 1) this.#before = weightsOf(model);
    if (batch !== batches) return;
    this.#gradients = new Map(
      model.namedParameters().flatMap(([name, { grad }]): [string, ValueHistogram][] => {
        return grad === null ? [] : [[name, histogramOf(grad.detach().toTypedArray())]];
      }),
    );
  }

  onEpochEnd({ epoch, step }: EpochRecord, { model, folder, batches }: TrainerContext): 'go on' {
    if (folder === null || !this.#isNoted(epoch, folder)) return 'go on';
    const now = weightsOf(model);
    const parameters: Record<string, ParameterNote> = {};
    for (const [name, weight] of now) {
      const before = this.#before.get(name);
      const length = lengthOf(weight);
      parameters[name] = {
        weight: histogramOf(weight),
        gradient: this.#gradients.get(name) ?? null,
        update: before === undefined || length === 0 ? null : lengthOf(weight, before) / length,
      };
    }
    const line = { epoch, step, parameters, activations: this.#activations(model) };
    new LineFile(`${folder}/layers.jsonl`).append(line);
    // With one batch in an epoch, the update of an epoch is the one after this.
    this.#before = batches === 1 ? now : new Map();
    this.#gradients = new Map();
    return 'go on';
  }

  #activations(model: Module): Record<string, ValueHistogram> {
    if (this.#sample.length === 0) return {};
    const calls = probeModules(model, this.#sample);
    return Object.fromEntries(
      calls.flatMap(({ name, values }) => (values === null ? [] : [[name, histogramOf(values)]])),
    );
  }
}

function weightsOf(model: Module): Map<string, Numbers> {
  return noGrad(
    () =>
      new Map(
        model
          .namedParameters()
          .map(([name, parameter]) => [name, parameter.detach().toTypedArray()]),
      ),
  );
}
