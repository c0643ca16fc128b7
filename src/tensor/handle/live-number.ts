/** Numbers that a compiled function reads anew in every replay, as the learning rate must be. */

import { activeRecorder } from '../../runtime/values/recorder.js';
import * as signatures from '../../signatures/tensor.js';

/** A number that takes the place of a 0-d tensor, together with where it comes from. */
export class LiveNumber {
  readonly read: () => number;

  constructor(read: () => number) {
    signatures.LiveNumber.check(arguments);
    this.read = read;
  }
}

/**
 * What `read()` returns, as an operand beside tensors. In a function given to `compile`, plain
 * numbers stay as they were when it was captured; this one is read again whenever it is replayed.
 * @example
 * let temperature = 1;
 * const cool = compile((x: Tensor) => x.div(liveNumber(() => temperature)));
 * for (temperature of [1, 1, 1, 2]) cool(tensor([4]));
 * console.log(cool(tensor([4])).toArray()); // [ 2 ]
 */
export function liveNumber(read: () => number): LiveNumber | number {
  signatures.liveNumber.check(arguments);
  return activeRecorder() === null ? read() : new LiveNumber(read);
}
