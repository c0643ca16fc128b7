/**
 * `RNN`, `LSTM` and `GRU`: layers of cells, in one or two directions, with PyTorch's layouts and
 * keys (`weight_ih_l0`, `bias_hh_l1_reverse`). The cells are in `cells.ts`.
 * Source: https://pytorch.org/docs/stable/nn.html#recurrent-layers
 */

import { ShapeError } from '../../errors.js';
import { sameShape, show } from '../../graph/shape.js';
import { noteCarried } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/nn.js';
import { cat, stack, type Tensor, zeros } from '../../tensor/index.js';
import { checkDropProbability, dropout } from '../functional/dropout.js';
import { uniform } from '../init.js';
import { checkCount } from '../layers/sizes.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import {
  type Cell,
  type CellState,
  type CellWeights,
  elmanCell,
  gruCell,
  lstmCell,
  type Nonlinearity,
  walk,
} from './cells.js';

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
  readonly nonlinearity?: Nonlinearity;
}

/** State of an `LSTM`: hidden state and memory, each `[numLayers * directions, N, H]`. */
export type LSTMState = readonly [h: Tensor, c: Tensor];

/** One cell's way along the sequence. */
interface Walk {
  readonly weights: CellWeights;
  /** Its place in the state, `[layers * directions, N, H]`. */
  readonly index: number;
  readonly reverse: boolean;
}

/** Outputs of the last layer, and the final state of every walk. */
interface RunResult {
  readonly output: Tensor;
  readonly ends: readonly CellState[];
}

/**
 * The layers that all recurrent networks share; a subclass chooses the cell and the state's form.
 */
abstract class Recurrent extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  readonly #cell: Cell;
  /** The walks of each layer: forward, and from the end if bidirectional. */
  readonly #layers: readonly (readonly Walk[])[];

  constructor(cell: Cell, inputSize: number, hiddenSize: number, options: RecurrentOptions) {
    super();
    const { numLayers = 1, bias = true, dropout: p = 0, bidirectional = false } = options;
    const name = new.target.name;
    checkCount(name, 'inputSize', inputSize);
    checkCount(name, 'hiddenSize', hiddenSize);
    checkCount(name, 'numLayers', numLayers);
    checkDropProbability(name, p);
    this.#cell = cell;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = numLayers;
    this.batchFirst = options.batchFirst ?? false;
    this.dropout = p;
    this.bidirectional = bidirectional;
    const directions = bidirectional ? [false, true] : [false];
    this.#layers = Array.from({ length: numLayers }, (_, layer) =>
      directions.map((reverse, direction) => ({
        weights: this.#makeWeights(layer, reverse, bias),
        index: layer * directions.length + direction,
        reverse,
      })),
    );
  }

  /** Registers PyTorch's four parameters of one walk, uniform over `±1 / sqrt(hiddenSize)`. */
  #makeWeights(layer: number, reverse: boolean, hasBias: boolean): CellWeights {
    const { hiddenSize, inputSize, bidirectional } = this;
    const suffix = `l${layer}${reverse ? '_reverse' : ''}`;
    const width = layer === 0 ? inputSize : hiddenSize * (bidirectional ? 2 : 1);
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

  #checkState(x: Tensor, batch: number, given: Tensor): void {
    const walks = this.#layers.length * (this.bidirectional ? 2 : 1);
    const shape = [walks, ...(x.ndim === 2 ? [] : [batch]), this.hiddenSize];
    if (sameShape(given.shape, shape)) return;
    throw new ShapeError(
      `${this.constructor.name}: the initial state must have shape ${show(shape)} ` +
        `(layers * directions, batch, hidden), got ${show(given.shape)}`,
    );
  }

  /** From the state of each walk at the start (zeros if null) to outputs and states at the end. */
  protected run(x: Tensor, given: CellState | null): RunResult {
    let sequence = this.#timeFirst(x);
    const shape = [sequence.shape[1] ?? 0, this.hiddenSize];
    for (const state of given === null ? [] : [given.hidden, given.memory]) {
      this.#checkState(x, shape[0] ?? 0, state);
    }
    const nothing = zeros(shape, { dtype: x.dtype });
    const start = (state: Tensor | undefined, index: number): Tensor =>
      state?.at(index).reshape(shape) ?? nothing;
    const ends: CellState[] = [];
    this.#layers.forEach((walks, layer) => {
      if (layer > 0) sequence = dropout(sequence, { p: this.dropout, training: this.training });
      const results = walks.map(({ weights, index, reverse }) => {
        const [hidden, memory] = [start(given?.hidden, index), start(given?.memory, index)];
        return walk(this.#cell, weights, sequence, { hidden, memory }, reverse);
      });
      ends.push(...results.map(({ state }) => state));
      sequence = cat(
        results.map(({ output }) => output),
        2,
      );
    });
    if (x.ndim === 2) return { output: sequence.squeeze(1), ends };
    return { output: this.batchFirst ? sequence.transpose(0, 1) : sequence, ends };
  }

  /**
   * States of all walks as one tensor, `[layers * directions, N, H]`, or without N as the input.
   */
  protected stackStates(x: Tensor, states: readonly Tensor[]): Tensor {
    const stacked = stack(states);
    const state = x.ndim === 2 ? stacked.squeeze(1) : stacked;
    noteCarried(state.node);
    return state;
  }

  /** For cells without memory: output and stacked hidden states. */
  protected runHidden(x: Tensor, hidden: Tensor | null): [output: Tensor, state: Tensor] {
    const given = hidden === null ? null : { hidden, memory: hidden };
    const { output, ends } = this.run(x, given);
    const states = ends.map((end) => end.hidden);
    return [output, this.stackStates(x, states)];
  }
}

/**
 * Elman's network, `h' = tanh(W x + U h + b)`.
 * @example
 * const [output, state] = new nn.RNN(3, 4, { batchFirst: true }).forward(zeros([2, 5, 3]));
 * console.log(output.shape, state.shape); // [ 2, 5, 4 ] [ 1, 2, 4 ]
 */
export class RNN extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    signatures.RNN.check(arguments);
    super(elmanCell(options.nonlinearity), inputSize, hiddenSize, options);
  }

  /**
   * `[T, N, I]` (`[N, T, I]` if `batchFirst`, or `[T, I]`) to the outputs of the last layer `[T, N,
   * directions * H]` and the final state `[layers * directions, N, H]`. The initial state is zero
   * if not given. @throws ShapeError
   */
  forward(x: Tensor, state: Tensor | null = null): [output: Tensor, state: Tensor] {
    signatures.RNN$forward.check(arguments);
    return this.runHidden(x, state);
  }
}

/**
 * Gated recurrent unit. Source: Cho et al., 2014.
 * @example
 * const [output, state] = new nn.GRU(3, 4, { batchFirst: true }).forward(zeros([2, 5, 3]));
 * console.log(output.shape, state.shape); // [ 2, 5, 4 ] [ 1, 2, 4 ]
 */
export class GRU extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    signatures.GRU.check(arguments);
    super(gruCell, inputSize, hiddenSize, options);
  }

  /** As `RNN.forward`. @throws ShapeError */
  forward(x: Tensor, state: Tensor | null = null): [output: Tensor, state: Tensor] {
    signatures.GRU$forward.check(arguments);
    return this.runHidden(x, state);
  }
}

/**
 * Long short-term memory. Source: Hochreiter and Schmidhuber, 1997.
 * @example
 * const lstm = new nn.LSTM(3, 4, { batchFirst: true });
 * const [output, [hidden, cell]] = lstm.forward(zeros([2, 5, 3]));
 * console.log(output.shape, hidden.shape, cell.shape); // [ 2, 5, 4 ] [ 1, 2, 4 ] [ 1, 2, 4 ]
 */
export class LSTM extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    signatures.LSTM.check(arguments);
    super(lstmCell, inputSize, hiddenSize, options);
  }

  /** As `RNN.forward`; the state is a pair `[h, c]`. @throws ShapeError */
  forward(x: Tensor, state: LSTMState | null = null): [output: Tensor, state: LSTMState] {
    signatures.LSTM$forward.check(arguments);
    const given = state === null ? null : { hidden: state[0], memory: state[1] };
    const { output, ends } = this.run(x, given);
    const hidden = ends.map((end) => end.hidden);
    const memory = ends.map((end) => end.memory);
    return [output, [this.stackStates(x, hidden), this.stackStates(x, memory)]];
  }
}
