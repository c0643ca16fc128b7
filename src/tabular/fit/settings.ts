/**
 * Everything that decides how a training on a table goes; the same settings and rows give the same
 * model.
 */

import {
  either,
  fieldsOf,
  type Guard,
  isCount,
  isNull,
  isNumber,
  listOf,
} from '../../train/json/guards.js';
import { type ModelKind, type ModelSpec, modelKinds } from '../model/model-spec.js';
import type { Task } from '../prepare/target.js';

/** What a user can say; null where the data decides. */
export interface TableWishes {
  readonly target: string;
  readonly task: Task | null;
  /** Columns that are not to be used. */
  readonly exclude: readonly string[];
  readonly group: string | null;
  readonly time: string | null;
  /** Share of the rows to hold out for the last judgement. */
  readonly test: number;
  readonly seed: number;
  readonly model: ModelKind;
  readonly ensemble: number | null;
  readonly hidden: number | null;
  readonly epochs: number | null;
  readonly batchSize: number | null;
  readonly lr: number | null;
  /** How much more a rare class weighs. */
  readonly classWeight: ClassWeight;
}

/** How classes are weighed, see `ClassWeight`. */
export const classWeightings = ['auto', 'none', 'balanced', 'sqrt'] as const;

/**
 * How classes are weighed: `'none'`, by their rarity (`'balanced'`), by its square root (`'sqrt'`),
 * or `'auto'`: uneven ones by the square root, with a preference that is fitted on unseen rows.
 */
export type ClassWeight = (typeof classWeightings)[number];

/** The settings of a training. */
export interface TableSettings {
  readonly spec: ModelSpec;
  readonly epochs: number;
  readonly patience: number;
  readonly batchSize: number;
  readonly lr: number;
  readonly weightDecay: number;
  readonly labelSmoothing: number;
  /** Share of the average of the weights that stays at each step. */
  readonly averageDecay: number;
}

/** Defaults of `TableWishes` for a target. */
export function defaultWishes(target: string): TableWishes {
  return {
    target,
    task: null,
    exclude: [],
    group: null,
    time: null,
    test: 0.2,
    seed: 1337,
    model: 'mlp',
    ensemble: null,
    hidden: null,
    epochs: null,
    batchSize: null,
    lr: null,
    classWeight: 'auto',
  };
}

function oneOfList<Word extends string>(words: readonly Word[]): Guard<Word> {
  return (value): value is Word => words.some((word) => word === value);
}

const isText: Guard<string> = (value): value is string => typeof value === 'string';

/** Wishes as they are read from a file. */
export const isTableWishes: Guard<TableWishes> = fieldsOf<TableWishes>({
  target: isText,
  task: either(oneOfList(['classification', 'regression'] as const), isNull),
  exclude: listOf(isText),
  group: either(isText, isNull),
  time: either(isText, isNull),
  test: isNumber,
  seed: isCount,
  model: oneOfList(modelKinds),
  ensemble: either(isCount, isNull),
  hidden: either(isCount, isNull),
  epochs: either(isCount, isNull),
  batchSize: either(isCount, isNull),
  lr: either(isNumber, isNull),
  classWeight: oneOfList(classWeightings),
});

/** Sizes by the number of rows to learn from, up to and including `rows`. */
interface SizeRow {
  readonly rows: number;
  readonly members: number;
  readonly hidden: number;
  readonly batchSize: number;
  readonly epochs: number;
}

/**
 * Measured on the bundled tables, penguins, cars, Seattle's weather and movies, with several seeds
 * each.
 */
const sizes: readonly SizeRow[] = [
  { rows: 300, members: 8, hidden: 64, batchSize: 16, epochs: 100 },
  { rows: 1000, members: 6, hidden: 96, batchSize: 32, epochs: 60 },
  { rows: 5000, members: 5, hidden: 128, batchSize: 64, epochs: 50 },
  { rows: 20_000, members: 4, hidden: 192, batchSize: 256, epochs: 40 },
  { rows: 100_000, members: 1, hidden: 256, batchSize: 512, epochs: 25 },
  { rows: Number.POSITIVE_INFINITY, members: 1, hidden: 256, batchSize: 2048, epochs: 8 },
];

/** Numbers that stand for a column in a transformer; a third of the paper's, so much faster. */
const tokenWidth = 64;

/** Learning rates by kind. */
const rates: Readonly<Record<ModelKind, number>> = {
  linear: 1e-2,
  mlp: 2e-3,
  resnet: 2e-3,
  'ft-transformer': 5e-4,
};

/** Columns from which on a network becomes smaller, so that its time stays bearable. */
const manyColumns = 500;
/** Members and units that remain, however many columns there are. */
const fewestMembers = 2;
const fewestUnits = 32;

/** A size for a table of so many columns. */
function narrowed(size: SizeRow, columns: number): SizeRow {
  if (columns <= manyColumns) return size;
  const share = manyColumns / columns;
  const members = Math.round(size.members * share);
  const hidden = Math.round(size.hidden * Math.sqrt(share));
  return {
    ...size,
    members: Math.min(size.members, Math.max(fewestMembers, members)),
    hidden: Math.max(fewestUnits, hidden),
  };
}

function specFor(size: SizeRow, { model: kind, time, ensemble, hidden }: TableWishes): ModelSpec {
  if (kind === 'linear') {
    return { kind, members: ensemble ?? 1, hidden: 1, blocks: 0, dropout: 0 };
  }
  if (kind === 'ft-transformer') {
    return { kind, members: ensemble ?? 1, hidden: hidden ?? tokenWidth, blocks: 3, dropout: 0.1 };
  }
  // In the order of time no row may be judged by a member that has seen later ones.
  const members = time !== null ? 1 : size.members;
  return {
    kind,
    members: ensemble ?? members,
    hidden: hidden ?? size.hidden,
    blocks: kind === 'mlp' ? 1 : 3,
    dropout: 0.2,
  };
}

/** Settings for `rows` rows to learn from, of `columns` columns. */
export function settingsFor(
  rows: number,
  columns: number,
  task: Task,
  wishes: TableWishes,
): TableSettings {
  const known = sizes.find((row) => rows <= row.rows) ?? sizes[0];
  if (known === undefined) throw new Error('internal: no sizes');
  const size = narrowed(known, columns);
  const spec = specFor(size, wishes);
  const epochs = wishes.epochs ?? size.epochs;
  return {
    spec,
    epochs,
    patience: Math.max(5, Math.ceil(epochs / 4)),
    batchSize: wishes.batchSize ?? size.batchSize,
    lr: wishes.lr ?? rates[spec.kind],
    weightDecay: rows < 5000 ? 0.1 : 0.02,
    labelSmoothing: task === 'classification' && spec.kind !== 'linear' ? 0.05 : 0,
    averageDecay: 0.98,
  };
}
