/**
 * Runs the program of an expression on its values. Scalars are known by what they can do, not by
 * their class, so that `scalar/` and this folder need not know each other.
 */

import { internal } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { Tensor, type TensorLike } from '../tensor/index.js';
import { operations } from './operations.js';
import { errorAt } from './source-text.js';
import type { Instruction } from './syntax.js';

/** A number with a gradient, such as the `Value` of `chainrule/scalar`. */
export interface ScalarValue<Self> {
  readonly data: number;
  add(other: Self | number): Self;
  mul(other: Self | number): Self;
  neg(): Self;
  pow(exponent: number): Self;
}

interface AnyScalar extends ScalarValue<AnyScalar> {}

/** What an expression works on. */
export type MathOperand = TensorLike | AnyScalar;

/** A number on the left of a scalar, which has no method for it: the same by other means. */
const numberOnTheLeft: Readonly<Record<string, (a: number, b: AnyScalar) => AnyScalar>> = {
  add: (a, b) => b.add(a),
  sub: (a, b) => b.neg().add(a),
  mul: (a, b) => b.mul(a),
  div: (a, b) => b.pow(-1).mul(a),
};

function isScalar(x: unknown): x is AnyScalar {
  if (typeof x !== 'object' || x === null || x instanceof Tensor) return false;
  return ['add', 'mul', 'neg', 'pow'].every((name) => typeof Reflect.get(x, name) === 'function');
}

function isTensorLike(x: MathOperand): x is TensorLike {
  return typeof x !== 'object' || x instanceof Tensor;
}

/** The operation on scalars and numbers, or null when there is none. */
function applyToScalars(name: string, operands: readonly (AnyScalar | number)[]): unknown {
  const [first, second] = operands;
  if (typeof first === 'number' && isScalar(second)) {
    return numberOnTheLeft[name]?.(first, second) ?? null;
  }
  const method: unknown = isScalar(first) ? Reflect.get(first, name) : null;
  return typeof method === 'function' ? Reflect.apply(method, first, operands.slice(1)) : null;
}

/** An expression at work: its text for messages, and the stack. */
class Machine {
  readonly #strings: readonly string[];
  readonly #stack: MathOperand[] = [];

  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  /** Pushes what stands in a hole. */
  pushValue(value: unknown, at: number): void {
    refuseForeign('math', value);
    const isNumber = typeof value === 'number' || typeof value === 'boolean';
    if (isNumber) this.#stack.push(Number(value));
    else if (value instanceof Tensor || isScalar(value)) this.#stack.push(value);
    else {
      const found = Array.isArray(value) ? 'an array: make it a tensor' : describe(value);
      throw errorAt(this.#strings, at, `expected a number, a tensor or a Value, got ${found}`);
    }
  }

  /** Replaces the top of the stack by the result of an operation on it. */
  apply(name: string, count: number, at: number): void {
    const operands = this.#stack.splice(-count);
    this.#stack.push(this.#compute(name, operands, at));
  }

  #compute(name: string, operands: readonly MathOperand[], at: number): MathOperand {
    const operation = operations[name];
    if (operation === undefined) throw internal(`no operation ${name}`);
    const numbers = operands.filter((x) => typeof x === 'number');
    if (numbers.length === operands.length && operation.number !== null) {
      return operation.number(...numbers);
    }
    const tensors = operands.filter(isTensorLike);
    if (tensors.length === operands.length) return operation.tensor(...tensors);
    const scalars = operands.filter((x) => typeof x === 'number' || isScalar(x));
    if (scalars.length < operands.length) {
      throw errorAt(
        this.#strings,
        at,
        `${name} of a tensor and a Value: use one kind or the other`,
      );
    }
    const result = applyToScalars(name, scalars);
    if (isScalar(result)) return result;
    throw errorAt(this.#strings, at, `there is no ${name} for a Value. Use tensors for it`);
  }

  /** The result. */
  pop(): MathOperand {
    const top = this.#stack.pop();
    if (top === undefined) throw internal('an expression left no result');
    return top;
  }
}

function describe(value: unknown): string {
  return typeof value === 'string' ? `the string ${JSON.stringify(value)}` : String(value);
}

/** The value of a program, given what stands in its holes. */
export function evaluate(
  program: readonly Instruction[],
  strings: readonly string[],
  values: readonly unknown[],
): MathOperand {
  const machine = new Machine(strings);
  for (const step of program) {
    if (step.kind === 'apply') machine.apply(step.operation, step.count, step.at);
    else if (step.kind === 'hole') machine.pushValue(values[step.index], step.at);
    else machine.pushValue(step.value, 0);
  }
  return machine.pop();
}
