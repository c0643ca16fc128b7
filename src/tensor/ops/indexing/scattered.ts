/** What goes where, along a dim: checked, and in one list each. */

import { DTypeError, ShapeError } from '../../../errors.js';
import { both, compare, ensure, full as fullNode } from '../../../graph/builders/index.js';
import { refuseForeign } from '../../../graph/copy.js';
import { normalizeDim, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import { Tensor } from '../../handle/tensor.js';
import { full } from '../../make/create.js';
import { reshape } from '../movement/shape.js';
import { slice } from '../movement/slicing.js';
import { numbersAlong } from './put-places.js';

/** What goes where: all in one list each. */
export interface Scattered {
  readonly list: Tensor;
  readonly places: Tensor;
  readonly values: Tensor;
}

/** Checks, and cuts the source to the index, whose dims may be smaller. */
export function scattered(
  op: string,
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor | number,
): Scattered {
  refuseForeign(op, index);
  if (!(index instanceof Tensor) || index.dtype !== 'int32') {
    const kind = index instanceof Tensor ? index.dtype : typeof index;
    throw new DTypeError(`${op}: the index must be int32, got ${kind}. Use index.to('int32')`);
  }
  const d = normalizeDim(op, dim, x.ndim);
  const [into, where0] = [x, index].map((each) => (each.ndim === 0 ? reshape(each, [1]) : each));
  const [whole, places] = [into ?? x, where0 ?? index];
  const given = source instanceof Tensor ? source : full(places.shape, source, { dtype: x.dtype });
  const from = given.ndim === 0 && places.ndim === 1 ? reshape(given, [1]) : given;
  const fits =
    places.ndim === whole.ndim &&
    places.ndim === from.ndim &&
    places.shape.every(
      (n, i) => (i === d || n <= (whole.shape[i] ?? 0)) && n <= (from.shape[i] ?? 0),
    );
  if (!fits && places.numel !== 0) {
    throw new ShapeError(
      `${op}: the index ${show(index.shape)} must have as many dims as x ${show(x.shape)} and the ` +
        `source ${show(given.shape)}, and no larger size but along dim ${dim} of x`,
    );
  }
  if (from.dtype !== x.dtype) {
    throw new DTypeError(
      `${op}: x is ${x.dtype}, the source ${from.dtype}. Convert it: source.to('${x.dtype}')`,
    );
  }
  const cut = places.shape.reduce((all, n, i) => slice(all, i, 0, n), from);
  const numbers = internally(() =>
    numbersAlong(whole.shape, d, inRange(op, places, whole.shape[d] ?? 1)),
  );
  return {
    list: reshape(whole, [-1]),
    places: reshape(numbers, [-1]),
    values: reshape(cut, [-1]),
  };
}

/** An index whose numbers all exist: elsewhere they would be those of other rows. */
function inRange(name: string, index: Tensor, length: number): Tensor {
  const like = (value: number) => fullNode(index.shape, value, 'int32');
  const isInside = both(
    compare('lt', like(-1), index.node),
    compare('lt', index.node, like(length)),
  );
  const problem = `is out of range: the dim has ${length} elements`;
  return new Tensor(ensure(index.node, isInside, { name, problem }));
}
