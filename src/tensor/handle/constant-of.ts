/** `detach` for formulas of the library itself: what comes of it is no value that a user keeps. */

import { alias } from '../../graph/builders/index.js';
import { withGradMode } from '../../graph/grad-mode.js';
import { internally } from '../../runtime/values/held.js';
import { Tensor } from './tensor.js';

/** The same values, through which no gradient flows. */
export function constantOf(x: Tensor): Tensor {
  return internally(() => new Tensor(withGradMode(false, () => alias(x.node))));
}
