/**
 * What a model is given of one column, as plain data: how a number is scaled, which categories have
 * a place, which parts of a date are used. Fitting is in fit-features.ts, encoding in encode.ts.
 */

/** A number: standardised; a missing one is the median, and has a flag beside it. */
export interface NumberFeature {
  readonly kind: 'number';
  readonly column: string;
  readonly mean: number;
  readonly std: number;
  /** Stands for a missing value, in the units of the column. */
  readonly median: number;
  /** Whether a second input says that the value was missing. */
  readonly flag: boolean;
  /** Ends of equally full bins in standardised units, ascending; at least two. */
  readonly bins: readonly number[];
}

/** A category: the place 0 is for rare, missing and unseen ones that have no place of their own. */
export interface CategoryFeature {
  readonly kind: 'category';
  readonly column: string;
  /** Categories with a place of their own, from 1 on; `''` stands for a missing value. */
  readonly levels: readonly string[];
  /** Whether some categories were too rare for a place of their own. */
  readonly hasRare: boolean;
  /** Numbers that stand for a category, learned; null for one input per category (one-hot). */
  readonly embedding: number | null;
}

/** Parts of a moment. */
export const dateParts = ['trend', 'month', 'weekday', 'hour'] as const;

/** One part of a moment. */
export type DatePart = (typeof dateParts)[number];

/** A moment: its trend, standardised, and the parts that go round, as sine and cosine. */
export interface DateFeature {
  readonly kind: 'date';
  readonly column: string;
  /** In seconds. */
  readonly mean: number;
  readonly std: number;
  readonly parts: readonly DatePart[];
  readonly flag: boolean;
}

/** What a model is given of one column. */
export type Feature = NumberFeature | CategoryFeature | DateFeature;

/** How many inputs a feature is; an embedded category is one, the number of its category. */
export function widthOf(feature: Feature): number {
  switch (feature.kind) {
    case 'number':
      return feature.flag ? 2 : 1;
    case 'category':
      return feature.embedding === null ? feature.levels.length + (feature.hasRare ? 1 : 0) : 1;
    case 'date': {
      const round = feature.parts.filter((part) => part !== 'trend').length;
      return feature.parts.length + round + (feature.flag ? 1 : 0);
    }
  }
}
