/** What reading a gradient means inside of a function that `compile` records. */

import { GradientError } from '../../errors.js';
import type { GradientSink } from '../../graph/node.js';
import type { Leaf } from '../../graph/ops.js';
import type { Shape } from '../../graph/shape.js';
import { activeRecorder } from '../../runtime/values/recorder.js';
import { called } from './label.js';

/** A tensor, as far as its gradient goes. */
interface GradientHolder extends GradientSink, Leaf {
  readonly label: string;
  readonly shape: Shape;
}

/**
 * Notes that the gradient of a tensor was read. A recorded call starts without gradients, so it may
 * not build on one from before; that there is none becomes a condition of its replays.
 *
 * @param current reads the gradient without being noted.
 * @throws GradientError naming the tensor, when it has a gradient from before the call.
 */
export function noteGradientRead(tensor: GradientHolder, current: () => unknown): void {
  const recorder = activeRecorder();
  if (recorder === null || recorder.gradients.has(tensor)) return;
  if (recorder.isInner(tensor)) {
    const complaint = recorder.heldGradients.get(tensor);
    if (complaint !== undefined) throw new GradientError(complaint);
    recorder.gradientReads.add(tensor);
    return;
  }
  if (current() !== null) {
    const which = tensor.label === '' ? ', which no optimizer and no module has listed,' : '';
    throw new GradientError(
      `compile: ${called(tensor)}${which} has a gradient from before the call. ` +
        'Call zeroGrad() inside the function, before backward(): on this tensor, or on an ' +
        'optimizer or module that has it',
    );
  }
  recorder.guard(tensor, () => current() === null);
}

/** What to say of an argument that has a gradient already, should the call build on it. */
export function heldGradient(argument: string): string {
  return (
    `compile: ${argument}, has a gradient from before the call, which backward() left there: it ` +
    'fills `grad` of every leaf, not only of those that an optimizer updates and clears. Call ' +
    'zeroGrad() on this argument, inside the function before backward()'
  );
}
