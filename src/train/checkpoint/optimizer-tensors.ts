/** The state of an optimiser as tensors with flat names, and the rest, for files; and back. */

import type { OptimizerState, SavedSlot } from '../../optim/index.js';
import type { Tensor } from '../../tensor/index.js';
import type { SavedOptimizer } from './saved-state.js';

/** Tensors under the names `<number of the parameter>/<name>`, and the rest. */
export function splitOptimizer(state: OptimizerState): {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly rest: SavedOptimizer;
} {
  const slots = Object.entries(state.state);
  const named = slots.flatMap(([index, slot]) =>
    Object.entries(slot.tensors).map(([name, tensor]) => [`${index}/${name}`, tensor] as const),
  );
  const steps = slots.map(([index, { step }]) => [index, step] as const);
  return {
    tensors: Object.fromEntries(named),
    rest: { paramGroups: state.paramGroups, steps: Object.fromEntries(steps) },
  };
}

/** The state that was split. */
export function joinOptimizer(
  { paramGroups, steps }: SavedOptimizer,
  named: readonly (readonly [name: string, tensor: Tensor])[],
): OptimizerState {
  const slots = Object.entries(steps).map(([index, step]): [string, SavedSlot] => {
    const prefix = `${index}/`;
    const own = named.filter(([name]) => name.startsWith(prefix));
    const tensors = own.map(([name, tensor]) => [name.slice(prefix.length), tensor] as const);
    return [index, { step, tensors: Object.fromEntries(tensors) }];
  });
  return { state: Object.fromEntries(slots), paramGroups };
}
