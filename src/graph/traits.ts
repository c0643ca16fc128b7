/**
 * What the compiler has to know of each primitive: its kind, which decides how a kernel is made of
 * it, and what it costs. The one table of such facts; it is total, so TypeScript names a row that
 * is missing. What a primitive means is in `ops.ts`. Costs of memory are in
 * `compiler/schedule/cost-model.ts`.
 */

import type { Kind, Node, NodeOfKind, OpName, Ops, OpsOf } from './ops.js';

/** What an op costs on one element, seen from the three sides from which kernels are planned. */
export interface Cost {
  /**
   * Simple operations that it is worth: decides whether a value is computed again or kept in
   * memory.
   */
  readonly operations: number;
  /** Cycles until its result is known: decides how a long loop is cut in two. */
  readonly latency: number;
  /** Nanoseconds of one element in a vector of 32-bit elements, and of a float64 by itself. */
  readonly vector: number;
  readonly double: number;
}

/**
 * The facts of one primitive. Kinds:
 * - `input`: a value that is in memory before;
 * - `source`: known at each index without memory;
 * - `unary`, `arithmetic`, `comparison`, `cast`, `choice`, `check`: elementwise, computed where it
 *   is used;
 * - `view`: the elements of its first input at other indices;
 * - `lookup`: computed where it is used, from a first input that has to be in memory;
 * - `reduction`, `placement`, `scatter`, `contraction`, `scan`: the work of a kernel of its own,
 *   which leaves the result in memory.
 */
export interface Traits<K extends OpName> extends Cost {
  readonly kind: Ops[K]['kind'];
}

/** What takes one instruction. */
const simple: Cost = { operations: 1, latency: 4, vector: 0.025, double: 0.25 };
/** What takes none. */
const free: Cost = { operations: 0, latency: 0, vector: 0, double: 0 };

/**
 * The result of a kernel of its own: nobody computes it again. A loop takes so long for one
 * element.
 */
function inKernel(vector: number, double: number): Cost {
  return { operations: 0, latency: 0, vector, double };
}

/**
 * All rows. Times are measured on x86-64 with 128-bit vectors, with arrays in the second-level
 * cache: `bench/cost-model.ts` prints estimates beside times.
 */
export const traits: { readonly [K in OpName]: Traits<K> } = {
  data: { kind: 'input', ...free },
  full: { kind: 'source', ...simple },
  iota: { kind: 'source', ...simple },
  random: { kind: 'source', operations: 60, latency: 100, vector: 4.8, double: 12 },

  neg: { kind: 'unary', ...simple },
  abs: { kind: 'unary', ...simple },
  sign: { kind: 'unary', ...simple },
  exp: { kind: 'unary', operations: 10, latency: 45, vector: 0.5, double: 13 },
  expm1: { kind: 'unary', operations: 16, latency: 50, vector: 0.75, double: 33 },
  log: { kind: 'unary', operations: 12, latency: 40, vector: 0.9, double: 11 },
  log1p: { kind: 'unary', operations: 16, latency: 45, vector: 1.4, double: 40 },
  sqrt: { kind: 'unary', operations: 3, latency: 15, vector: 0.3, double: 2.4 },
  sin: { kind: 'unary', operations: 16, latency: 50, vector: 1.65, double: 10 },
  cos: { kind: 'unary', operations: 16, latency: 50, vector: 1.65, double: 10 },
  tanh: { kind: 'unary', operations: 14, latency: 40, vector: 0.5, double: 38 },
  erf: { kind: 'unary', operations: 30, latency: 45, vector: 0.7, double: 350 },
  floor: { kind: 'unary', ...simple },
  round: { kind: 'unary', ...simple },
  relu: { kind: 'unary', ...simple },
  sigmoid: { kind: 'unary', operations: 15, latency: 64, vector: 0.78, double: 16 },
  cast: { kind: 'cast', ...simple },
  add: { kind: 'arithmetic', ...simple },
  sub: { kind: 'arithmetic', ...simple },
  mul: { kind: 'arithmetic', ...simple },
  div: { kind: 'arithmetic', operations: 3, latency: 11, vector: 0.13, double: 0.9 },
  pow: { kind: 'arithmetic', operations: 40, latency: 120, vector: 5.5, double: 350 },
  maximum: { kind: 'arithmetic', ...simple },
  minimum: { kind: 'arithmetic', ...simple },
  bitAnd: { kind: 'arithmetic', ...simple },
  lt: { kind: 'comparison', ...simple },
  le: { kind: 'comparison', ...simple },
  eq: { kind: 'comparison', ...simple },
  ne: { kind: 'comparison', ...simple },
  where: { kind: 'choice', ...simple },
  ensure: { kind: 'check', ...simple },

  // One more term.
  sum: { kind: 'reduction', ...inKernel(0.03, 1) },
  max: { kind: 'reduction', ...inKernel(0.03, 1) },

  reshape: { kind: 'view', ...free },
  permute: { kind: 'view', ...free },
  expand: { kind: 'view', ...free },
  slice: { kind: 'view', ...free },
  window: { kind: 'view', ...free },
  alias: { kind: 'view', ...free },
  custom: { kind: 'view', ...free },

  // Only reads and writes, which cost by themselves.
  place: { kind: 'placement', ...inKernel(0, 0) },
  gather: { kind: 'lookup', operations: 4, latency: 20, vector: 0.8, double: 1.5 },
  scatterAdd: { kind: 'scatter', ...inKernel(1.5, 1.5) },
  // What a product costs depends on its form: `compiler/lower/contract/costs.ts`.
  contract: { kind: 'contraction', ...inKernel(0, 0) },
  cumsum: { kind: 'scan', ...inKernel(1, 1) },
  cummax: { kind: 'scan', ...inKernel(1.5, 1.5) },
  // For each level of a merge sort.
  argsort: { kind: 'scan', ...inKernel(4, 4) },
};

/** Names of all primitives. */
export const opNames: readonly OpName[] = Object.keys(traits) as OpName[];

/** Names of the primitives of a kind. */
export function opsOfKind<F extends Kind>(kind: F): readonly OpsOf<F>[] {
  return opNames.filter((op): op is OpsOf<F> => traits[op].kind === kind);
}

/** A node beside its kind: a `switch` over the kind tells which ops it may be of. */
export type NodeByKind = { [F in Kind]: { readonly kind: F; readonly node: NodeOfKind<F> } }[Kind];

/** The node with its kind. */
export function byKind(node: Node): NodeByKind {
  return { kind: traits[node.op].kind, node } as NodeByKind;
}

/** Kinds that a kernel computes on its way, element by element. */
export type ElementwiseKind = 'unary' | 'arithmetic' | 'comparison' | 'cast' | 'choice' | 'check';

/** How a value comes about. */
type Origin = 'given' | 'known' | 'elementwise' | 'seen' | 'looked up' | 'own kernel';

const origins: {
  readonly [F in Kind]: F extends ElementwiseKind ? 'elementwise' : Exclude<Origin, 'elementwise'>;
} = {
  input: 'given',
  source: 'known',
  unary: 'elementwise',
  arithmetic: 'elementwise',
  comparison: 'elementwise',
  cast: 'elementwise',
  choice: 'elementwise',
  check: 'elementwise',
  view: 'seen',
  lookup: 'looked up',
  reduction: 'own kernel',
  placement: 'own kernel',
  scatter: 'own kernel',
  contraction: 'own kernel',
  scan: 'own kernel',
};

// Sets, because these are asked for every node of every graph.
function opsOfOrigin(origin: Origin): ReadonlySet<OpName> {
  return new Set(opNames.filter((op) => origins[traits[op].kind] === origin));
}
const views = opsOfOrigin('seen');
const sources = opsOfOrigin('known');
const elementwise = opsOfOrigin('elementwise');
const kernels = opsOfOrigin('own kernel');

/** Whether the node shows the elements of its first input at other indices. */
export function isViewOp(node: Node): node is NodeOfKind<'view'> {
  return views.has(node.op);
}

/** Whether a node's value is known at each index without memory. */
export function isSource(node: Node): node is NodeOfKind<'source'> {
  return sources.has(node.op);
}

/** Whether the op works on one element of each input. */
export function isElementwise(node: Node): node is NodeOfKind<ElementwiseKind> {
  return elementwise.has(node.op);
}

/** Whether a kernel of its own computes the node, and leaves it in memory. */
export function hasOwnKernel(node: Node): boolean {
  return kernels.has(node.op);
}

/**
 * Sources whose number is given anew at each run of a program, and so is not part of its structure.
 */
export const givenAnew: { readonly [K in OpsOf<'source'>]: boolean } = {
  full: true,
  iota: false,
  random: true,
};
