/** The template `math`: formulas with operators, for a language that has none to overload. */

import { ValueError } from '../errors.js';
import type { Tensor, TensorLike } from '../tensor/index.js';
import { evaluate, type ScalarValue } from './evaluate.js';
import { type Instruction, parse } from './syntax.js';

/** Programs by the strings of their template, which are one object per place in the source. */
const programs = new WeakMap<TemplateStringsArray, readonly Instruction[]>();

/**
 * A formula of tensors and numbers, of scalar `Value`s and numbers, or of numbers alone: math`${x}
 * @ ${w} + ${b} ** 2`. Operators and their precedence are Python's: `**` (from the right), unary
 * `-` and `+`, then `* / @`, then `+ -`, then one of `< <= > >= == !=` (1 or 0 for numbers).
 * Functions are those of tensors: `exp(x)`, `sum(x, dim)`, `where(c, a, b)`; `pi` and `e` are
 * constants. A formula is read once for each place in the source, however often it is computed.
 *
 * @throws ValueError, with a caret under the place, for a formula that cannot be read, an unknown
 *   name, or a value of another kind; tensors of the wrong shape throw what their operation throws.
 * @example
 * const x = tensor([[1, 2]]);
 * const w = tensor([[3], [4]]);
 * console.log(math`${x} @ ${w} + ${1} ** 2`.item()); // 12
 */
export function math(strings: TemplateStringsArray, ...values: readonly number[]): number;
export function math(strings: TemplateStringsArray, ...values: readonly TensorLike[]): Tensor;
export function math<V extends ScalarValue<V>>(
  strings: TemplateStringsArray,
  ...values: readonly (V | number)[]
): V;
export function math(strings: TemplateStringsArray, ...values: readonly unknown[]): unknown {
  if (!Array.isArray(strings) || !('raw' in strings)) {
    throw new ValueError('math: is written before a template: math`...`, not called');
  }
  let program = programs.get(strings);
  if (program === undefined) {
    program = parse(strings);
    programs.set(strings, program);
  }
  return evaluate(program, strings, values);
}
