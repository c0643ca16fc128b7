/** A function of tensors as it stands, or compiled: one text of a step serves both. */

import { compile, type Tensor } from 'chainrule';

/** Gives back a function that does the same. */
export type Wrap = <Args extends readonly Tensor[], Result>(
  fn: (...args: Args) => Result,
) => (...args: Args) => Result;

/** The function as it stands. */
export const plainly: Wrap = (fn) => fn;

/** The first step of an optimiser makes its state; two more have to agree. */
const mostCaptures = 3;

/**
 * Through `compile()`. Fails when calls are no replays, so that nothing else is measured as such.
 */
export const compiled: Wrap = (fn) => {
  const step = compile(fn);
  return (...args) => {
    const result = step(...args);
    if (step.captures > mostCaptures) throw new Error(`no replay: ${step.obstacle}`);
    return result;
  };
};
