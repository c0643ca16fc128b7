/**
 * What estimators say when training did not end well, as scikit-learn does: an error when the
 * weights are no numbers any more, a warning when the passes ran out.
 */

import { ValueError } from '../errors.js';
import { warn } from '../warnings.js';

/** The error of weights that are NaN or infinite; `rate` is the option that makes steps smaller. */
export function divergedError(op: string, rate: string): ValueError {
  return new ValueError(
    `${op}: Solver produced non-finite parameter weights. The input data may contain large values ` +
      `and need to be preprocessed. Scale them (StandardScaler), or lower ${rate}`,
  );
}

/** Warns that the last pass was not the last one needed. */
export function warnUnconverged(op: string, maxIter: number): void {
  warn(
    `ConvergenceWarning: ${op}: Maximum iterations (${maxIter}) reached and the optimization ` +
      "hasn't converged yet. Raise maxIter, or scale the data",
  );
}
