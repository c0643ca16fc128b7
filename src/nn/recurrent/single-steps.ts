/**
 * One step of each recurrent network as a module, for loops of one's own. The cells themselves are
 * in `cells.ts`. Source: https://pytorch.org/docs/stable/nn.html#recurrent-layers
 */

import { ShapeError } from '../../errors.js';
import { sameShape, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import { linear } from '../functional/linear.js';
import { uniform } from '../init.js';
import { checkCount } from '../layers/sizes.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import {
  type Cell,
  type CellState,
  elmanCell,
  gruCell,
  lstmCell,
  type Nonlinearity,
} from './cells.js';

/** Options of `LSTMCell` and `GRUCell`. */
export interface RecurrentCellOptions {
  /** Whether the cell has biases, true by default. */
  readonly bias?: boolean;
}

/** Options of `RNNCell`. */
export interface RNNCellOptions extends RecurrentCellOptions {
  /** `'tanh'` (default) or `'relu'`. */
  readonly nonlinearity?: Nonlinearity;
}

/** Weights and the step; a subclass chooses the cell and the state's form. */
abstract class RecurrentCell extends Module {
  /** Width of the input. */
  readonly inputSize: number;
  /** Width of the hidden state. */
  readonly hiddenSize: number;
  /** Whether the cell has biases. */
  readonly bias: boolean;
  /** `[G H, I]` for G gates. */
  weightIh: Parameter;
  /** `[G H, H]` */
  weightHh: Parameter;
  /** `[G H]` */
  biasIh: Parameter | null;
  /** `[G H]` */
  biasHh: Parameter | null;
  private readonly cell: Cell;

  protected constructor(
    cell: Cell,
    inputSize: number,
    hiddenSize: number,
    { bias = true }: RecurrentCellOptions,
  ) {
    super();
    checkCount(new.target.name, 'inputSize', inputSize);
    checkCount(new.target.name, 'hiddenSize', hiddenSize);
    this.cell = cell;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.bias = bias;
    const rows = cell.gates * hiddenSize;
    const bound = 1 / Math.sqrt(hiddenSize);
    const make = (shape: readonly number[]): Parameter => {
      const parameter = new Parameter(zeros(shape));
      uniform(parameter, -bound, bound);
      return parameter;
    };
    this.weightIh = make([rows, inputSize]);
    this.weightHh = make([rows, hiddenSize]);
    this.biasIh = bias ? make([rows]) : null;
    this.biasHh = bias ? make([rows]) : null;
  }

  /** The next state from this one, zeros if null, with a batch dim as the input has one. */
  protected step(x: Tensor, given: CellState | null): CellState {
    const { inputSize, hiddenSize } = this;
    const name = this.constructor.name;
    if ((x.ndim !== 1 && x.ndim !== 2) || x.shape[x.ndim - 1] !== inputSize) {
      throw new ShapeError(
        `${name}(${inputSize}, ${hiddenSize}): the input must be [N, I] or [I] with ` +
          `I = ${inputSize}, got shape ${show(x.shape)}`,
      );
    }
    const batch = x.ndim === 2 ? [x.shape[0] ?? 0] : [];
    const shape = [...batch, hiddenSize];
    const state = (one: Tensor): Tensor => {
      if (!sameShape(one.shape, shape)) {
        throw new ShapeError(
          `${name}: the state must have shape ${show(shape)}, got ${show(one.shape)}`,
        );
      }
      return one.reshape([batch[0] ?? 1, hiddenSize]);
    };
    const nothing = given === null ? zeros(shape, { dtype: x.dtype }) : null;
    const hidden = state(given?.hidden ?? nothing ?? x);
    const memory = state(given?.memory ?? nothing ?? x);
    const fromInput = linear(x.reshape([batch[0] ?? 1, inputSize]), this.weightIh, this.biasIh);
    const fromHidden = linear(hidden, this.weightHh, this.biasHh);
    const next = this.cell.step(fromInput, fromHidden, { hidden, memory });
    return { hidden: next.hidden.reshape(shape), memory: next.memory.reshape(shape) };
  }

  /** For cells without memory. */
  protected stepHidden(x: Tensor, hidden: Tensor | null): Tensor {
    return this.step(x, hidden === null ? null : { hidden, memory: hidden }).hidden;
  }

  override extraRepr(): string {
    return `${this.inputSize}, ${this.hiddenSize}${this.bias ? '' : ', bias=False'}`;
  }
}

/**
 * One step of Elman's network, `h' = tanh(W x + U h + b)`.
 * @example
 * console.log(new nn.RNNCell(3, 4).forward(zeros([2, 3])).shape); // [ 2, 4 ]
 */
export class RNNCell extends RecurrentCell {
  /** What is applied to the sums. */
  readonly nonlinearity: Nonlinearity;

  constructor(inputSize: number, hiddenSize: number, options: RNNCellOptions = {}) {
    signatures.RNNCell.check(arguments);
    super(elmanCell(options.nonlinearity), inputSize, hiddenSize, options);
    this.nonlinearity = options.nonlinearity ?? 'tanh';
  }

  /**
   * `[N, I]` or `[I]` and the state `[N, H]` (zeros if not given) to the next.
   * @throws ShapeError
   */
  forward(x: Tensor, state: Tensor | null = null): Tensor {
    signatures.RNNCell$forward.check(arguments);
    return this.stepHidden(x, state);
  }

  override extraRepr(): string {
    return `${super.extraRepr()}${this.nonlinearity === 'tanh' ? '' : `, nonlinearity=${this.nonlinearity}`}`;
  }
}

/**
 * One step of a gated recurrent unit. Source: Cho et al., 2014.
 * @example
 * console.log(new nn.GRUCell(3, 4).forward(zeros([3]), zeros([4])).shape); // [ 4 ]
 */
export class GRUCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentCellOptions = {}) {
    signatures.GRUCell.check(arguments);
    super(gruCell, inputSize, hiddenSize, options);
  }

  /** As `RNNCell.forward`. @throws ShapeError */
  forward(x: Tensor, state: Tensor | null = null): Tensor {
    signatures.GRUCell$forward.check(arguments);
    return this.stepHidden(x, state);
  }
}

/**
 * One step of a long short-term memory. Source: Hochreiter and Schmidhuber, 1997.
 * @example
 * const cell = new nn.LSTMCell(3, 4);
 * const [hidden, memory] = cell.forward(zeros([2, 3]));
 * console.log(hidden.shape, memory.shape); // [ 2, 4 ] [ 2, 4 ]
 */
export class LSTMCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentCellOptions = {}) {
    signatures.LSTMCell.check(arguments);
    super(lstmCell, inputSize, hiddenSize, options);
  }

  /**
   * `[N, I]` or `[I]` and the state, a pair `[h, c]` of `[N, H]` (zeros if not given), to the next
   * pair. @throws ShapeError
   */
  forward(x: Tensor, state: readonly [h: Tensor, c: Tensor] | null = null): [h: Tensor, c: Tensor] {
    signatures.LSTMCell$forward.check(arguments);
    const given = state === null ? null : { hidden: state[0], memory: state[1] };
    const { hidden, memory } = this.step(x, given);
    return [hidden, memory];
  }
}
