/**
 * What scikit-learn learned, stored by scripts/fixtures/scikit_learn_estimators.py, with its types.
 */

import { readFileSync } from 'node:fs';
import type { MLPOptions, PerceptronOptions } from 'chainrule/estimators';

type Vector = readonly number[];
type Matrix = readonly Vector[];

interface Stored {
  readonly data: Readonly<Record<string, { readonly x: Matrix; readonly y: Vector }>>;
  readonly perceptrons: readonly {
    readonly data: string;
    readonly partial: number;
    readonly options: PerceptronOptions;
    readonly coef: Matrix;
    readonly intercept: Vector;
    readonly nIter: number;
    readonly decision: Vector | Matrix;
    readonly predicted: Vector;
    readonly score: number;
  }[];
  readonly networks: readonly {
    readonly kind: 'MLPClassifier' | 'MLPRegressor';
    readonly data: string;
    readonly passes: number;
    readonly options: MLPOptions;
    readonly lossCurve: Vector;
    readonly coefs: readonly Matrix[];
    readonly intercepts: Matrix;
    readonly validationScores: Vector;
    readonly predicted: Vector | Matrix;
    readonly score: number;
    readonly proba?: Matrix;
    readonly logProba?: Matrix;
  }[];
}

const path = new URL('../fixtures/estimators/sklearn.json', import.meta.url);

/** The stored results. */
export const sklearn: Stored = JSON.parse(readFileSync(path, 'utf8'));

/** The samples and targets of a case. */
export function dataOf(name: string): { readonly x: Matrix; readonly y: Vector } {
  const data = sklearn.data[name];
  if (data === undefined) throw new Error(`no data set ${name}`);
  return data;
}
