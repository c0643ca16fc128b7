/**
 * The kernel language: typed expressions over locals, loads and stores, counted loops. It is what
 * every kernel is written in and what a renderer turns into code for one target (WebAssembly now).
 * It has nothing that only one target has: vectors have a number of lanes that the target chooses,
 * addresses are byte offsets into one memory, comparisons give masks.
 */

/** Type of one lane. */
export type Scalar = 'i32' | 'f32' | 'f64';

/**
 * `lanes` is 1 for a scalar. A mask is the result of a comparison, as wide as what was compared.
 */
export interface Type {
  readonly scalar: Scalar | 'mask';
  readonly lanes: number;
}

/** Operators of one operand, on every lane; the float ones round as IEEE 754 says. */
export type UnaryOperator = 'neg' | 'abs' | 'sqrt' | 'floor' | 'ceil' | 'trunc' | 'nearest' | 'not';

/**
 * Operators of two operands. `min` and `max` return NaN when either is NaN; `pmin(a, b)` is
 * `b < a ? b : a` and `pmax(a, b)` is `a < b ? b : a`, cheap, and keep `a` when a NaN is compared.
 * `and or xor` work on bits and on masks, `shl shr sar` on i32 with a scalar i32 on the right;
 * `div` and `rem` of i32 truncate; a divisor of 0 is the author's mistake and may trap.
 */
export type BinaryOperator =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'rem'
  | 'min'
  | 'max'
  | 'pmin'
  | 'pmax'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl'
  | 'shr'
  | 'sar';

/** Comparisons; they give a mask. On i32 they are signed. */
export type CompareOperator = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

/** Functions of f64 scalars that the target's mathematical library supplies. */
export type MathFunction =
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sin'
  | 'cos'
  | 'tanh'
  | 'erf'
  | 'pow';

/** A mutable variable of one kernel. */
export interface Local {
  /** Its place among the locals of the kernel. */
  readonly id: number;
  readonly type: Type;
}

/** An expression; trees are small because `KernelBuilder.let` names what is used twice. */
export type Expr =
  | { readonly kind: 'const'; readonly type: Type; readonly value: number }
  | { readonly kind: 'local'; readonly type: Type; readonly local: Local }
  /** Argument `index` of the launch (i32 for addresses and sizes). */
  | { readonly kind: 'arg'; readonly type: Type; readonly index: number }
  /** First and one-past-last unit of the parallel range that this call works on, i32. */
  | { readonly kind: 'range'; readonly type: Type; readonly end: 'lo' | 'hi' }
  /**
   * Address of `scratchBytes` that this thread alone uses, and that keep nothing after the call.
   */
  | { readonly kind: 'scratch'; readonly type: Type }
  | { readonly kind: 'unary'; readonly type: Type; readonly op: UnaryOperator; readonly x: Expr }
  | {
      readonly kind: 'binary';
      readonly type: Type;
      readonly op: BinaryOperator;
      readonly a: Expr;
      readonly b: Expr;
    }
  | {
      readonly kind: 'compare';
      readonly type: Type;
      readonly op: CompareOperator;
      readonly a: Expr;
      readonly b: Expr;
    }
  /** a * b + c, with one rounding where the target has it. */
  | {
      readonly kind: 'fma';
      readonly type: Type;
      readonly a: Expr;
      readonly b: Expr;
      readonly c: Expr;
    }
  | {
      readonly kind: 'select';
      readonly type: Type;
      readonly mask: Expr;
      readonly a: Expr;
      readonly b: Expr;
    }
  /**
   * Between scalars types; float to i32 truncates, saturates, and makes NaN 0; a mask gives 0 or 1.
   */
  | { readonly kind: 'convert'; readonly type: Type; readonly x: Expr }
  /** The same bits as i32 or f32. */
  | { readonly kind: 'bitcast'; readonly type: Type; readonly x: Expr }
  /** Reads at byte `address + offset`, with `offset` >= 0 and no wrap; neighbours for a vector. */
  | { readonly kind: 'load'; readonly type: Type; readonly address: Expr; readonly offset: number }
  | { readonly kind: 'splat'; readonly type: Type; readonly x: Expr }
  /** A vector of its scalars, lane 0 first. */
  | { readonly kind: 'vector'; readonly type: Type; readonly parts: readonly Expr[] }
  | { readonly kind: 'lane'; readonly type: Type; readonly x: Expr; readonly index: number }
  /** Whether a mask holds in any lane: a scalar mask. */
  | { readonly kind: 'any'; readonly type: Type; readonly x: Expr }
  /** Lane i is lane `pattern[i]` of a followed by b. */
  | {
      readonly kind: 'shuffle';
      readonly type: Type;
      readonly a: Expr;
      readonly b: Expr;
      readonly pattern: readonly number[];
    }
  | {
      readonly kind: 'math';
      readonly type: Type;
      readonly fn: MathFunction;
      readonly args: readonly Expr[];
    };

/** A statement. */
export type Stmt =
  | { readonly kind: 'set'; readonly local: Local; readonly value: Expr }
  | {
      readonly kind: 'store';
      readonly address: Expr;
      readonly offset: number;
      readonly value: Expr;
    }
  /**
   * for (index = from; index < to; index += step); `step` is positive, `to` is evaluated once, the
   * comparison is signed (so count elements, not addresses, which may pass 2^31). A tight loop
   * fills the registers: unrolled it would need more than there are.
   */
  | {
      readonly kind: 'loop';
      readonly isTight: boolean;
      readonly index: Local;
      readonly from: Expr;
      readonly to: Expr;
      readonly step: number;
      readonly body: readonly Stmt[];
    }
  /** A scalar mask chooses. */
  | {
      readonly kind: 'if';
      readonly condition: Expr;
      readonly body: readonly Stmt[];
      readonly otherwise: readonly Stmt[];
    };

/** Type of a launch argument. */
export type ArgType = Scalar;

/** Bytes that one launch argument takes, whatever its type: argument k lies at `args + 8 * k`. */
export const argBytes = 8;

/** Bytes of scratch memory that a kernel has, on every thread. */
export const scratchBytes: number = 640 * 1024;

/**
 * As many of them, the first ones, are for loops that hand values over, the others for
 * contractions.
 */
export const loopScratchBytes: number = 64 * 1024;

/** One compiled function: called with its arguments and a part [lo, hi) of its parallel range. */
export interface Kernel {
  /** For profiles, such as `map add+tanh`. */
  readonly name: string;
  /** Kernels with equal keys have equal bodies and are compiled once. */
  readonly key: string;
  readonly args: readonly ArgType[];
  readonly locals: readonly Local[];
  readonly body: readonly Stmt[];
}

/** How fast a target is, for those who choose what threads share and which ways to compute pay. */
export interface TargetCosts {
  /** Multiply-adds per nanosecond on one thread. */
  readonly multiplyAdds: { readonly [S in Scalar]: number };
  /**
   * How many times as fast vector loops are as those that the table of traits was measured with, of
   * 128 bits on x86-64.
   */
  readonly vectorSpeed: number;
}

/** What the code of a renderer runs on, for those who choose tiles and vector widths. */
export interface Target {
  /** 32-bit lanes of a vector. */
  readonly lanes: number;
  /** Vector registers. */
  readonly registers: number;
  /** The most buffers that a kernel may read and write, infinite where addresses are numbers. */
  readonly buffers: number;
  /** What kernels compute with: where a type is missing, its arrays cannot be there. */
  readonly scalars: readonly Scalar[];
  readonly costs: TargetCosts;
}
