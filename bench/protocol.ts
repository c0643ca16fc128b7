/**
 * What the bench and a contestant say to each other: one JSON object per line. Each contestant is a
 * process of its own, so that libraries neither share a heap nor have to share a language.
 */

import type { Kind, Params } from './rows.js';

/** Where the raw little-endian values of an input lie. */
export interface InputFile {
  readonly file: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/**
 * Asks for a row to be made ready: compute the values to compare, warm up, learn how long a call
 * takes.
 */
export interface Prepare {
  readonly ask: 'prepare';
  readonly kind: Kind;
  readonly params: Params;
  readonly inputs: Readonly<Record<string, InputFile>>;
  /** Milliseconds to warm up for. */
  readonly warmUp: number;
}

/** Asks to repeat the prepared call for about so long. */
export interface Measure {
  readonly ask: 'measure';
  readonly milliseconds: number;
}

export type Request = Prepare | Measure;

/** The first line of a contestant. */
export interface Hello {
  readonly version: string;
  /** What else decides its speed: threads, SIMD, libraries. */
  readonly detail: string;
}

/** Values that every contestant must agree on, or why this one cannot take part. */
export type Prepared = { readonly values: readonly number[] } | { readonly unsupported: string };

/** Mean of one call. */
export interface Measured {
  readonly seconds: number;
}
