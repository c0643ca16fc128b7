/** What the log of layers says, in the form in which it is shown. */

import type { ModelFacts } from '../model/module-tree.js';

/** Counts of numbers between `low` and `high`. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  readonly mean: number;
  readonly std: number;
  readonly notFinite: number;
}

/** What is known of a parameter after an epoch. */
export interface ParameterNote {
  readonly weight: Histogram;
  readonly gradient: Histogram | null;
  readonly update: number | null;
}

/** An epoch. */
export interface LayerEpoch {
  readonly epoch: number;
  readonly parameters: Readonly<Record<string, ParameterNote>>;
  readonly activations: Readonly<Record<string, Histogram>>;
}

/** What `/api/layers` answers. */
export interface LayersAnswer {
  readonly model: ModelFacts | null;
  readonly epochs: readonly LayerEpoch[];
}
