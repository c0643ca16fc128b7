/**
 * What a checkpoint of a table's model says about itself: all that is needed to predict, as data.
 */

import { DataError } from '../../errors.js';
import type { Facts } from '../../train/index.js';
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
import {
  type CategoryFeature,
  type DateFeature,
  type DatePart,
  dateParts,
  type Feature,
  type NumberFeature,
} from '../prepare/feature.js';
import type { Preparation } from '../prepare/preparation.js';
import type { ClassTarget, NumberTarget } from '../prepare/target.js';
import type { DecimalSign } from '../read/cell.js';

/** What a checkpoint holds beside the weights. */
export interface TableFacts {
  readonly model: 'table';
  readonly spec: ModelSpec;
  readonly preparation: Preparation;
  /** Texts that stood for a missing value; null for the usual ones. */
  readonly missing: readonly string[] | null;
  readonly decimal: DecimalSign | null;
}

const isText: Guard<string> = (value): value is string => typeof value === 'string';
const isFlag: Guard<boolean> = (value): value is boolean => typeof value === 'boolean';

function isWord<Word extends string>(...words: readonly Word[]): Guard<Word> {
  return (value): value is Word => words.some((word) => word === value);
}

const isNumberFeature = fieldsOf<NumberFeature>({
  kind: isWord('number'),
  column: isText,
  mean: isNumber,
  std: isNumber,
  median: isNumber,
  flag: isFlag,
  bins: listOf(isNumber),
});
const isCategoryFeature = fieldsOf<CategoryFeature>({
  kind: isWord('category'),
  column: isText,
  levels: listOf(isText),
  hasRare: isFlag,
  embedding: either(isCount, isNull),
});
const isDateFeature = fieldsOf<DateFeature>({
  kind: isWord('date'),
  column: isText,
  mean: isNumber,
  std: isNumber,
  parts: listOf<DatePart>(isWord(...dateParts)),
  flag: isFlag,
});
const isFeature: Guard<Feature> = either(isNumberFeature, either(isCategoryFeature, isDateFeature));

const isTarget = either(
  fieldsOf<ClassTarget>({ kind: isWord('classes'), column: isText, labels: listOf(isText) }),
  fieldsOf<NumberTarget>({ kind: isWord('number'), column: isText, mean: isNumber, std: isNumber }),
);

/** A preparation as it is read from a file. */
export const isPreparation: Guard<Preparation> = fieldsOf<Preparation>({
  target: isTarget,
  features: listOf(isFeature),
  leftOut: listOf(fieldsOf({ column: isText, reason: isText })),
});

const isTableFacts: Guard<TableFacts> = fieldsOf<TableFacts>({
  model: isWord('table'),
  spec: fieldsOf<ModelSpec>({
    kind: isWord<ModelKind>(...modelKinds),
    members: isCount,
    hidden: isCount,
    blocks: isCount,
    dropout: isNumber,
  }),
  preparation: isPreparation,
  missing: either(listOf(isText), isNull),
  decimal: either(isWord<DecimalSign>('.', ','), isNull),
});

/**
 * The facts of a table's model; `path` names the checkpoint in errors.
 * @throws DataError when it holds another model.
 */
export function tableFactsOf(facts: Facts, path: string): TableFacts {
  if (isTableFacts(facts)) return facts;
  const { model } = facts;
  const other = typeof model === 'string' ? `the model '${model}'` : 'a model of its own';
  throw new DataError(`${path} holds ${other}, not one that 'chainrule train <table>' made`);
}
