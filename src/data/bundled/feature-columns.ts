/** Reads the columns of a feature matrix on the host, for the scalers' `fit`. */

import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { show } from '../../graph/shape.js';
import type { Tensor } from '../../tensor/index.js';

/**
 * The columns of `x` `[samples, features]` as doubles, NaN (a missing value) left out. Throws, naming
 * `op`, for another number of dims, no samples, a bool, and infinities.
 */
export function featureColumns(op: string, x: Tensor): readonly Float64Array[] {
  refuseForeign(op, x);
  const [samples, features] = x.shape;
  if (samples === undefined || features === undefined || x.ndim !== 2 || samples === 0) {
    throw new ShapeError(
      `${op}: expected x [samples, features] with at least one sample, got ${show(x.shape)}` +
        `${x.ndim === 1 ? '. Did you mean x.reshape([-1, 1])?' : ''}`,
    );
  }
  if (x.dtype === 'bool') throw new DTypeError(`${op}: expected numbers, got bool`);
  const values = x.toTypedArray();
  const infinite = values.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0) {
    const row = Math.floor(infinite / features);
    throw new ValueError(
      `${op}: x holds ${values[infinite]} at [${row}, ${infinite % features}]; remove or replace it`,
    );
  }
  return Array.from({ length: features }, (_, feature) =>
    Float64Array.from(
      { length: samples },
      (_, row) => values[row * features + feature] ?? 0,
    ).filter((value) => !Number.isNaN(value)),
  );
}

/** Throws, naming `op`, unless `x` is `[samples, features]` with the number of features of `fit`. */
export function checkFeatures(op: string, x: Tensor, features: number): void {
  refuseForeign(op, x);
  if (x.ndim === 2 && x.shape[1] === features) return;
  throw new ShapeError(`${op}: expected x [samples, ${features}] as in fit, got ${show(x.shape)}`);
}

/** The error of a scaler that is used before `fit`. */
export function notFitted(scaler: string): ValueError {
  return new ValueError(`${scaler}: not fitted yet, call fit(x) or fitTransform(x) first`);
}
