/**
 * `RNN`, `LSTM` and `GRU`: layers of cells, in one or two directions, with PyTorch's layouts and
 * keys (`weight_ih_l0`, `bias_hh_l1_reverse`). The cells are in `cells.ts`.
 * Source: https://pytorch.org/docs/stable/nn.html#recurrent-layers
 */

import { internal, ShapeError, ValueError } from '../../errors.js';
import { sameShape, show } from '../../graph/shape.js';
import { noteCarried } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/nn.js';
import { cat, stack, type Tensor, zeros } from '../../tensor/index.js';
import { checkDropProbability, dropout } from '../functional/dropout.js';
import { uniform } from '../init.js';
import { checkCount } from '../layers/sizes.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { facts } from '../text/python-text.js';
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

/** Options of `LSTM`. */
export interface LSTMOptions extends RecurrentOptions {
  /** Width that the hidden state is projected to, less than the hidden size; 0 (default): none. */
  readonly projSize?: number;
}

/**
 * State of an `LSTM`: hidden state and memory, each `[numLayers * directions, N, H]`; a projected
 * hidden state has `projSize` in place of H.
 */
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

/** How PyTorch names the parameters of a walk. */
function suffixOf(layer: number, reverse: boolean): string {
  return `l${layer}${reverse ? '_reverse' : ''}`;
}

/**
 * The layers that all recurrent networks share; a subclass chooses the cell and the state's form.
 */
abstract class Recurrent extends Module {
  /** Width of the input. */
  readonly inputSize: number;
  /** Width of the hidden state. */
  readonly hiddenSize: number;
  /** Layers on top of each other. */
  readonly numLayers: number;
  /** Whether the cells have biases. */
  readonly bias: boolean;
  /** Whether sequences are `[N, T, I]` rather than `[T, N, I]`. */
  readonly batchFirst: boolean;
  /** Chance to drop an output between two layers when training. */
  readonly dropout: number;
  /** Whether a second walk goes from the end. */
  readonly bidirectional: boolean;
  /** Width that the hidden state is projected to; 0 for none. */
  readonly projSize: number;
  private readonly cell: Cell;

  protected constructor(cell: Cell, inputSize: number, hiddenSize: number, options: LSTMOptions) {
    super();
    const { numLayers = 1, bias = true, dropout: p = 0, bidirectional = false } = options;
    const { projSize = 0 } = options;
    const name = new.target.name;
    checkCount(name, 'inputSize', inputSize);
    checkCount(name, 'hiddenSize', hiddenSize);
    checkCount(name, 'numLayers', numLayers);
    checkDropProbability(name, p);
    checkProjection(name, projSize, hiddenSize);
    this.cell = cell;
    this.bias = bias;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = numLayers;
    this.batchFirst = options.batchFirst ?? false;
    this.dropout = p;
    this.bidirectional = bidirectional;
    this.projSize = projSize;
    for (let layer = 0; layer < numLayers; layer++) {
      for (const reverse of this.directions()) this.makeWeights(layer, reverse);
    }
  }

  /** From the start, and from the end if bidirectional. */
  private directions(): boolean[] {
    return this.bidirectional ? [false, true] : [false];
  }

  /** Registers PyTorch's parameters of one walk, uniform over `±1 / sqrt(hiddenSize)`. */
  private makeWeights(layer: number, reverse: boolean): void {
    const { hiddenSize, inputSize, bidirectional, projSize } = this;
    const own = projSize || hiddenSize;
    const suffix = suffixOf(layer, reverse);
    const width = layer === 0 ? inputSize : own * (bidirectional ? 2 : 1);
    const rows = this.cell.gates * hiddenSize;
    const bound = 1 / Math.sqrt(hiddenSize);
    const make = (name: string, shape: readonly number[]): void => {
      const parameter = this.register(`${name}_${suffix}`, new Parameter(zeros(shape)));
      uniform(parameter, -bound, bound);
    };
    make('weight_ih', [rows, width]);
    make('weight_hh', [rows, own]);
    for (const name of this.bias ? ['bias_ih', 'bias_hh'] : []) make(name, [rows]);
    if (projSize > 0) make('weight_hr', [projSize, hiddenSize]);
  }

  /** The walks of a layer: forward, and from the end if bidirectional. */
  private walksOf(layer: number): Walk[] {
    const directions = this.directions();
    return directions.map((reverse, direction) => {
      const suffix = suffixOf(layer, reverse);
      const named = (name: string): Parameter => {
        const parameter = this.ownState.named.get(`${name}_${suffix}`);
        if (parameter instanceof Parameter) return parameter;
        throw internal(`${this.constructor.name} has no ${name}_${suffix}`);
      };
      const weights: CellWeights = {
        inputHidden: named('weight_ih'),
        hiddenHidden: named('weight_hh'),
        inputBias: this.bias ? named('bias_ih') : null,
        hiddenBias: this.bias ? named('bias_hh') : null,
        projection: this.projSize > 0 ? named('weight_hr') : null,
      };
      return { weights, index: layer * directions.length + direction, reverse };
    });
  }

  /** `[T, N, I]` of an input in the layout that the options say, with or without a batch dim. */
  private timeFirst(x: Tensor): Tensor {
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

  private checkState(x: Tensor, batch: number, width: number, given: Tensor): void {
    const walks = this.numLayers * this.directions().length;
    const shape = [walks, ...(x.ndim === 2 ? [] : [batch]), width];
    if (sameShape(given.shape, shape)) return;
    throw new ShapeError(
      `${this.constructor.name}: the initial state must have shape ${show(shape)} ` +
        `(layers * directions, batch, hidden), got ${show(given.shape)}`,
    );
  }

  /** From the state of each walk at the start (zeros if null) to outputs and states at the end. */
  protected run(x: Tensor, given: CellState | null): RunResult {
    let sequence = this.timeFirst(x);
    const batch = sequence.shape[1] ?? 0;
    const [wide, own] = [this.hiddenSize, this.projSize || this.hiddenSize];
    if (given !== null) {
      this.checkState(x, batch, own, given.hidden);
      this.checkState(x, batch, wide, given.memory);
    }
    const start = (state: Tensor | undefined, width: number, index: number): Tensor =>
      state?.at(index).reshape([batch, width]) ?? zeros([batch, width], { dtype: x.dtype });
    const ends: CellState[] = [];
    for (let layer = 0; layer < this.numLayers; layer++) {
      if (layer > 0) sequence = dropout(sequence, { p: this.dropout, training: this.training });
      const results = this.walksOf(layer).map(({ weights, index, reverse }) => {
        const hidden = start(given?.hidden, own, index);
        const memory = start(given?.memory, wide, index);
        return walk(this.cell, weights, sequence, { hidden, memory }, reverse);
      });
      ends.push(...results.map(({ state }) => state));
      sequence = cat(
        results.map(({ output }) => output),
        2,
      );
    }
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

  override extraRepr(): string {
    const said = {
      proj_size: this.projSize || undefined,
      num_layers: this.numLayers === 1 ? undefined : this.numLayers,
      bias: this.bias ? undefined : false,
      batch_first: this.batchFirst || undefined,
      dropout: this.dropout || undefined,
      bidirectional: this.bidirectional || undefined,
    };
    return [`${this.inputSize}, ${this.hiddenSize}`, facts(said)].filter(Boolean).join(', ');
  }
}

/** @throws ValueError unless a projection is narrower than the hidden state. */
function checkProjection(layer: string, projSize: number, hiddenSize: number): void {
  if (Number.isInteger(projSize) && projSize >= 0 && projSize < hiddenSize) return;
  throw new ValueError(
    `${layer}: projSize must be an integer from 0 (none) to below hiddenSize ${hiddenSize}, got ` +
      `${projSize}`,
  );
}

/**
 * Elman's network, `h' = tanh(W x + U h + b)`.
 * @example
 * const [output, state] = new nn.RNN(3, 4, { batchFirst: true }).forward(zeros([2, 5, 3]));
 * console.log(output.shape, state.shape); // [ 2, 5, 4 ] [ 1, 2, 4 ]
 */
export class RNN extends Recurrent {
  /** What is applied to the sums. */
  readonly nonlinearity: Nonlinearity;

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    signatures.RNN.check(arguments);
    const { nonlinearity = 'tanh' } = options;
    super(elmanCell(nonlinearity), inputSize, hiddenSize, options);
    this.nonlinearity = nonlinearity;
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
  constructor(inputSize: number, hiddenSize: number, options: LSTMOptions = {}) {
    signatures.LSTM.check(arguments);
    super(lstmCell, inputSize, hiddenSize, options);
  }

  /**
   * As `RNN.forward`; the state is a pair `[h, c]`, and with `projSize` outputs and h have that
   * width. @throws ShapeError
   */
  forward(x: Tensor, state: LSTMState | null = null): [output: Tensor, state: LSTMState] {
    signatures.LSTM$forward.check(arguments);
    const given = state === null ? null : { hidden: state[0], memory: state[1] };
    const { output, ends } = this.run(x, given);
    const hidden = ends.map((end) => end.hidden);
    const memory = ends.map((end) => end.memory);
    return [output, [this.stackStates(x, hidden), this.stackStates(x, memory)]];
  }
}
