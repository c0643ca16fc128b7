/** Callbacks that write down how a training goes. Node and Deno only. */

import { nodeModule } from '../../io/node-modules.js';
import * as signatures from '../../signatures/train.js';
import type { TrainerCallback, TrainerContext } from '../loop/callback.js';
import type { History } from '../loop/history.js';
import { csvOf } from '../runs/csv.js';
import type { EpochRecord } from '../state/epoch-record.js';
import type { HyperParameter } from '../tensorboard/summaries.js';
import { SummaryWriter } from '../tensorboard/summary-writer.js';

/**
 * Notes the learning rate of each step, or of each epoch. PyTorch Lightning's.
 * @example
 * const monitor = new LRMonitor();
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const train = new DataLoader(new TensorDataset(ones([2, 1]), ones([2, 1])), { batchSize: 1 });
 * const loss = nn.functional.mseLoss;
 * const callbacks = [monitor];
 * await new Trainer(model, { optimizer, loss, train, callbacks }).fit({ epochs: 1 });
 * console.log(monitor.rates); // [ { step: 1, lr: 0.1 }, { step: 2, lr: 0.1 } ]
 */
export class LRMonitor implements TrainerCallback {
  readonly name: string = 'lr-monitor';
  /** The rates so far, with the step that each was noted at. */
  readonly rates: { readonly step: number; readonly lr: number }[] = [];
  readonly #interval: 'step' | 'epoch';

  /** @param options `interval`: when a rate is noted, default `'step'`. */
  constructor({ interval = 'step' }: { readonly interval?: 'step' | 'epoch' } = {}) {
    signatures.LRMonitor.check(arguments);
    this.#interval = interval;
  }

  onStep(context: TrainerContext): void {
    if (this.#interval === 'step') this.#note(context);
  }

  onEpochEnd(_record: EpochRecord, context: TrainerContext): 'go on' {
    if (this.#interval === 'epoch') this.#note(context);
    return 'go on';
  }

  #note({ step, optimizer: { lr } }: TrainerContext): void {
    this.rates.push({ step, lr });
  }
}

/**
 * Writes one row per epoch to a CSV file, which is whole at any moment. The columns are those of
 * the first epoch: `epoch, step, lr, train_loss, validation_loss` and so on. A training that goes
 * on adds to the file.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 *
 * const set = new TensorDataset(ones([4, 1]), zeros([4, 1]));
 * const train = new DataLoader(set, { batchSize: 4 });
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const callbacks = [new CSVLogger('metrics.csv')];
 * const trainer = new Trainer(model, { optimizer, loss: nn.functional.mseLoss, train, callbacks });
 * await trainer.fit({ epochs: 2 });
 * console.log(readFileSync('metrics.csv', 'utf8').trim().split('\n').length); // 3
 */
export class CSVLogger implements TrainerCallback {
  readonly name: string = 'csv-logger';
  readonly firstRankOnly: boolean = true;
  readonly #path: string;
  #step = 0;

  constructor(path: string) {
    signatures.CSVLogger.check(arguments);
    this.#path = path;
  }

  onEpochEnd(record: EpochRecord): 'go on' {
    // A row from before a crash is there already.
    if (record.step <= this.#step) return 'go on';
    const { appendFileSync, existsSync } = nodeModule('CSVLogger', 'node:fs');
    const [head = '', row = ''] = csvOf([record]).split('\n');
    appendFileSync(this.#path, existsSync(this.#path) ? `${row}\n` : `${head}\n${row}\n`);
    this.#step = record.step;
    return 'go on';
  }

  /** The step of the last row. */
  stateDict(): { readonly step: number } {
    return { step: this.#step };
  }

  /** Goes on after the last row. */
  loadStateDict(state: unknown): void {
    const step: unknown = typeof state === 'object' && state !== null && Reflect.get(state, 'step');
    if (typeof step === 'number') this.#step = step;
  }
}

/** Options of `TensorBoardLogger`. */
export interface TensorBoardLoggerOptions {
  /** Updates between two losses of training, default 50. */
  readonly everyNSteps?: number;
  /** Whether the weights are shown as histograms after each epoch, default false. */
  readonly histograms?: boolean;
  /** What the run was made with, shown beside how good it became. */
  readonly hparams?: Readonly<Record<string, HyperParameter>>;
}

/**
 * Writes what a training measures for TensorBoard: losses and metrics, the learning rate, the graph
 * of the modules, and on request weights and hyper-parameters.
 *
 * @example
 * import { readdirSync } from 'node:fs';
 *
 * const set = new TensorDataset(ones([4, 1]), zeros([4, 1]));
 * const train = new DataLoader(set, { batchSize: 4 });
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const callbacks = [new TensorBoardLogger('runs/a')]; // then: tensorboard --logdir runs
 * const trainer = new Trainer(model, { optimizer, loss: nn.functional.mseLoss, train, callbacks });
 * await trainer.fit({ epochs: 1 });
 * console.log(readdirSync('runs/a').length); // 1
 */
export class TensorBoardLogger implements TrainerCallback {
  readonly name: string = 'tensorboard-logger';
  readonly firstRankOnly: boolean = true;
  readonly #folder: string;
  readonly #options: TensorBoardLoggerOptions;
  #writer: SummaryWriter | null = null;

  constructor(folder: string, options: TensorBoardLoggerOptions = {}) {
    signatures.TensorBoardLogger.check(arguments);
    this.#folder = folder;
    this.#options = options;
  }

  onFitStart({ model }: TrainerContext): void {
    this.#writer = new SummaryWriter(this.#folder);
    this.#writer.addGraph(model);
  }

  onStep({ step, train, optimizer }: TrainerContext): void {
    const { everyNSteps = 50 } = this.#options;
    if (step % everyNSteps !== 0) return;
    this.#writer?.addScalar('lr', optimizer.lr, { step });
    this.#writer?.addScalar('train/running loss', train.loss ?? Number.NaN, { step });
  }

  onEpochEnd({ step, train, validation }: EpochRecord, { model }: TrainerContext): 'go on' {
    for (const [split, measured] of Object.entries({ train, validation })) {
      for (const [name, value] of Object.entries(measured ?? {})) {
        this.#writer?.addScalar(`${split}/${name}`, value, { step });
      }
    }
    if (this.#options.histograms === true) {
      for (const [name, weight] of model.namedParameters()) {
        this.#writer?.addHistogram(name, weight.detach(), { step });
      }
    }
    return 'go on';
  }

  onFitEnd({ best }: History): void {
    const { hparams } = this.#options;
    if (hparams !== undefined)
      this.#writer?.addHparams(hparams, { best: best?.value ?? Number.NaN });
    this.#writer = null;
  }
}

/**
 * A line on a screen that tells how far a training is.
 * @example
 * const written: string[] = [];
 * const set = new TensorDataset(ones([4, 1]), zeros([4, 1]));
 * const train = new DataLoader(set, { batchSize: 2 });
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const callbacks = [new ProgressBar((text) => written.push(text))];
 * const trainer = new Trainer(model, { optimizer, loss: nn.functional.mseLoss, train, callbacks });
 * await trainer.fit({ epochs: 1 });
 * console.log(written[0]?.includes('epoch 1')); // true
 */
export class ProgressBar implements TrainerCallback {
  readonly name: string = 'progress-bar';
  readonly firstRankOnly: boolean = true;
  readonly #write: (text: string) => void;
  #drawn = Number.NEGATIVE_INFINITY;

  /** @param write where it is drawn; default the standard error output. */
  constructor(write: (text: string) => void = (text) => void process.stderr.write(text)) {
    signatures.ProgressBar.check(arguments);
    this.#write = write;
  }

  onStep({ epoch, batch, batches, train }: TrainerContext): void {
    if (performance.now() - this.#drawn < 100) return;
    this.#drawn = performance.now();
    this.#write(`\repoch ${epoch + 1}  ${batch}/${batches}  ${shown(train)}\x1b[K`);
  }

  onEpochEnd({ epoch, train, validation }: EpochRecord): 'go on' {
    const held = validation === null ? '' : `  validation ${shown(validation)}`;
    this.#write(`\repoch ${epoch}  ${shown(train)}${held}\x1b[K\n`);
    return 'go on';
  }
}

function shown(measured: EpochRecord['train']): string {
  const parts = Object.entries(measured).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  return parts.join('  ');
}
