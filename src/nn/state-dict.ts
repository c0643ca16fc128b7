/** The state of a module as a plain record, and the checks of loading one. Knows no module. */

import { ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { type Shape, sameShape, show } from '../graph/shape.js';
import { Tensor } from '../tensor/index.js';

/** Tensors by PyTorch's keys (`0.weight`, `running_mean`). */
export interface StateDict {
  [key: string]: Tensor;
}

/** Options of `loadStateDict`. */
export interface LoadOptions {
  /** Whether missing and unexpected keys are errors, true by default. */
  readonly strict?: boolean;
}

/** Keys in which a record and a module differ. */
export interface LoadReport {
  /** Keys of the module that the record lacks; these keep their values. */
  readonly missing: readonly string[];
  /** Keys of the record that the module does not have. */
  readonly unexpected: readonly string[];
}

/** At most this many keys of one kind are listed in a message. */
const SHOWN = 10;

function list(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > SHOWN ? [`... and ${lines.length - SHOWN} more`] : [];
  return [`  ${title}: ${[...lines.slice(0, SHOWN), ...more].join(', ')}`];
}

/** A tensor of a lazy module, which takes the shape of what is loaded. */
interface Shapeless {
  readonly hasShape: boolean;
  materialize(shape: Shape): void;
}

function isShapeless(target: Tensor): target is Tensor & Shapeless {
  return 'hasShape' in target && target.hasShape === false;
}

/** `0.weight (checkpoint [3, 4], model [3, 5])`, or null when it fits. */
function misfit(key: string, target: Tensor, value: unknown): string | null {
  refuseForeign(`loadStateDict: ${key}`, value);
  if (!(value instanceof Tensor)) return `${key} (not a tensor: ${String(value)})`;
  if (sameShape(target.shape, value.shape) || isShapeless(target)) return null;
  return `${key} (given ${show(value.shape)}, the model has ${show(target.shape)})`;
}

/**
 * Assigns the values of `state` to the targets of the same keys.
 * @throws ValueError naming `owner` and every key that does not fit, before anything changes.
 */
export function loadInto(
  owner: string,
  targets: ReadonlyMap<string, Tensor>,
  state: StateDict,
  options: LoadOptions,
): LoadReport {
  const keys = Object.keys(state);
  const missing = [...targets.keys()].filter((key) => !Object.hasOwn(state, key));
  const unexpected = keys.filter((key) => !targets.has(key));
  const misshapen = [...targets].flatMap(([key, target]) => {
    if (!Object.hasOwn(state, key)) return [];
    return misfit(key, target, state[key]) ?? [];
  });
  const problems = [
    ...((options.strict ?? true)
      ? [...list('missing', missing), ...list('unexpected', unexpected)]
      : []),
    ...list('of another shape', misshapen),
  ];
  if (problems.length > 0) {
    throw new ValueError(
      `loadStateDict: the given state does not fit ${owner}, and nothing was loaded:\n` +
        problems.join('\n'),
    );
  }
  for (const [key, target] of targets) {
    const value = state[key];
    if (value === undefined) continue;
    // A state that was saved before the first input has no shape either.
    if (isShapeless(target) && value.numel > 0) target.materialize(value.shape);
    target.assign(value.detach().to(target.dtype));
  }
  return { missing, unexpected };
}
