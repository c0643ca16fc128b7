/**
 * The one value that goes away: a version of a leaf that a graph needs which still requires
 * gradients.
 */

import { StaleTensorError } from '../errors.js';
import { checkHome, type Node } from './node.js';

/** Calls that go on from a graph, rather than read what it computes. */
const goesOn: ReadonlySet<string> = new Set(['backward', 'step', 'assign', 'grad']);

/** The error of a `call` that needs a version of `leaf` (what messages call it) which is gone. */
export function staleError(call: string, leaf: string): StaleTensorError {
  const cure = goesOn.has(call)
    ? 'Compute the loss anew in each step, and detach what is carried over from the last one ' +
      '(state = state.detach())'
    : 'Read it before the next step(), or detach() it before: detached values stay';
  return new StaleTensorError(
    `${call}: ${leaf} has been updated twice since this graph was built, and a graph that requires ` +
      `gradients belongs to its step. ${cure}`,
  );
}

/**
 * Checks that a value is not gone.
 * @throws StaleTensorError naming the `call` that needs it and the leaf that has moved on.
 */
export function checkThere({ value }: Node, call: string): void {
  if (value === null) return;
  checkHome(call, value);
  if (value.stale !== null) throw staleError(call, value.stale.name());
}
