/**
 * Makes a training of a table: divides the rows, fits the preparation, makes model, optimiser and
 * trainer.
 */

import { DataError } from '../../errors.js';
import { manualSeed, optim, type Tensor, tensor } from '../../index.js';
import { type Code, EarlyStopping, LayerLog, Trainer, WeightAverage } from '../../train/index.js';
import { currentSpread } from '../../train/ranks/spread.js';
import { TableDataset, type TableSamples } from '../model/batches.js';
import { layoutOf } from '../model/model-spec.js';
import { classLoss, classMeasures, numberLoss, numberMeasures } from '../model/table-loss.js';
import { TableModel } from '../model/table-model.js';
import { RowEncoder } from '../prepare/encode.js';
import { fitPreparation, type Preparation } from '../prepare/preparation.js';
import { type FittedTarget, fitTarget } from '../prepare/target.js';
import { type Split, splitRows } from '../split/split-rows.js';
import { type Column, columnNamed, type Table } from '../table.js';
import { classWeights } from './class-weights.js';
import { type ClassWeight, settingsFor, type TableSettings, type TableWishes } from './settings.js';

/** A training that is ready to begin. */
export interface TableTraining {
  readonly preparation: Preparation;
  readonly settings: TableSettings;
  readonly fitted: FittedTarget;
  readonly split: Split;
  readonly encoder: RowEncoder;
  /** What the samples of each part are made of; the rows are exchanged for another part. */
  readonly samples: TableSamples;
  /** How classes are weighed. */
  readonly classWeighting: ClassWeight;
  readonly model: TableModel;
  readonly optimizer: optim.AdamW;
  readonly scheduler: optim.lrScheduler.CosineAnnealingLR;
  readonly average: WeightAverage;
  readonly trainer: Trainer;
  /** Batches of an epoch. */
  readonly batches: number;
  /** Rows that have no target. */
  readonly unlabelled: number;
}

/** Rows of a batch when nothing is learned. */
const judgedAtOnce = 4096;

/**
 * Prepares a training on `table`; sets the global seed.
 * @throws DataError when a column is missing, and when there is nothing to learn.
 */
export function prepareTraining(table: Table, wishes: TableWishes): TableTraining {
  const column = need(table, 'target', wishes.target);
  const everyRow = Int32Array.from({ length: table.rows }, (_, row) => row);
  const first = fitTarget(column, wishes.task, everyRow);
  const rows = everyRow.filter((row) => !Number.isNaN(first.values[row] ?? Number.NaN));
  if (rows.length < 5) {
    throw new DataError(
      `The target '${column.name}' is there in ${rows.length} rows only, too few to learn from. ` +
        'Add rows; a few dozen are the least that makes sense',
    );
  }
  const task = first.target.kind === 'classes' ? 'classification' : 'regression';
  const settings = settingsFor(rows.length, table.columns.length, task, wishes);
  const folds = settings.spec.members;
  const split = splitRows(rows, {
    test: wishes.test,
    validation: 0.15,
    folds,
    seed: wishes.seed,
    classes: task === 'classification' ? first.values : null,
    group: wishes.group === null ? undefined : need(table, '--group', wishes.group),
    time: wishes.time === null ? undefined : need(table, '--time', wishes.time),
  });
  // A number is scaled by the rows to learn from alone.
  const fitted = task === 'regression' ? fitTarget(column, task, split.train) : first;
  const target = { ...fitted, because: first.because };
  const apart = apartFrom(table, wishes);
  const preparation = fitPreparation(table, { target: target.target, rows: split.train, apart });
  return assemble(table, wishes, { settings, split, fitted: target, preparation, rows });
}

function need(table: Table, what: string, name: string): Column {
  const found = columnNamed(table, name);
  if (found !== undefined) return found;
  const names = table.columns.slice(0, 20).map((column) => column.name);
  const more = table.columns.length > names.length ? ', ...' : '';
  // Names of columns are words; numbers among them are most likely the first row of data.
  const isData = names.some((one) => one.trim() !== '' && Number.isFinite(Number(one)));
  const hint = isData ? '. They are the first row of the file: has it a row of names?' : '';
  throw new DataError(
    `${what}: there is no column '${name}'. There are: ${names.join(', ')}${more}${hint}`,
  );
}

function apartFrom(table: Table, { exclude, group }: TableWishes): Map<string, string> {
  for (const name of exclude) need(table, '--exclude', name);
  const apart = new Map(exclude.map((name) => [name, 'you said so (--exclude)']));
  if (group !== null) apart.set(group, 'it names the groups (--group)');
  return apart;
}

/**
 * What the doctor says of inputs that a preparation has made: flags of what is rarely missing and
 * rare categories are constant in many a batch, and the user has been told of the columns.
 */
const ofPreparation: readonly Code[] = ['constant-feature', 'inputs-not-normalised'];

interface Plan {
  readonly settings: TableSettings;
  readonly split: Split;
  readonly fitted: FittedTarget;
  readonly preparation: Preparation;
  readonly rows: Int32Array;
}

/** Epochs of a table are short and many. */
const layersEvery = 5;
/** Rows that the layers are watched with. */
const watchedRows = 64;

/** Rows that are not learned from, as inputs. */
function watched(encoder: RowEncoder, { validation }: Split): Tensor[] {
  const rows = validation.subarray(0, watchedRows);
  if (rows.length === 0) return [];
  return [tensor(encoder.encode(rows), { shape: [rows.length, encoder.width] })];
}

function assemble(table: Table, wishes: TableWishes, plan: Plan): TableTraining {
  const { settings, split, fitted, preparation, rows } = plan;
  const { target, values } = fitted;
  const encoder = new RowEncoder(preparation, table);
  const samples: TableSamples = {
    encoder,
    rows: split.train,
    targets: target.kind === 'classes' ? new Float32Array(values) : standardised(values, target),
    classWeights: classWeights(fitted, split.train, wishes.classWeight),
    folds: split.folds,
    side: 'train',
  };
  manualSeed(wishes.seed);
  const model = new TableModel(settings.spec, layoutOf(preparation));
  const optimizer = new optim.AdamW(model.parameters(), {
    lr: settings.lr,
    weightDecay: settings.weightDecay,
  });
  const scheduler = new optim.lrScheduler.CosineAnnealingLR(optimizer, settings.epochs);
  const average = new WeightAverage(model, { decay: settings.averageDecay });
  const spread = currentSpread();
  const { batchSize } = settings;
  const train = spread.train(new TableDataset(samples), { batchSize, seed: wishes.seed });
  const judged = new TableDataset({ ...samples, rows: split.validation, side: 'validation' });
  const isClasses = target.kind === 'classes';
  const trainer = new Trainer(spread.share(model), {
    optimizer,
    scheduler,
    loss: isClasses ? classLoss(target.labels.length, settings.labelSmoothing) : numberLoss,
    train,
    validation: spread.validation(judged, judgedAtOnce),
    metrics: isClasses ? classMeasures : numberMeasures,
    clipGradNorm: 5,
    average,
    doctor: { silence: ofPreparation },
    callbacks: [
      new EarlyStopping({ patience: settings.patience }),
      new LayerLog({ every: layersEvery, sample: watched(encoder, split) }),
    ],
  });
  const unlabelled = table.rows - rows.length;
  const made = { model, optimizer, scheduler, average, trainer, batches: train.length };
  const { classWeight: classWeighting } = wishes;
  const known = { preparation, settings, fitted, split, encoder, samples, classWeighting };
  return { ...known, unlabelled, ...made };
}

function standardised(
  values: Float64Array,
  { mean, std }: { readonly mean: number; readonly std: number },
): Float32Array {
  return Float32Array.from(values, (value) => (value - mean) / std);
}
