/**
 * The engine: a number that remembers how it was computed, and so can tell how much each of the
 * numbers it came from matters. Everything else in this library is the same idea, made fast.
 * After micrograd: https://github.com/karpathy/micrograd
 */

/** What an operation takes: a value, or a plain number. */
export type Operand = Value | number;

// One list for all, because an expression may have a hundred thousand leaves and sums.
const none: readonly never[] = [];
const ones: readonly number[] = [1, 1];

/**
 * A number in an expression. Operations make new values; `backward()` fills in the gradients.
 *
 * @example
 * const [a, b] = [new Value(2), new Value(-3)];
 * const loss = a.mul(b).add(10).tanh();
 * loss.backward();
 * console.log(loss.data.toFixed(4), a.grad.toFixed(4), b.grad.toFixed(4)); // 0.9993 -0.0040 0.0027
 */
export class Value {
  /** The number itself. */
  data: number;
  /** How fast the result of `backward()` grows with this number: d(result) / d(this). */
  grad = 0;
  /** A name to print and to draw. */
  label = '';
  /** The operation that made this number; `''` for a leaf, which was given. */
  readonly op: string;
  /** The numbers that it was computed from. */
  readonly children: readonly Value[];
  /** How fast it grows with each of them: d(this) / d(child). */
  readonly slopes: readonly number[];
  /** During `backward()`: the uses of this number whose gradient has not arrived yet. */
  private pending = 0;

  /** `new Value(2)` is a leaf. An operation also gives its name, its operands, a slope for each. */
  constructor(
    data: number,
    op = '',
    children: readonly Value[] = none,
    slopes: readonly number[] = none,
  ) {
    if (typeof data !== 'number') {
      throw new TypeError(`Value: expected a number, got ${typeof data} ${JSON.stringify(data)}`);
    }
    this.data = data;
    this.op = op;
    this.children = children;
    this.slopes = slopes;
  }

  /** Sets the label: `a.mul(b).named('e')`. Returns this number. */
  named(label: string): this {
    this.label = label;
    return this;
  }

  /** this + other. */
  add(other: Operand): Value {
    const b = toValue(other);
    return new Value(this.data + b.data, '+', [this, b], ones);
  }

  /** this - other. */
  sub(other: Operand): Value {
    const b = toValue(other);
    return new Value(this.data - b.data, '-', [this, b], [1, -1]);
  }

  /** this * other. */
  mul(other: Operand): Value {
    const b = toValue(other);
    return new Value(this.data * b.data, '*', [this, b], [b.data, this.data]);
  }

  /** this / other. */
  div(other: Operand): Value {
    const b = toValue(other);
    const ratio = this.data / b.data;
    return new Value(ratio, '/', [this, b], [1 / b.data, -ratio / b.data]);
  }

  /** this ** exponent, for a plain number. */
  pow(exponent: number): Value {
    if (typeof exponent !== 'number') {
      throw new TypeError('pow: the exponent is a number. For a Value b: a.log().mul(b).exp()');
    }
    const slope = exponent === 0 ? 0 : exponent * this.data ** (exponent - 1);
    return new Value(this.data ** exponent, `**${exponent}`, [this], [slope]);
  }

  /** -this. */
  neg(): Value {
    return new Value(-this.data, 'neg', [this], [-1]);
  }

  /** e ** this. */
  exp(): Value {
    const y = Math.exp(this.data);
    return new Value(y, 'exp', [this], [y]);
  }

  /** The natural logarithm. */
  log(): Value {
    return new Value(Math.log(this.data), 'log', [this], [1 / this.data]);
  }

  /** Squashes to (-1, 1). */
  tanh(): Value {
    const y = Math.tanh(this.data);
    return new Value(y, 'tanh', [this], [1 - y * y]);
  }

  /** Squashes to (0, 1): 1 / (1 + e ** -this). */
  sigmoid(): Value {
    const y = 1 / (1 + Math.exp(-this.data));
    return new Value(y, 'sigmoid', [this], [y * (1 - y)]);
  }

  /** This number if it is positive, else 0. */
  relu(): Value {
    return new Value(Math.max(0, this.data), 'relu', [this], [this.data > 0 ? 1 : 0]);
  }

  /**
   * The chain rule, from this result back to every number it was computed from. Leaves add up the
   * gradients of all calls until `zeroGrad()`; the numbers in between hold those of the last call.
   */
  backward(): void {
    // How often is each number used? A list of what is left to visit: no recursion, any depth.
    const visits: Value[] = [this];
    for (let value = visits.pop(); value !== undefined; value = visits.pop()) {
      if (value.children.length > 0) value.grad = 0;
      for (const child of value.children) {
        if (child.pending++ === 0) visits.push(child);
      }
    }
    this.grad += 1;
    // A number passes its gradient on when it is complete: after all of its uses have sent theirs.
    const complete: Value[] = [this];
    for (let value = complete.pop(); value !== undefined; value = complete.pop()) {
      const { grad, children, slopes } = value;
      children.forEach((child, i) => {
        child.grad += (slopes[i] ?? 0) * grad;
        if (--child.pending === 0) complete.push(child);
      });
    }
  }

  /** Forgets the gradient. */
  zeroGrad(): void {
    this.grad = 0;
  }

  /** `Value(data=2, grad=0)`, or with a label `Value(a, data=2, grad=0)`. */
  toString(): string {
    const name = this.label === '' ? '' : `${this.label}, `;
    return `Value(${name}data=${this.data}, grad=${this.grad})`;
  }

  static {
    // What Node's console prints.
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(Value.prototype, inspect, { value: Value.prototype.toString });
  }
}

/**
 * A number as a leaf; a value as it is.
 *
 * @example
 * console.log(toValue(3)); // Value(data=3, grad=0)
 */
export function toValue(x: Operand): Value {
  return x instanceof Value ? x : new Value(x);
}

/**
 * a + b, either of which may be a number.
 *
 * @example
 * console.log(add(1, new Value(2)).data); // 3
 */
export function add(a: Operand, b: Operand): Value {
  return toValue(a).add(b);
}

/**
 * a - b, either of which may be a number.
 *
 * @example
 * console.log(sub(1, new Value(2)).data); // -1
 */
export function sub(a: Operand, b: Operand): Value {
  return toValue(a).sub(b);
}

/**
 * a * b, either of which may be a number.
 *
 * @example
 * console.log(mul(3, new Value(2)).data); // 6
 */
export function mul(a: Operand, b: Operand): Value {
  return toValue(a).mul(b);
}

/**
 * a / b, either of which may be a number.
 *
 * @example
 * console.log(div(1, new Value(2)).data); // 0.5
 */
export function div(a: Operand, b: Operand): Value {
  return toValue(a).div(b);
}
