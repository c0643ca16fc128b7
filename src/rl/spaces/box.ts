/**
 * `Box`: real numbers between bounds. Source: https://gymnasium.farama.org/api/spaces/fundamental/
 */

import { ShapeError, ValueError } from '../../errors.js';
import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import { Space, wrongForm } from './space.js';

/** One bound for all elements, or one for each. */
export type Bound = number | ArrayLike<number>;

/**
 * Arrays of float32 with an upper and a lower bound for each element, which may be infinite. Values
 * are a `Float32Array` in row-major order, whatever the shape.
 * @example
 * console.log(new Box(-1, 1, [3]).contains(new Float32Array([0, 0.5, 1]))); // true
 */
export class Box extends Space<Float32Array> {
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly shape: readonly number[];

  /**
   * @param shape by default that of the bounds, one dim; `[1]` for two numbers.
   * @throws ValueError unless low <= high everywhere; ShapeError for bounds of another size.
   */
  constructor(low: Bound, high: Bound, shape?: readonly number[]) {
    signatures.Box.check(arguments);
    super();
    const lengths = [low, high].map((bound) => (typeof bound === 'number' ? 1 : bound.length));
    this.shape = shape ?? [Math.max(...lengths)];
    if (!this.shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
      const given = this.shape.join(', ');
      throw new ShapeError(`Box: a shape is a list of integers from 0, got [${given}]`);
    }
    const size = this.shape.reduce((product, length) => product * length, 1);
    this.low = bounds('low', low, size);
    this.high = bounds('high', high, size);
    const wrong = this.low.findIndex((value, i) => !(value <= at(this.high, i)));
    if (wrong !== -1) {
      const [from, to] = [at(this.low, wrong), at(this.high, wrong)];
      throw new ValueError(`Box: needs low <= high, element ${wrong} has ${from} and ${to}`);
    }
  }

  get flatSize(): number {
    return this.low.length;
  }

  /** Whether all bounds are finite. */
  get isBounded(): boolean {
    return this.low.every(Number.isFinite) && this.high.every(Number.isFinite);
  }

  /** Uniform between bounds; exponential beyond one bound, and normal without any. */
  sample(): Float32Array {
    const { low, high, random } = this;
    const value = new Float32Array(low.length);
    const isClosed = Number.isFinite;
    const isOpen = (bound: number): boolean => !isClosed(bound);
    const draw = (
      isLow: (bound: number) => boolean,
      isHigh: (bound: number) => boolean,
      next: (from: number, to: number) => number,
    ): void => {
      for (let i = 0; i < value.length; i++) {
        const [from, to] = [at(low, i), at(high, i)];
        if (isLow(from) && isHigh(to)) value[i] = next(from, to);
      }
    };
    // Kind by kind, in the order in which Gymnasium draws them.
    draw(isOpen, isOpen, () => random.normal());
    draw(isClosed, isOpen, (from) => from - Math.log1p(-random.random()));
    draw(isOpen, isClosed, (_, to) => to + Math.log1p(-random.random()));
    draw(isClosed, isClosed, (from, to) => random.uniform(from, to));
    return value;
  }

  contains(value: unknown): value is Float32Array {
    if (!(value instanceof Float32Array) || value.length !== this.low.length) return false;
    for (let i = 0; i < value.length; i++) {
      const element = value[i] ?? Number.NaN;
      if (!(element >= (this.low[i] ?? 0) && element <= (this.high[i] ?? 0))) return false;
    }
    return true;
  }

  flatten(value: unknown, out: Float32Array, offset = 0): void {
    signatures.Box$flatten.check(arguments);
    if (!(value instanceof Float32Array) || value.length !== this.low.length) {
      throw wrongForm('Box.flatten', value, this);
    }
    out.set(value, offset);
  }

  override toString(): string {
    const range = (list: Float32Array): string => {
      const [least, most] = [Math.min(...list), Math.max(...list)];
      return least === most ? `${least}` : `[${least}..${most}]`;
    };
    return `Box(${range(this.low)}, ${range(this.high)}, [${this.shape.join(', ')}])`;
  }
}

function bounds(name: string, bound: Bound, size: number): Float32Array {
  if (typeof bound === 'number') return new Float32Array(size).fill(bound);
  if (bound.length === size) return Float32Array.from(bound);
  throw new ShapeError(`Box: ${name} has ${bound.length} elements, the shape asks for ${size}`);
}
