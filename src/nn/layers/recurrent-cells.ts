/**
 * One step of each recurrent network, and the walk of a cell along a sequence. The products with the
 * input of all steps are one contraction before the walk starts.
 * Source: https://pytorch.org/docs/stable/nn.html#recurrent-layers
 */

import { ShapeError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import { stack, type Tensor } from '../../tensor/index.js';
import { linear } from '../functional/linear.js';
import type { Parameter } from '../parameter.js';

/** Weights of one layer in one direction; `G` gates of `H` hidden units, `I` inputs. */
export interface CellWeights {
  /** `[G H, I]` */
  readonly inputHidden: Parameter;
  /** `[G H, H]` */
  readonly hiddenHidden: Parameter;
  /** `[G H]` */
  readonly inputBias: Parameter | null;
  /** `[G H]` */
  readonly hiddenBias: Parameter | null;
}

/** State of a cell: `[h]`, or `[h, c]` of an LSTM; each `[N, H]`. */
export type CellState = readonly Tensor[];

/** A kind of recurrent network. */
export interface Cell {
  /** Gates, each of which has its own rows in the weights. */
  readonly gates: number;
  /** Tensors in the state. */
  readonly states: number;
  /** Whether the two biases enter as their sum, and so can be added once for all steps. */
  readonly biasesAdd: boolean;
  /** The next state. `fromInput` and `fromHidden` are `[N, G H]`. */
  step(fromInput: Tensor, fromHidden: Tensor, state: CellState): CellState;
}

function parts(gates: Tensor, count: number): Tensor[] {
  return gates.chunk(count, 1);
}

/** `h' = activation(W x + U h + b)`. */
export function elmanCell(activation: (x: Tensor) => Tensor): Cell {
  return {
    gates: 1,
    states: 1,
    biasesAdd: true,
    step: (fromInput, fromHidden) => [activation(fromInput.add(fromHidden))],
  };
}

/** Gates i, f, g, o: `c' = f c + i g`, `h' = o tanh(c')`. Source: Hochreiter, Schmidhuber, 1997. */
export const lstmCell: Cell = {
  gates: 4,
  states: 2,
  biasesAdd: true,
  step: (fromInput, fromHidden, state) => {
    const [i, f, g, o] = parts(fromInput.add(fromHidden), 4) as [Tensor, Tensor, Tensor, Tensor];
    const [, before] = state as [Tensor, Tensor];
    const memory = f.sigmoid().mul(before).add(i.sigmoid().mul(g.tanh()));
    return [o.sigmoid().mul(memory.tanh()), memory];
  },
};

/** Gates r, z, n: `n = tanh(x_n + r h_n)`, `h' = n + z (h - n)`. Source: Cho et al., 2014. */
export const gruCell: Cell = {
  gates: 3,
  states: 1,
  biasesAdd: false,
  step: (fromInput, fromHidden, state) => {
    const [xr, xz, xn] = parts(fromInput, 3) as [Tensor, Tensor, Tensor];
    const [hr, hz, hn] = parts(fromHidden, 3) as [Tensor, Tensor, Tensor];
    const [before] = state as [Tensor];
    const fresh = xn.add(xr.add(hr).sigmoid().mul(hn)).tanh();
    return [fresh.add(xz.add(hz).sigmoid().mul(before.sub(fresh)))];
  },
};

/** The bias that enters with the input, and the one that enters with the hidden state. */
function biasesOf(cell: Cell, weights: CellWeights): [Tensor | null, Tensor | null] {
  const { inputBias, hiddenBias } = weights;
  if (!cell.biasesAdd || inputBias === null || hiddenBias === null) return [inputBias, hiddenBias];
  return [inputBias.add(hiddenBias), null];
}

/**
 * Walks along `x` `[T, N, I]`, from the end if `reverse`. Returns the hidden states `[T, N, H]`, in
 * the order of the input, and the last state.
 */
export function walk(
  cell: Cell,
  weights: CellWeights,
  x: Tensor,
  initial: CellState,
  reverse: boolean,
): { output: Tensor; state: CellState } {
  const steps = x.shape[0] ?? 0;
  if (steps === 0) {
    throw new ShapeError(`recurrent layer: the sequence is empty, shape ${show(x.shape)}`);
  }
  const [early, late] = biasesOf(cell, weights);
  const fromInput = linear(x, weights.inputHidden, early);
  const outputs = new Array<Tensor>(steps);
  let state = initial;
  for (let i = 0; i < steps; i++) {
    const t = reverse ? steps - 1 - i : i;
    const [hidden] = state as [Tensor];
    const fromHidden = linear(hidden, weights.hiddenHidden, late);
    state = cell.step(fromInput.at(t), fromHidden, state);
    outputs[t] = state[0] as Tensor;
  }
  return { output: stack(outputs, 0), state };
}
