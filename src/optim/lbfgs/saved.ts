/** The state of L-BFGS as a plain record of tensors and numbers, and back. */

import { ValueError } from '../../errors.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { type Flat, zerosFor } from './flat.js';
import { Memory } from './memory.js';

/** The last step: where to, how far, and the gradient that it began with. */
export interface SearchState {
  readonly direction: Flat;
  readonly t: number;
  readonly gradient: Flat;
}

/** Everything that `LBFGS` needs to continue exactly; the tensors are flat, of all parameters. */
export interface LBFGSState {
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  /** Null before the first step. */
  readonly search: {
    readonly direction: Tensor;
    readonly t: number;
    readonly gradient: Tensor;
  } | null;
  /** The guess of the inverse curvature. */
  readonly scale: number;
  /** The steps that are remembered, oldest first. */
  readonly pairs: readonly {
    readonly step: Tensor;
    readonly change: Tensor;
    readonly inverse: number;
  }[];
}

function asTensor(flat: Flat): Tensor {
  return tensor(flat.slice());
}

/** The state as a record. */
export function save(hyper: object, search: SearchState | null, memory: Memory): LBFGSState {
  return {
    hyperparameters: { ...hyper },
    search:
      search === null
        ? null
        : {
            direction: asTensor(search.direction),
            t: search.t,
            gradient: asTensor(search.gradient),
          },
    scale: memory.scale,
    pairs: memory.pairs.map(({ step, change, inverse }) => ({
      step: asTensor(step),
      change: asTensor(change),
      inverse,
    })),
  };
}

/** What has been read of a record. */
export interface Restored {
  readonly hyper: object;
  readonly search: SearchState | null;
  readonly memory: Memory;
}

/** Reads a record for these parameters. @throws ValueError when it is of others. */
export function restore(state: LBFGSState, params: readonly Tensor[], known: object): Restored {
  const { length } = zerosFor(params);
  const flat = (given: Tensor): Flat => {
    const values = zerosFor(params);
    if (given.numel === length) {
      values.set(given.toTypedArray());
      return values;
    }
    throw new ValueError(
      `LBFGS.loadStateDict: the state is of ${given.numel} numbers, the parameters have ${length}`,
    );
  };
  const { search, pairs, scale, hyperparameters } = state;
  const memory = new Memory();
  memory.scale = scale;
  memory.pairs = pairs.map(({ step, change, inverse }) => {
    return { step: flat(step), change: flat(change), inverse };
  });
  const given = Object.entries(hyperparameters).filter(([name]) => Object.hasOwn(known, name));
  return {
    hyper: Object.fromEntries(given),
    search:
      search === null
        ? null
        : { direction: flat(search.direction), t: search.t, gradient: flat(search.gradient) },
    memory,
  };
}
