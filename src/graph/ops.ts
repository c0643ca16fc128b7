/**
 * The expression graph as data: the one list of what exists, every primitive with its inputs and
 * attributes, and the node of one. All tables (traits, gradient rules, kernels, interpreter) have
 * exactly these keys. What a primitive means is said here; its shape rule is in `builders/`, its
 * gradient in `gradient/rules/`.
 */

import type { DType } from './dtype.js';
import type { Shape } from './shape.js';
import type { Storage } from './storage.js';

interface None {
  readonly [key: string]: never;
}
/** The attributes of a primitive that has none. */
export const noAttrs: None = Object.freeze({});
/** The inputs of a primitive that has none. */
export const noInputs: readonly [] = [];
interface Source<A, K = 'source'> {
  readonly kind: K;
  readonly inputs: readonly [];
  readonly attrs: A;
}
interface Unary<A = None, K = 'unary'> {
  readonly kind: K;
  readonly inputs: readonly [x: Node];
  readonly attrs: A;
}
interface Binary<K, A = None> {
  readonly kind: K;
  readonly inputs: readonly [a: Node, b: Node];
  readonly attrs: A;
}

/** `strides`: of memory that is seen at other places than row after row, in elements. */
export interface DataAttrs {
  readonly strides?: readonly number[];
}
/** One number; `source`, where there is one, gives what it is when the program runs again. */
export interface FullAttrs {
  readonly value: number;
  readonly source?: () => number;
}
/** Counter-based random numbers: element i is a function of the seed and `counter + i` only. */
export interface RandomAttrs {
  readonly seed: number;
  readonly counter: number;
}
/** Element j of dim d of the result is element `start[d] + j * step[d]` of the input. */
export interface SliceAttrs {
  readonly start: readonly number[];
  readonly step: readonly number[];
  readonly size: Shape;
}
/** Element j of dim d of a part goes to place `start[d] + j * step[d]`; steps are positive. */
export interface Placement {
  readonly start: readonly number[];
  readonly step: readonly number[];
}
/** Where each part goes; no two parts share a place, and `full` says that they leave none free. */
export interface PlaceAttrs {
  readonly placements: readonly Placement[];
  readonly full: boolean;
}
/**
 * Element [.., o, .., k] is element `o * stride + k * dilation` of `dim`; k is the new last dim.
 */
export interface WindowAttrs {
  readonly dim: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
}
/** How many dims of each kind: a is [batch.., m.., k..], b is [batch.., n.., k..]. */
export interface ContractAttrs {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}
/**
 * Which operands are transposed: their k dims stand before their own, [batch.., k.., m..]. So
 * gradients of products need no nodes that permute; the compiler makes these.
 */
export interface Transposition {
  readonly aTransposed: boolean;
  readonly bTransposed: boolean;
}
/** What a running maximum gives. */
export interface CummaxAttrs {
  readonly gives: 'values' | 'places';
}
/** Whom an error blames, and what is wrong with the number that it names. */
export interface EnsureAttrs {
  readonly name: string;
  readonly problem: string;
}
/** Gradient of a user's own op; null means that the input receives none. */
export type CustomBackward = (
  grad: Node,
  inputs: readonly Node[],
  output: Node,
) => readonly (Node | null)[];

/**
 * Kind (see `traits.ts`), inputs and attributes of every primitive. Elementwise inputs have equal
 * shapes. The arithmetic of int32, sums and products included, is modulo 2^32: what must not wrap
 * is made `exact`.
 */
export interface Ops {
  // 1. Sources
  /** A value that the host gave. */
  data: Source<DataAttrs, 'input'>;
  /** One value everywhere; its value is an argument of the program, not part of its structure. */
  full: Source<FullAttrs>;
  /** The index of each element in row-major order, int32. */
  iota: Source<None>;
  /** Uniform numbers in [0, 1). */
  random: Source<RandomAttrs>;

  // 2. Elementwise
  neg: Unary;
  abs: Unary;
  sign: Unary;
  exp: Unary;
  expm1: Unary;
  log: Unary;
  log1p: Unary;
  sqrt: Unary;
  sin: Unary;
  cos: Unary;
  tanh: Unary;
  erf: Unary;
  floor: Unary;
  /** The nearest integer; of two, the even one. */
  round: Unary;
  /** The larger of x and 0; NaN stays. */
  relu: Unary;
  /** 1 / (1 + e^-x); where e^-x is infinite, 0. */
  sigmoid: Unary;
  cast: Unary<{ readonly dtype: DType }, 'cast'>;
  add: Binary<'arithmetic'>;
  sub: Binary<'arithmetic'>;
  mul: Binary<'arithmetic'>;
  div: Binary<'arithmetic'>;
  pow: Binary<'arithmetic'>;
  maximum: Binary<'arithmetic'>;
  minimum: Binary<'arithmetic'>;
  /** The bits that two int32 share. */
  bitAnd: Binary<'arithmetic'>;
  lt: Binary<'comparison'>;
  le: Binary<'comparison'>;
  eq: Binary<'comparison'>;
  ne: Binary<'comparison'>;
  where: {
    readonly kind: 'choice';
    readonly inputs: readonly [condition: Node, a: Node, b: Node];
    readonly attrs: None;
  };
  /**
   * x itself. Where `holds` is false the program fails, and the error names the number: that which
   * differs from x by a multiple of 2^32 and is closest to `near`.
   */
  ensure: {
    readonly kind: 'check';
    readonly inputs: readonly [x: Node, holds: Node, near: Node];
    readonly attrs: EnsureAttrs;
  };

  // 3. Reductions; the reduced dims are dropped
  sum: Unary<{ readonly dims: readonly number[] }, 'reduction'>;
  max: Unary<{ readonly dims: readonly number[] }, 'reduction'>;

  // 4. Views: the same elements at other indices
  reshape: Unary<None, 'view'>;
  permute: Unary<{ readonly dims: readonly number[] }, 'view'>;
  /** Dims of size 1 repeat, and new ones stand in front. */
  expand: Unary<None, 'view'>;
  slice: Unary<SliceAttrs, 'view'>;
  window: Unary<WindowAttrs, 'view'>;
  /** The same value under another node: a detached tensor, or the new version of a leaf. */
  alias: Unary<None, 'view'>;
  /** The value of the first input; the others are what the user's gradient is asked for. */
  custom: {
    readonly kind: 'view';
    readonly inputs: readonly [output: Node, ...inputs: Node[]];
    readonly attrs: { readonly name: string; readonly backward: CustomBackward };
  };

  // 5. Movement that copies
  /** Parts side by side, zeros where there is none: padding, concatenation, adjoint of `slice`. */
  place: {
    readonly kind: 'placement';
    readonly inputs: readonly Node[];
    readonly attrs: PlaceAttrs;
  };
  /** out[i][j] = x[index[i][j]][j] for dim 0; all dims but `dim` have equal sizes. */
  gather: {
    readonly kind: 'lookup';
    readonly inputs: readonly [x: Node, index: Node];
    readonly attrs: { readonly dim: number; readonly name: string };
  };
  /** Zeros of size `size` along `dim`, plus each element of `source` at its index. */
  scatterAdd: {
    readonly kind: 'scatter';
    readonly inputs: readonly [index: Node, source: Node];
    readonly attrs: { readonly dim: number; readonly size: number; readonly name: string };
  };

  // 6. Contraction and scans
  /**
   * out[batch.., m.., n..] = sum over k.. of a[batch.., m.., k..] * b[batch.., n.., k..]; see
   * `Transposition`.
   */
  contract: Binary<'contraction', ContractAttrs & Transposition>;
  /** Running sum along the last dim. */
  cumsum: Unary<None, 'scan'>;
  /**
   * The largest element so far along the last dim, or the place of it, an int32; of equal ones the
   * last, and NaN is the largest.
   */
  cummax: Unary<CummaxAttrs, 'scan'>;
  /** The first `count` indices that sort the last dim, stable, NaN as the largest. */
  argsort: Unary<{ readonly descending: boolean; readonly count: number }, 'scan'>;
}

/** The handle of a leaf. */
export interface Leaf {
  node: Node;
}

/** The realized versions of one leaf that can still be read. */
export interface Lineage {
  readonly leaf: Leaf;
  newest: Storage | null;
  previous: Storage | null;
  /** What messages call the leaf. */
  readonly name: () => string;
}

/** What a leaf does with a gradient that reached it. */
export interface GradientSink {
  receive(gradient: Node): void;
}

/** Nodes that are computed in one program, because whoever reads one will want the others. */
export interface GradientGroup {
  members: readonly Node[];
}

/** What only few nodes have: how handles, and a gradient's other results, are tied to them. */
export interface Ties {
  /** The leaf tensor (or retaining tensor) to tell about a gradient. */
  sink: GradientSink | null;
  /** Where earlier versions of the same leaf live. */
  lineage: Lineage | null;
  /** Whether something beside the leaf needs this version, when it has a value. */
  isHeld: boolean;
  group: GradientGroup | null;
  /** How often a handle that pointed at this node has been pointed elsewhere. */
  rebindCount: number;
  /** Whether a program took slices of it while it had no value. */
  wasSliced: boolean;
  /** Whether a program that came after another one computed it on its way. */
  wasUsed: boolean;
  /** Whether a gradient has reached it. */
  wasReached: boolean;
  /** Whether programs to come will use it, as they do a parameter. */
  isLasting: boolean;
}

/** What every node has, whatever its op. */
export interface NodeFields {
  readonly shape: Shape;
  readonly dtype: DType;
  /** Whether a gradient flows through this node. */
  requiresGrad: boolean;
  /** A leaf ends the walk of `backward`, whatever its inputs. */
  isLeaf: boolean;
  /** The value, once computed. */
  value: Storage | null;
  /** Apart, because a step writes and reads what all its nodes hold: see `tiesOf`. */
  ties: Ties | null;
  /** The era in which it was made; see `newEra`. */
  readonly era: number;
  /** Longest chain of unrealized nodes below this one, itself included. */
  depth: number;
  /**
   * Whether its value is, or is yet to be computed from, what does not last: a version of a leaf,
   * whose memory the next but one takes, or a node that keeps its graph for gradients.
   */
  isMortal: boolean;
  /** Scratch of the traversals: the walk that saw this node last, and the number it gave it. */
  visit: number;
  index: number;
}

/** A node of one op. */
export type NodeOf<K extends OpName> = NodeFields & {
  readonly op: K;
  readonly inputs: Ops[K]['inputs'];
  readonly attrs: Ops[K]['attrs'];
};

/** A node of any op; `switch (node.op)` narrows its inputs and attributes. */
export type Node = { [K in OpName]: NodeOf<K> }[OpName];

/** Name of a primitive. */
export type OpName = keyof Ops;

/** What kind of op a primitive is: `traits.ts` says what each kind means. */
export type Kind = Ops[OpName]['kind'];
/** Names of the primitives of a kind, or of several. */
export type OpsOf<F extends Kind> = {
  [K in OpName]: Ops[K]['kind'] extends F ? K : never;
}[OpName];
/** A node of an op of a kind, or of several. */
export type NodeOfKind<F extends Kind> = { [K in OpsOf<F>]: NodeOf<K> }[OpsOf<F>];

/** Name of an elementwise primitive of one input, without attributes. */
export type UnaryOp = OpsOf<'unary'>;
/** Name of an elementwise primitive of two inputs whose result has their dtype. */
export type ArithmeticOp = OpsOf<'arithmetic'>;
/** Name of an elementwise primitive of two inputs whose result is a bool. */
export type CompareOp = OpsOf<'comparison'>;
/** Name of an elementwise primitive of two inputs. */
export type BinaryOp = ArithmeticOp | CompareOp;
