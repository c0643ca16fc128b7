/**
 * A second renderer of the kernel language: to plain JavaScript over views of the same memory, with
 * vectors of any number of lanes, one variable for each. It shows that kernels need nothing that
 * only WebAssembly has, and what every operator means. Slow; a product and a sum are rounded one by
 * one.
 */

import { internal } from '../../src/errors.js';
import type {
  BinaryOperator,
  CompareOperator,
  Expr,
  Kernel,
  Local,
  Scalar,
  Stmt,
  Type,
  UnaryOperator,
} from '../../src/kernel/ir.js';
import { argBytes } from '../../src/kernel/ir.js';
import { mathImports } from '../../src/wasm/math-imports.js';

/** A kernel as a function of the address of its arguments, and a part of its range. */
export type JavaScriptKernel = (args: number, lo: number, hi: number) => void;

type Of<K extends Expr['kind']> = Extract<Expr, { readonly kind: K }>;

/** One name, or literal, for each lane. */
type Lanes = readonly string[];

/** The text of a function while it is written; every operation becomes a constant of its own. */
class FunctionText {
  readonly lines: string[] = [];
  #names = 0;

  push(line: string): void {
    this.lines.push(line);
  }

  name(code: string): string {
    this.#names += 1;
    this.push(`const t${this.#names} = ${code};`);
    return `t${this.#names}`;
  }

  value(expr: Expr): Lanes {
    const write = expressions[expr.kind] as (text: FunctionText, expr: Expr) => Lanes;
    return write(this, expr);
  }

  scalar(expr: Expr): string {
    return this.value(expr)[0] ?? '';
  }

  /** The lanes of an operation on the lanes of its operands. */
  map(type: Type, operands: readonly Expr[], code: (...lanes: string[]) => string): Lanes {
    const values = operands.map((operand) => this.value(operand));
    return Array.from({ length: type.lanes }, (_, i) =>
      // A scalar beside vectors (the count of a shift, a mask) is the same for all lanes.
      this.name(code(...values.map((lanes) => lanes[lanes.length === 1 ? 0 : i] ?? ''))),
    );
  }
}

const bytesOf: { readonly [S in Scalar]: number } = { i32: 4, f32: 4, f64: 8 };

/** The code rounded to a type, as IEEE 754 and two's complement have it. */
const rounded: { readonly [S in Type['scalar']]: (code: string) => string } = {
  i32: (code) => `(${code}) | 0`,
  f32: (code) => `fround(${code})`,
  f64: (code) => code,
  mask: (code) => code,
};

const unaries: { readonly [O in UnaryOperator]: (x: string, type: Type) => string } = {
  neg: (x, { scalar }) => rounded[scalar](`-${x}`),
  abs: (x, { scalar }) => rounded[scalar](`abs(${x})`),
  sqrt: (x, { scalar }) => rounded[scalar](`sqrt(${x})`),
  floor: (x) => `floor(${x})`,
  ceil: (x) => `ceil(${x})`,
  trunc: (x) => `trunc(${x})`,
  nearest: (x) => `nearest(${x})`,
  not: (x, { scalar }) => (scalar === 'mask' ? `1 ^ ${x}` : `~${x}`),
};

const binaries: { readonly [O in BinaryOperator]: (a: string, b: string, type: Type) => string } = {
  add: (a, b, { scalar }) => rounded[scalar](`${a} + ${b}`),
  sub: (a, b, { scalar }) => rounded[scalar](`${a} - ${b}`),
  mul: (a, b, { scalar }) =>
    scalar === 'i32' ? `imul(${a}, ${b})` : rounded[scalar](`${a} * ${b}`),
  div: (a, b, { scalar }) => rounded[scalar](`${a} / ${b}`),
  rem: (a, b, { scalar }) => rounded[scalar](`${a} % ${b}`),
  min: (a, b) => `min(${a}, ${b})`,
  max: (a, b) => `max(${a}, ${b})`,
  pmin: (a, b) => `${b} < ${a} ? ${b} : ${a}`,
  pmax: (a, b) => `${a} < ${b} ? ${b} : ${a}`,
  and: (a, b) => `${a} & ${b}`,
  or: (a, b) => `${a} | ${b}`,
  xor: (a, b) => `${a} ^ ${b}`,
  shl: (a, b) => `${a} << ${b}`,
  shr: (a, b) => `(${a} >>> ${b}) | 0`,
  sar: (a, b) => `${a} >> ${b}`,
};

const comparisons: { readonly [O in CompareOperator]: string } = {
  eq: '===',
  ne: '!==',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** Numbers and masks; a mask is 0 or 1. */
const conversions: { readonly [S in Scalar]: (x: string, from: Type) => string } = {
  i32: (x, from) => (from.scalar === 'mask' ? x : `saturated(${x})`),
  f32: (x) => `fround(${x})`,
  f64: (x) => x,
};

function literal(type: Type, value: number): string {
  if (type.scalar === 'i32') return String(value | 0);
  if (type.scalar === 'mask') return value === 0 ? '0' : '1';
  const number = type.scalar === 'f32' ? Math.fround(value) : value;
  return Object.is(number, -0) ? '-0' : String(number);
}

function lanesOf({ id, type }: Local): string[] {
  return Array.from({ length: type.lanes }, (_, i) => `v${id}_${i}`);
}

function repeated(code: string, { lanes }: Type): string[] {
  return new Array<string>(lanes).fill(code);
}

/** Elements of memory from a byte address on. */
function elements(type: Type, address: string, offset: number): string[] {
  const { scalar } = type;
  if (scalar === 'mask') throw internal('a mask in memory');
  const bytes = bytesOf[scalar];
  const element = (i: number): string =>
    `${scalar}[(${address} + ${offset + i * bytes}) >>> ${Math.log2(bytes)}]`;
  return Array.from({ length: type.lanes }, (_, i) => element(i));
}

const expressions: {
  readonly [K in Expr['kind']]: (text: FunctionText, expr: Of<K>) => Lanes;
} = {
  const: (_text, { type, value }) => repeated(literal(type, value), type),
  local: (_text, { local }) => lanesOf(local),
  arg: (_text, { index }) => [`arg${index}`],
  range: (_text, { end }) => [end],
  scratch: () => ['scratch'],
  unary: (text, { type, op, x }) => text.map(type, [x], (lane) => unaries[op](lane, type)),
  binary: (text, { type, op, a, b }) =>
    text.map(type, [a, b], (x, y) => binaries[op](x ?? '', y ?? '', type)),
  compare: (text, { type, op, a, b }) =>
    text.map(type, [a, b], (x, y) => `${x} ${comparisons[op]} ${y} ? 1 : 0`),
  fma: (text, { type, a, b, c }) =>
    text.map(type, [a, b, c], (x, y, z) => {
      const product = binaries.mul(x ?? '', y ?? '', type);
      return binaries.add(`(${product})`, z ?? '', type);
    }),
  select: (text, { type, mask, a, b }) =>
    text.map(type, [mask, a, b], (m, x, y) => `${m} ? ${x} : ${y}`),
  convert: (text, { type, x }) => {
    const { scalar } = type;
    if (scalar === 'mask') throw internal('a conversion to a mask');
    return text.map(type, [x], (lane) => conversions[scalar](lane ?? '', x.type));
  },
  bitcast: (text, { type, x }) => {
    const to = type.scalar;
    const from = x.type.scalar;
    return text.map(type, [x], (lane) => (from === to ? `${lane}` : `bitsTo.${to}(${lane})`));
  },
  load: (text, { type, address, offset }) =>
    elements(type, text.scalar(address), offset).map((element) => text.name(element)),
  splat: (text, { type, x }) => repeated(text.scalar(x), type),
  vector: (text, { parts }) => parts.map((part) => text.scalar(part)),
  lane: (text, { x, index }) => text.value(x).slice(index, index + 1),
  any: (text, { x }) => [text.name(text.value(x).join(' | '))],
  shuffle: (text, { a, b, pattern }) => {
    const both = [...text.value(a), ...text.value(b)];
    return pattern.map((from) => both[from] ?? '');
  },
  math: (text, { fn, args }) => [
    text.name(`math.${fn}(${args.map((arg) => text.scalar(arg)).join(', ')})`),
  ],
};

const statements: {
  readonly [K in Stmt['kind']]: (
    text: FunctionText,
    stmt: Extract<Stmt, { readonly kind: K }>,
  ) => void;
} = {
  // All lanes are known before the first one changes: a value may shuffle the variable itself.
  set: (text, { local, value }) => {
    const values = text.value(value);
    const names = local.type.lanes === 1 ? values : values.map((lane) => text.name(lane));
    for (const [i, name] of lanesOf(local).entries()) text.push(`${name} = ${names[i]};`);
  },
  store: (text, { address, offset, value }) => {
    const to = elements(value.type, text.scalar(address), offset);
    const values = text.value(value);
    for (const [i, element] of to.entries()) text.push(`${element} = ${values[i]};`);
  },
  loop: (text, { index, from, to, step, body }) => {
    const [i] = lanesOf(index);
    const end = text.name(text.scalar(to));
    text.push(`for (${i} = ${text.scalar(from)}; ${i} < ${end}; ${i} = (${i} + ${step}) | 0) {`);
    writeBody(text, body);
    text.push('}');
  },
  if: (text, { condition, body, otherwise }) => {
    text.push(`if (${text.scalar(condition)}) {`);
    writeBody(text, body);
    text.push('} else {');
    writeBody(text, otherwise);
    text.push('}');
  },
};

function writeBody(text: FunctionText, body: readonly Stmt[]): void {
  for (const stmt of body) {
    // Braces: constants of one statement, and of one turn of a loop.
    text.push('{');
    (statements[stmt.kind] as (text: FunctionText, stmt: Stmt) => void)(text, stmt);
    text.push('}');
  }
}

/** What the text calls beside `Math`. */
const library = {
  math: mathImports,
  nearest: (x: number): number => {
    const whole = Math.floor(x);
    if (x - whole !== 0.5) return Object.is(x, -0) || (x < 0 && x >= -0.5) ? -0 : Math.round(x);
    return whole % 2 === 0 ? whole : whole + 1;
  },
  saturated: (x: number): number => {
    if (x >= 2 ** 31) return 2 ** 31 - 1;
    return x < -(2 ** 31) ? -(2 ** 31) : Math.trunc(x) | 0;
  },
  bitsTo: bitCasts(),
};

function bitCasts() {
  const ints = new Int32Array(1);
  const floats = new Float32Array(ints.buffer);
  const moved = (from: typeof ints | typeof floats, to: typeof ints | typeof floats) => {
    return (x: number): number => {
      from[0] = x;
      return to[0] ?? 0;
    };
  };
  return { i32: moved(floats, ints), f32: moved(ints, floats) };
}

/**
 * The text of a kernel: the body of a function of `views`, `args`, `lo`, `hi`, `scratch` and
 * `library`.
 */
export function renderJavaScript(kernel: Kernel): string {
  const text = new FunctionText();
  text.push('const { i32, f32, f64 } = views;');
  text.push('const { math, nearest, saturated, bitsTo } = library;');
  text.push('const { abs, ceil, floor, fround, imul, max, min, sqrt, trunc } = Math;');
  for (const [index, scalar] of kernel.args.entries()) {
    const [element] = elements({ scalar, lanes: 1 }, 'args', index * argBytes);
    text.push(`const arg${index} = ${element};`);
  }
  for (const local of kernel.locals) {
    text.push(`let ${lanesOf(local).map((name) => `${name} = 0`)};`);
  }
  writeBody(text, kernel.body);
  return text.lines.join('\n');
}

/**
 * Renders and compiles a kernel, which reads `memory` as it is at each call; `scratch` is the
 * address of scratch memory there, for kernels that use it.
 */
export function toJavaScript(
  kernel: Kernel,
  memory: WebAssembly.Memory,
  scratch = 0,
): JavaScriptKernel {
  const parameters = ['views', 'args', 'lo', 'hi', 'scratch', 'library'];
  const main = new Function(...parameters, renderJavaScript(kernel));
  let views = viewsOf(memory.buffer);
  return (args, lo, hi) => {
    if (views.buffer !== memory.buffer) views = viewsOf(memory.buffer);
    main(views, args, lo, hi, scratch, library);
  };
}

function viewsOf(buffer: ArrayBufferLike) {
  return {
    buffer,
    i32: new Int32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
