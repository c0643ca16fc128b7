/**
 * `RNN`, `LSTM` and `GRU`: layers of cells, in one or two directions, with PyTorch's layouts and
 * keys (`weight_ih_l0`, `bias_hh_l1_reverse`). The cells are in `recurrent-cells.ts`.
 * Source: https://pytorch.org/docs/stable/nn.html#recurrent-layers
 */

import { oneOf, ShapeError, ValueError } from '../../errors.js';
import { sameShape, show } from '../../graph/shape.js';
import { cat, stack, type Tensor, zeros } from '../../tensor/index.js';
import { checkDropProbability, dropout } from '../functional/dropout.js';
import { uniform } from '../init.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import {
  type Cell,
  type CellState,
  type CellWeights,
  elmanCell,
  gruCell,
  lstmCell,
  walk,
} from './recurrent-cells.js';
import { checkCount } from './sizes.js';

/** Options of the recurrent layers. */
export interface RecurrentOptions {
  /** Layers on top of each other, 1 by default. */
  readonly numLayers?: number;
  /** Whether the cells have biases, true by default. */
  readonly bias?: boolean;
  /** Whether sequences are `[N, T, I]` rather than `[T, N, I]`, false by default. */
  readonly batchFirst?: boolean;
  /** Chance to drop an output between two layers when training, 0 by default. */
  readonly dropout?: number;
  /** Whether a second walk goes from the end, its outputs beside the first's; false by default. */
  readonly bidirectional?: boolean;
}

/** Options of `RNN`. */
export interface RNNOptions extends RecurrentOptions {
  /** `'tanh'` (default) or `'relu'`. */
  readonly nonlinearity?: 'tanh' | 'relu';
}

/** State of an `LSTM`: hidden state and memory, each `[numLayers * directions, N, H]`. */
export type LSTMState = readonly [h: Tensor, c: Tensor];

/** The layers that all recurrent networks share; a subclass chooses the cell and the state's form. */
abstract class Recurrent extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  readonly #cell: Cell;
  /** One for each layer and direction, the reverse one after the forward one. */
  readonly #weights: CellWeights[] = [];

  constructor(cell: Cell, inputSize: number, hiddenSize: number, options: RecurrentOptions) {
    super();
    checkCount('recurrent layer', 'inputSize', inputSize);
    checkCount('recurrent layer', 'hiddenSize', hiddenSize);
    checkCount('recurrent layer', 'numLayers', options.numLayers ?? 1);
    checkDropProbability('recurrent layer', options.dropout ?? 0);
    this.#cell = cell;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = options.numLayers ?? 1;
    this.batchFirst = options.batchFirst ?? false;
    this.dropout = options.dropout ?? 0;
    this.bidirectional = options.bidirectional ?? false;
    for (let i = 0; i < this.numLayers * this.#directions; i++) {
      this.#weights.push(this.#makeWeights(i, options.bias ?? true));
    }
  }

  get #directions(): number {
    return this.bidirectional ? 2 : 1;
  }

  /** Registers PyTorch's four parameters of one walk, uniform over `±1 / sqrt(hiddenSize)`. */
  #makeWeights(index: number, hasBias: boolean): CellWeights {
    const { hiddenSize, inputSize } = this;
    const layer = Math.floor(index / this.#directions);
    const suffix = `l${layer}${index % this.#directions === 1 ? '_reverse' : ''}`;
    const width = layer === 0 ? inputSize : hiddenSize * this.#directions;
    const rows = this.#cell.gates * hiddenSize;
    const bound = 1 / Math.sqrt(hiddenSize);
    const make = (name: string, shape: readonly number[]): Parameter => {
      const parameter = this.register(`${name}_${suffix}`, new Parameter(zeros(shape)));
      uniform(parameter, -bound, bound);
      return parameter;
    };
    return {
      inputHidden: make('weight_ih', [rows, width]),
      hiddenHidden: make('weight_hh', [rows, hiddenSize]),
      inputBias: hasBias ? make('bias_ih', [rows]) : null,
      hiddenBias: hasBias ? make('bias_hh', [rows]) : null,
    };
  }

  /** `[T, N, I]` of an input in the layout that the options say, with or without a batch dim. */
  #timeFirst(x: Tensor): Tensor {
    const { inputSize, batchFirst } = this;
    if ((x.ndim !== 2 && x.ndim !== 3) || x.shape[x.ndim - 1] !== inputSize) {
      const layout = batchFirst ? '[N, T, I]' : '[T, N, I]';
      throw new ShapeError(
        `${this.constructor.name}(${inputSize}, ${this.hiddenSize}): the input must be ${layout} ` +
          `or [T, I] with I = ${inputSize}, got shape ${show(x.shape)}`,
      );
    }
    if (x.ndim === 2) return x.unsqueeze(1);
    return batchFirst ? x.transpose(0, 1) : x;
  }

  /** The given state, checked, one `[N, H]` of each kind per walk; zeros if there is none. */
  #startStates(x: Tensor, batch: number, given: readonly Tensor[] | null): CellState[] {
    const walks = this.#weights.length;
    const shape = [walks, ...(x.ndim === 2 ? [] : [batch]), this.hiddenSize];
    if (given === null) {
      const start = zeros([batch, this.hiddenSize], { dtype: x.dtype });
      const state = new Array<Tensor>(this.#cell.states).fill(start);
      return this.#weights.map(() => state);
    }
    for (const state of given) {
      if (sameShape(state.shape, shape)) continue;
      throw new ShapeError(
        `${this.constructor.name}: the initial state must have shape ${show(shape)} ` +
          `(layers * directions, batch, hidden), got ${show(state.shape)}`,
      );
    }
    return this.#weights.map((_, i) =>
      given.map((state) => state.at(i).reshape([batch, this.hiddenSize])),
    );
  }

  /** Output and final states in the layout of the input; `given` has one tensor per kind of state. */
  protected run(x: Tensor, given: readonly Tensor[] | null): { output: Tensor; state: Tensor[] } {
    let sequence = this.#timeFirst(x);
    const batch = sequence.shape[1] ?? 0;
    const starts = this.#startStates(x, batch, given);
    const ends: CellState[] = [];
    for (let layer = 0; layer < this.numLayers; layer++) {
      if (layer > 0) sequence = dropout(sequence, { p: this.dropout, training: this.training });
      const outputs: Tensor[] = [];
      for (let direction = 0; direction < this.#directions; direction++) {
        const index = layer * this.#directions + direction;
        const weights = this.#weights[index] as CellWeights;
        const start = starts[index] as CellState;
        const walked = walk(this.#cell, weights, sequence, start, direction === 1);
        outputs.push(walked.output);
        ends.push(walked.state);
      }
      sequence = cat(outputs, 2);
    }
    const kinds = Array.from({ length: this.#cell.states }, (_, kind) => kind);
    const state = kinds.map((kind) => stack(ends.map((end) => end[kind] as Tensor)));
    if (x.ndim === 2) return { output: sequence.squeeze(1), state: state.map((s) => s.squeeze(1)) };
    return { output: this.batchFirst ? sequence.transpose(0, 1) : sequence, state };
  }
}

const activations = { tanh: (x: Tensor) => x.tanh(), relu: (x: Tensor) => x.relu() } as const;

/** Elman's network, `h' = tanh(W x + U h + b)`. */
export class RNN extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    const { nonlinearity = 'tanh' } = options;
    if (!Object.hasOwn(activations, nonlinearity)) {
      throw new ValueError(
        `RNN: unknown nonlinearity '${nonlinearity}', expected ${oneOf(Object.keys(activations))}`,
      );
    }
    super(elmanCell(activations[nonlinearity]), inputSize, hiddenSize, options);
  }

  /**
   * `[T, N, I]` (`[N, T, I]` if `batchFirst`, or `[T, I]`) to the outputs of the last layer
   * `[T, N, directions * H]` and the final state `[layers * directions, N, H]`. The initial state is
   * zero if not given. @throws ShapeError
   */
  forward(x: Tensor, state: Tensor | null = null): [output: Tensor, state: Tensor] {
    const result = this.run(x, state === null ? null : [state]);
    return [result.output, ...(result.state as [Tensor])];
  }
}

/** Gated recurrent unit. Source: Cho et al., 2014. */
export class GRU extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(gruCell, inputSize, hiddenSize, options);
  }

  /** As `RNN.forward`. @throws ShapeError */
  forward(x: Tensor, state: Tensor | null = null): [output: Tensor, state: Tensor] {
    const result = this.run(x, state === null ? null : [state]);
    return [result.output, ...(result.state as [Tensor])];
  }
}

/** Long short-term memory. Source: Hochreiter and Schmidhuber, 1997. */
export class LSTM extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(lstmCell, inputSize, hiddenSize, options);
  }

  /** As `RNN.forward`; the state is a pair `[h, c]`. @throws ShapeError */
  forward(x: Tensor, state: LSTMState | null = null): [output: Tensor, state: LSTMState] {
    const result = this.run(x, state);
    return [result.output, result.state as [Tensor, Tensor]];
  }
}
