/**
 * One step of each recurrent network, and the walk of a cell along a sequence. The products with
 * the input of all steps are one contraction before the walk starts. Source:
 * https://pytorch.org/docs/stable/nn.html#recurrent-layers
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
  /** `[P, H]`: what the hidden state is projected with, if at all. */
  readonly projection?: Parameter | null;
}

/** State of a cell, `[N, H]` each; a projected hidden state is `[N, P]`. */
export interface CellState {
  readonly hidden: Tensor;
  /** What an LSTM carries besides; the hidden state itself in the others. */
  readonly memory: Tensor;
}

/** A kind of recurrent network. */
export interface Cell {
  /** Gates, each of which has its own rows in the weights. */
  readonly gates: number;
  /** Whether the two biases enter as their sum, and so can be added once for all steps. */
  readonly biasesAdd: boolean;
  /** The next state. `fromInput` and `fromHidden` are `[N, G H]`. */
  step(fromInput: Tensor, fromHidden: Tensor, state: CellState): CellState;
}

/** Columns of gate number `index`, as wide as the state that is not projected. */
function gate(gates: Tensor, index: number, state: CellState): Tensor {
  const size = state.memory.shape[1] ?? 0;
  return gates.slice(1, index * size, (index + 1) * size);
}

/** The state of a cell that carries nothing besides the hidden state. */
function only(hidden: Tensor): CellState {
  return { hidden, memory: hidden };
}

/** What an Elman network applies to its sums. */
export type Nonlinearity = 'tanh' | 'relu';

const activations: { readonly [N in Nonlinearity]: (x: Tensor) => Tensor } = {
  tanh: (x) => x.tanh(),
  relu: (x) => x.relu(),
};

/** `h' = activation(W x + U h + b)`. */
export function elmanCell(nonlinearity: Nonlinearity = 'tanh'): Cell {
  const activation = activations[nonlinearity];
  return {
    gates: 1,
    biasesAdd: true,
    step: (fromInput, fromHidden) => only(activation(fromInput.add(fromHidden))),
  };
}

/** Gates i, f, g, o: `c' = f c + i g`, `h' = o tanh(c')`. Source: Hochreiter, Schmidhuber, 1997. */
export const lstmCell: Cell = {
  gates: 4,
  biasesAdd: true,
  step: (fromInput, fromHidden, state) => {
    const gates = fromInput.add(fromHidden);
    const kept = gate(gates, 1, state).sigmoid().mul(state.memory);
    const written = gate(gates, 0, state)
      .sigmoid()
      .mul(gate(gates, 2, state).tanh());
    const memory = kept.add(written);
    return { hidden: gate(gates, 3, state).sigmoid().mul(memory.tanh()), memory };
  },
};

/** Gates r, z, n: `n = tanh(x_n + r h_n)`, `h' = n + z (h - n)`. Source: Cho et al., 2014. */
export const gruCell: Cell = {
  gates: 3,
  biasesAdd: false,
  step: (fromInput, fromHidden, state) => {
    const sum = (index: number): Tensor =>
      gate(fromInput, index, state).add(gate(fromHidden, index, state));
    const reset = sum(0).sigmoid();
    const fresh = gate(fromInput, 2, state)
      .add(reset.mul(gate(fromHidden, 2, state)))
      .tanh();
    return only(fresh.add(sum(1).sigmoid().mul(state.hidden.sub(fresh))));
  },
};

/** The bias that enters with the input, and the one that enters with the hidden state. */
function biasesOf(cell: Cell, weights: CellWeights): [Tensor | null, Tensor | null] {
  const { inputBias, hiddenBias } = weights;
  if (!cell.biasesAdd || inputBias === null || hiddenBias === null) return [inputBias, hiddenBias];
  return [inputBias.add(hiddenBias), null];
}

/** The state with its hidden part projected, if it is to be. */
function projected(state: CellState, { projection = null }: CellWeights): CellState {
  return projection === null ? state : { ...state, hidden: linear(state.hidden, projection) };
}

/**
 * Walks along `x` `[T, N, I]`, from the end if `reverse`. Returns the hidden states
 * `[T, N, H]` (or P), in
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
    const fromHidden = linear(state.hidden, weights.hiddenHidden, late);
    state = projected(cell.step(fromInput.at(t), fromHidden, state), weights);
    outputs[t] = state.hidden;
  }
  return { output: stack(outputs, 0), state };
}
