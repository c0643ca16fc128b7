/** What scikit-learn and NumPy gave, stored by scripts/fixtures/scikit_learn.py, with its types. */

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Nested numbers; null stands for NaN. */
export type Numbers = number | null | readonly Numbers[];

interface Bundled {
  readonly shape: readonly number[];
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly target: readonly number[];
  readonly feature_names: readonly string[];
  readonly target_names: readonly string[];
}

interface Stored {
  readonly streams: readonly {
    readonly seed: number | readonly number[];
    readonly random: readonly number[];
    readonly normal: readonly number[];
    readonly permutation: readonly number[];
    readonly uniform: readonly number[];
    readonly last_permutation: readonly number[];
  }[];
  readonly bundled: Readonly<Record<string, Bundled>>;
  readonly samples: readonly {
    readonly function: string;
    readonly options: Readonly<Record<string, never>>;
    readonly arrays: readonly Numbers[];
  }[];
  readonly splits: readonly {
    readonly length: number;
    readonly options: { readonly testSize: number; readonly seed?: number };
    readonly stratify: readonly number[] | null;
    readonly train: readonly number[];
    readonly test: readonly number[];
  }[];
  readonly scalers: Readonly<
    Record<
      string,
      {
        readonly x: readonly (readonly number[])[];
        readonly other: readonly (readonly number[])[];
        readonly fitted: Readonly<Record<string, Numbers>>;
        readonly transformed: Numbers;
        readonly restored: Numbers;
      }
    >
  >;
}

const path = new URL('../fixtures/data/sklearn.json', import.meta.url);

/** The stored results. */
export const sklearn: Stored = JSON.parse(readFileSync(path, 'utf8'));

/** Expects equal shape and numbers equal up to `tolerance` times the larger of 1 and the number. */
export function expectClose(actual: unknown, expected: Numbers, tolerance = 1e-12): void {
  if (Array.isArray(expected)) {
    expect(actual).toHaveLength(expected.length);
    if (!Array.isArray(actual)) throw new Error('expected an array');
    for (const [index, each] of expected.entries()) expectClose(actual[index], each, tolerance);
    return;
  }
  if (expected === null) {
    expect(actual).toBeNaN();
    return;
  }
  const error = Math.abs(Number(actual) - Number(expected));
  if (!(error <= tolerance * Math.max(1, Math.abs(Number(expected))))) {
    expect(actual).toBe(expected);
  }
}
