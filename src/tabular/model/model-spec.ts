/** What a table's model is made of, as data, so that it can be made again from a file. */

import type { Feature } from '../prepare/feature.js';
import { widthOf } from '../prepare/feature.js';
import { isEmbedded, type Preparation } from '../prepare/preparation.js';

/** Kinds of models. */
export const modelKinds = ['linear', 'mlp', 'resnet', 'ft-transformer'] as const;

/** A kind of model. */
export type ModelKind = (typeof modelKinds)[number];

/** Sizes of a model. */
export interface ModelSpec {
  readonly kind: ModelKind;
  /** Models that are trained side by side, whose predictions are averaged. */
  readonly members: number;
  /** Units of a hidden layer, or the width of a column's token. */
  readonly hidden: number;
  /** Residual blocks after the first layer, or layers of a transformer. */
  readonly blocks: number;
  readonly dropout: number;
}

/** How inputs are laid out. */
export interface InputLayout {
  /** Inputs that are used as they are. */
  readonly dense: number;
  /** Numbers among them that are cut into bins: their places, and the ends of the bins. */
  readonly binned: readonly { readonly at: number; readonly ends: readonly number[] }[];
  /** Embedded categories after the dense inputs: how many there are, and the numbers for each. */
  readonly embedded: readonly { readonly count: number; readonly size: number }[];
  readonly outputs: number;
}

/** The layout that follows from a preparation. */
export function layoutOf({ features, target }: Preparation): InputLayout {
  const places: { readonly feature: Feature; readonly at: number }[] = [];
  let at = 0;
  for (const feature of features) {
    places.push({ feature, at });
    at += widthOf(feature);
  }
  const embedded = features.flatMap((feature) =>
    feature.kind === 'category' && feature.embedding !== null
      ? [{ count: feature.levels.length + 1, size: feature.embedding }]
      : [],
  );
  const dense = features
    .filter((feature) => !isEmbedded(feature))
    .reduce((sum, feature) => sum + widthOf(feature), 0);
  const binned = places.flatMap(({ feature, at: place }) =>
    feature.kind === 'number' && feature.bins.length > 2 ? [{ at: place, ends: feature.bins }] : [],
  );
  const outputs = target.kind === 'classes' ? target.labels.length : 1;
  return { dense, binned, embedded, outputs };
}
