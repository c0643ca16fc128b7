/** The state of an optimiser as a plain record, and the checks of loading one. */

import { ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { sameShape, show } from '../graph/shape.js';
import type { Tensor } from '../tensor/index.js';
import type { ParamGroup } from './param-groups.js';

/**
 * Tensors that an optimiser keeps for a parameter, of the parameter's dtype: of its shape, or 0-d
 * for what is one number.
 */
export interface StateTensors {
  readonly [name: string]: Tensor;
}

/** The state of one parameter. */
export interface Slot {
  step: number;
  readonly tensors: { [name: string]: Tensor };
}

/** Everything that an optimiser needs to continue exactly. */
export interface OptimizerState {
  /** By the number of the parameter, in the order of the groups; none before its first update. */
  readonly state: { readonly [index: string]: SavedSlot };
  /** Hyper-parameters of each group, and the numbers of its parameters. */
  readonly paramGroups: readonly SavedGroup[];
}

/** The state of one parameter. */
export interface SavedSlot {
  /** How many updates it has had. */
  readonly step: number;
  /** Tensors by name (`expAvg`, `momentumBuffer`). */
  readonly tensors: StateTensors;
}

/** The hyper-parameters of one group, as plain values, and the numbers of its parameters. */
export interface SavedGroup {
  readonly params: readonly number[];
  readonly [hyperparameter: string]: unknown;
}

/** Detached tensors with the values of this moment, and plain numbers. */
export function saveSlots(
  groups: readonly ParamGroup<object>[],
  slots: ReadonlyMap<Tensor, Slot>,
): OptimizerState {
  const state: { [index: string]: SavedSlot } = {};
  let count = 0;
  const paramGroups = groups.map(({ params, ...hyper }) => {
    const numbers = params.map((parameter) => {
      const index = count;
      count += 1;
      const slot = slots.get(parameter);
      if (slot !== undefined) {
        const entries = Object.entries(slot.tensors);
        const kept = entries.map(([name, tensor]) => [name, tensor.detach()]);
        state[index] = { step: slot.step, tensors: Object.fromEntries(kept) };
      }
      return index;
    });
    return { ...hyper, params: numbers };
  });
  return { state, paramGroups };
}

/** What has been read of a saved state, not yet in use. */
export interface LoadedState {
  readonly groups: readonly object[];
  readonly slots: ReadonlyMap<Tensor, Slot>;
}

function loadSlot(
  where: string,
  saved: SavedSlot,
  expected: StateTensors,
  parameter: Tensor,
): Slot {
  if (!Number.isInteger(saved.step) || saved.step < 0) {
    throw new ValueError(`${where} has no valid step count, got ${saved.step}`);
  }
  const tensors: { [name: string]: Tensor } = {};
  const missing = Object.keys(expected).find((name) => saved.tensors[name] === undefined);
  if (missing !== undefined) {
    const names = Object.keys(saved.tensors).join(', ') || 'nothing';
    throw new ValueError(
      `${where} lacks '${missing}', it has ${names}. Was it saved by another kind of optimizer?`,
    );
  }
  for (const [name, value] of Object.entries(saved.tensors)) {
    refuseForeign(where, value);
    const shape = expected[name]?.shape ?? parameter.shape;
    if (!sameShape(value.shape, shape)) {
      throw new ValueError(
        `${where}: '${name}' has shape ${show(value.shape)}, ` +
          `the parameter ${show(parameter.shape)} (${parameter.label}): it must have ${show(shape)}`,
      );
    }
    tensors[name] = value.detach().to(parameter.dtype);
  }
  return { step: saved.step, tensors };
}

/**
 * Reads a saved state for these groups without changing anything.
 * @throws ValueError naming the optimiser and what does not fit.
 */
export function loadSlots<Hyper extends object>(
  optimizer: string,
  state: OptimizerState,
  groups: readonly ParamGroup<Hyper>[],
  expected: (parameter: Tensor, group: Hyper) => StateTensors,
  check: (group: Hyper) => void,
): LoadedState {
  const op = `${optimizer}.loadStateDict`;
  const counts = groups.map((group) => group.params.length).join(', ');
  const saved = state.paramGroups.map((group) => group.params.length).join(', ');
  if (counts !== saved) {
    throw new ValueError(
      `${op}: this optimizer has groups of ${counts} parameters, the saved state of ${saved}`,
    );
  }
  const slots = new Map<Tensor, Slot>();
  const read = groups.map((group, i) => {
    const { params: _, ...current } = group;
    const isKnown = (name: string): boolean => Object.hasOwn(current, name) || name === 'initialLr';
    const hyper = Object.fromEntries(
      Object.entries(state.paramGroups[i] ?? {}).filter(([name]) => isKnown(name)),
    );
    const merged = { ...group, ...hyper };
    check(merged);
    group.params.forEach((parameter, k) => {
      const index = state.paramGroups[i]?.params[k];
      const slot = index === undefined ? undefined : state.state[index];
      if (slot === undefined) return;
      const where = `${op}: the state of parameter ${index}`;
      slots.set(parameter, loadSlot(where, slot, expected(parameter, merged), parameter));
    });
    return hyper;
  });
  return { groups: read, slots };
}
