/** Reading what a user gives an optimiser to optimise: parameters, or groups of them. */

import { ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { called } from '../tensor/handle/label.js';
import { Tensor } from '../tensor/index.js';

/** A group as the user gives it: what it leaves out has the optimiser's value. */
export type ParamGroupInput<Hyper> = Partial<Hyper> & { readonly params: Iterable<Tensor> };

/** Parameters, or groups of parameters with hyper-parameters of their own. */
export type Params<Hyper> = Iterable<Tensor> | Iterable<ParamGroupInput<Hyper>>;

/** Parameters that share hyper-parameters, which may be changed between steps. */
export type ParamGroup<Hyper> = Hyper & {
  readonly params: readonly Tensor[];
  /** The learning rate when the first scheduler was made; schedulers keep it here. */
  initialLr?: number;
};

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function checkParameter(optimizer: string, value: unknown, seen: Set<Tensor>): Tensor {
  if (!(value instanceof Tensor)) {
    refuseForeign(optimizer, value);
    throw new ValueError(
      `${optimizer}: expected tensors to optimise, got ${describe(value)}. ` +
        'Did you mean model.parameters()?',
    );
  }
  if (!value.isLeaf) {
    throw new ValueError(
      `${optimizer}: ${called(value)} was computed from others; ` +
        'only leaves can be optimised. Create it with { requiresGrad: true }',
    );
  }
  if (seen.has(value)) {
    throw new ValueError(`${optimizer}: ${called(value, 'a parameter')} is listed twice`);
  }
  seen.add(value);
  return value;
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return `a ${value.constructor.name}`;
}

/** Whether a value is a group: an object with parameters. */
export function isGroup<Hyper>(value: unknown): value is ParamGroupInput<Hyper> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Tensor) &&
    'params' in value &&
    isIterable(value.params)
  );
}

/** One group as read: its parameters, and the hyper-parameters that the user gave for it. */
export interface ReadGroup {
  readonly params: readonly Tensor[];
  readonly given: object;
}

/**
 * Reads parameters or groups of them; `known`: those that are optimised already.
 * @throws ValueError for an empty list, something that is not a leaf tensor, or a repetition.
 */
export function readGroups<Hyper>(
  optimizer: string,
  params: Params<Hyper>,
  known: readonly Tensor[] = [],
): ReadGroup[] {
  if (!isIterable(params)) {
    throw new ValueError(
      `${optimizer}: expected a list of parameters, got ${describe(params)}. ` +
        'Did you mean model.parameters()?',
    );
  }
  const seen = new Set(known);
  const read = (list: Iterable<unknown>): Tensor[] =>
    Array.from(list, (value) => checkParameter(optimizer, value, seen));
  const items: readonly unknown[] = [...params];
  const groups = items.every((item) => isGroup<Hyper>(item))
    ? items.map(({ params: list, ...given }) => ({ params: read(list), given }))
    : [{ params: read(items), given: {} }];
  if (seen.size === known.length) {
    throw new ValueError(
      `${optimizer}: there are no parameters to optimise, the list is empty. ` +
        'Has the model any layers with weights?',
    );
  }
  nameTheNameless(optimizer, seen);
  return groups;
}

/** Messages tell leaves that belong to no module apart by their numbers. */
function nameTheNameless(optimizer: string, params: Iterable<Tensor>): void {
  let number = 0;
  for (const parameter of params) {
    if (parameter.label === '') parameter.label = `parameter ${number} of ${optimizer}`;
    number += 1;
  }
}
