/** Writes kernels: a thin layer over the IR that infers types and nests loops by callbacks. */

import { internal } from '../errors.js';
import type {
  ArgType,
  BinaryOperator,
  CompareOperator,
  Expr,
  Kernel,
  Local,
  MathFunction,
  Scalar,
  Stmt,
  Type,
  UnaryOperator,
} from './ir.js';

/** Types by their lanes. */
const types: { readonly [S in Scalar | 'mask']: Type[] } = { i32: [], f32: [], f64: [], mask: [] };

/** The type of `lanes` lanes of `scalar`; equal types are one object. */
export function typeOf(scalar: Scalar | 'mask', lanes = 1): Type {
  const known = types[scalar][lanes];
  if (known !== undefined) return known;
  const type: Type = { scalar, lanes };
  types[scalar][lanes] = type;
  return type;
}

const i32 = typeOf('i32');

/** A constant, the same in all lanes. */
export function constant(value: number, scalar: Scalar = 'i32', lanes = 1): Expr {
  return { kind: 'const', type: typeOf(scalar, lanes), value };
}

/** Function of one operand. */
export function unary(op: UnaryOperator, x: Expr): Expr {
  return { kind: 'unary', type: x.type, op, x };
}

/** Function of two operands of one type (a shift count is a scalar i32). */
export function binary(op: BinaryOperator, a: Expr, b: Expr): Expr {
  const isShift = op === 'shl' || op === 'shr' || op === 'sar';
  if (a.type !== (isShift ? a.type : b.type)) {
    throw internal(`${op} of ${JSON.stringify(a.type)} and ${JSON.stringify(b.type)}`);
  }
  return { kind: 'binary', type: a.type, op, a, b };
}

/** Sum; constants of addresses and sizes fold. */
export function add(a: Expr, b: Expr): Expr {
  if (b.kind === 'const' && b.value === 0 && b.type.scalar === 'i32') return a;
  if (a.kind === 'const' && a.value === 0 && a.type.scalar === 'i32') return b;
  return binary('add', a, b);
}

/** Product; a factor 1 of addresses and sizes disappears. */
export function mul(a: Expr, b: Expr): Expr {
  if (b.kind === 'const' && b.value === 1 && b.type.scalar === 'i32') return a;
  if (a.kind === 'const' && a.value === 1 && a.type.scalar === 'i32') return b;
  return binary('mul', a, b);
}

/** Comparison, giving a mask. */
export function compare(op: CompareOperator, a: Expr, b: Expr): Expr {
  if (a.type !== b.type) {
    throw internal(`${op} of ${JSON.stringify(a.type)} and ${JSON.stringify(b.type)}`);
  }
  return { kind: 'compare', type: typeOf('mask', a.type.lanes), op, a, b };
}

/** a * b + c. */
export function fma(a: Expr, b: Expr, c: Expr): Expr {
  return { kind: 'fma', type: a.type, a, b, c };
}

/** `a` in the lanes where the mask holds, else `b`. */
export function select(mask: Expr, a: Expr, b: Expr): Expr {
  return { kind: 'select', type: a.type, mask, a, b };
}

/** The values in another scalar type. */
export function convert(x: Expr, scalar: Scalar): Expr {
  return x.type.scalar === scalar ? x : { kind: 'convert', type: typeOf(scalar, x.type.lanes), x };
}

/** The bits in another scalar type of the same size. */
export function bitcast(x: Expr, scalar: Scalar): Expr {
  return { kind: 'bitcast', type: typeOf(scalar, x.type.lanes), x };
}

/** Memory at `address + offset` bytes. */
export function load(scalar: Scalar, address: Expr, offset = 0, lanes = 1): Expr {
  return { kind: 'load', type: typeOf(scalar, lanes), address, offset };
}

/** A scalar in all lanes. */
export function splat(x: Expr, lanes: number): Expr {
  if (lanes === 1) return x;
  return { kind: 'splat', type: typeOf(x.type.scalar, lanes), x };
}

/** A vector from scalars. */
export function vector(parts: readonly Expr[]): Expr {
  const [first] = parts;
  if (first === undefined) throw internal('vector of nothing');
  return { kind: 'vector', type: typeOf(first.type.scalar, parts.length), parts };
}

/** One lane of a vector. */
export function lane(x: Expr, index: number): Expr {
  if (x.type.lanes === 1) return x;
  return { kind: 'lane', type: typeOf(x.type.scalar), x, index };
}

/** Whether a mask holds in any lane. */
export function any(x: Expr): Expr {
  return x.type.lanes === 1 ? x : { kind: 'any', type: typeOf('mask'), x };
}

/** Lanes of two vectors in a new order. */
export function shuffle(a: Expr, b: Expr, pattern: readonly number[]): Expr {
  return { kind: 'shuffle', type: a.type, a, b, pattern };
}

/** A function of the target's mathematical library, on f64 scalars. */
export function math(fn: MathFunction, ...args: readonly Expr[]): Expr {
  return { kind: 'math', type: typeOf('f64'), fn, args };
}

/** Collects the statements of one kernel. */
export class KernelBuilder {
  readonly #args: ArgType[] = [];
  readonly #locals: Local[] = [];
  #block: Stmt[] = [];

  /** The next argument of the launch. */
  arg(type: ArgType): Expr {
    this.#args.push(type);
    return { kind: 'arg', type: typeOf(type), index: this.#args.length - 1 };
  }

  /** The start or end of the part of the parallel range that this call works on. */
  range(end: 'lo' | 'hi'): Expr {
    return { kind: 'range', type: i32, end };
  }

  /** Memory of the calling thread, for what later loops of the same call read again. */
  scratch(): Expr {
    return { kind: 'scratch', type: i32 };
  }

  /** A new variable. */
  local(type: Type): Local {
    const local: Local = { id: this.#locals.length, type };
    this.#locals.push(local);
    return local;
  }

  /** Reads a variable. */
  get(local: Local): Expr {
    return { kind: 'local', type: local.type, local };
  }

  /** Writes a variable. */
  set(local: Local, value: Expr): void {
    this.#block.push({ kind: 'set', local, value });
  }

  /** Computes `value` once, here; what never changes and costs nothing is returned as it is. */
  let(value: Expr): Expr {
    if (value.kind === 'const' || value.kind === 'arg' || value.kind === 'range') return value;
    const local = this.local(value.type);
    this.set(local, value);
    return this.get(local);
  }

  /** Writes memory at `address + offset` bytes. */
  store(address: Expr, value: Expr, offset = 0): void {
    this.#block.push({ kind: 'store', address, offset, value });
  }

  /** for (i = from; i < to; i += step) body(i). */
  loop(from: Expr, to: Expr, step: number, body: (index: Expr) => void): void {
    this.#loop({ from, to, step, isTight: false }, body);
  }

  /** for (i = 0; i < count; i++) body(i), not to be unrolled: it fills the registers as it is. */
  tightLoop(count: Expr, body: (index: Expr) => void): void {
    this.#loop({ from: constant(0), to: count, step: 1, isTight: true }, body);
  }

  #loop(
    head: Pick<Extract<Stmt, { readonly kind: 'loop' }>, 'from' | 'to' | 'step' | 'isTight'>,
    body: (index: Expr) => void,
  ): void {
    const index = this.local(i32);
    const statements = this.#nested(() => body(this.get(index)));
    this.#block.push({ kind: 'loop', index, ...head, body: statements });
  }

  /** if (condition) then() else otherwise(). */
  if(condition: Expr, then: () => void, otherwise: () => void = () => {}): void {
    const body = this.#nested(then);
    this.#block.push({ kind: 'if', condition, body, otherwise: this.#nested(otherwise) });
  }

  #nested(write: () => void): Stmt[] {
    const outer = this.#block;
    this.#block = [];
    write();
    const inner = this.#block;
    this.#block = outer;
    return inner;
  }

  /** The finished kernel. */
  build(name: string, key: string): Kernel {
    return { name, key, args: this.#args, locals: this.#locals, body: this.#block };
  }
}
