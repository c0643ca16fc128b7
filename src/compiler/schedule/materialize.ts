/**
 * Which nodes of a program are materialized, as far as one can tell before kernels are written:
 * what only a kernel of its own computes; what is used more than once and costs too much, or reads
 * too much, to be computed twice; what would fill a kernel.
 */

import type { Node } from '../../graph/node.js';
import { numel } from '../../graph/shape.js';
import { hasOwnKernel, isElementwise, isSource, isViewOp, traits } from '../../graph/traits.js';
import { at } from '../../list.js';
import type { EpilogueRule } from './epilogue-rule.js';
import type { MaterializeReason, ScheduleTrace } from './schedule-trace.js';

/** A result that is used twice is computed twice only if it costs at most this. */
const RECOMPUTE_LIMIT = 3;
/** And only if it is made of no more arrays than this, since those are read again, too. */
const RECOMPUTE_READS = 2;
/** The same for what is made of a product alone, whose kernel would store it. */
const FINISH_LIMIT = 1;
/** What is used once is materialized if it costs more: its expression would fill a kernel. */
const MAX_COST = 160;

/**
 * Inputs, results of kernels, and outputs. `order`: the nodes of the program, inputs first;
 * `epilogueRule` says which products are finished in their kernels, and `trace` is told why.
 */
export function materializedNodes(
  order: readonly Node[],
  outputs: readonly Node[],
  epilogueRule: EpilogueRule,
  trace: ScheduleTrace | null,
): Set<Node> {
  const uses = countUses(order, outputs);
  const costs = new Map<Node, number>();
  const finishing = new Set<Node>();
  const materialized = new Set<Node>();
  for (const node of order) {
    const cost = costOf(node, costs);
    if (finishesProduct(node, finishing, uses, epilogueRule)) finishing.add(node);
    const limit = finishing.has(node) ? FINISH_LIMIT : RECOMPUTE_LIMIT;
    const isShared = (uses.get(node) ?? 0) > 1;
    const reason = reasonToKeep(node, { cost, limit, isShared, materialized });
    if (reason !== null) materialized.add(node);
    if (reason !== null && reason !== 'value') trace?.materialized(node, reason);
    costs.set(node, materialized.has(node) ? 0 : cost);
  }
  for (const output of outputs) {
    materialized.add(output);
    trace?.materialized(output, 'output');
  }
  return materialized;
}

/** What a node is computed from: of a view the first input, the others only take gradients. */
export function valueSourcesOf(node: Node): readonly Node[] {
  return isViewOp(node) ? node.inputs.slice(0, 1) : node.inputs;
}

/** Cost of computing a node from what is materialized, in simple operations. */
function costOf(node: Node, costs: ReadonlyMap<Node, number>): number {
  let cost = traits[node.op].operations;
  for (const input of valueSourcesOf(node)) cost += costs.get(input) ?? 0;
  return cost;
}

/**
 * Whether a node is a product, or is made element by element of one that nothing else reads, and of
 * no other array as large: the product's kernel stores it instead.
 */
function finishesProduct(
  node: Node,
  finishing: ReadonlySet<Node>,
  uses: ReadonlyMap<Node, number>,
  epilogueRule: EpilogueRule,
): boolean {
  if (node.value !== null) return false;
  if (node.op === 'contract') return epilogueRule(node) > 0;
  const isView = isViewOp(node);
  if (!isView && (!isElementwise(node) || node.op === 'ensure')) return false;
  const [inputs, own] = [valueSourcesOf(node), isView ? uses.get(node) : 1];
  const count = numel(node.shape);
  const isProduct = (input: Node): boolean => finishing.has(input) && uses.get(input) === own;
  const isWhole = (input: Node): boolean => input.op !== 'expand' && input.op !== 'full';
  const whole = inputs.filter(isWhole);
  return whole.length === 1 && whole.every((x) => isProduct(x) && numel(x.shape) === count);
}

/** What decides whether a node is materialized, beside what it is. */
interface Facts {
  readonly cost: number;
  readonly limit: number;
  /** Whether it is used more than once. */
  readonly isShared: boolean;
  /** What is materialized so far. */
  readonly materialized: ReadonlySet<Node>;
}

/**
 * Why a node is materialized, as far as one can tell before kernels are written; null if it does
 * not.
 */
function reasonToKeep(
  node: Node,
  { cost, limit, isShared, materialized }: Facts,
): MaterializeReason | 'value' | null {
  if (node.value !== null) return 'value';
  if (node.op === 'data' || hasOwnKernel(node)) return 'kernel';
  if (isViewOp(node) || isSource(node)) return null;
  if (!isShared) return cost > MAX_COST ? 'size' : null;
  if (cost > limit) return 'cost';
  return readsMany(node, materialized) ? 'reads' : null;
}

/**
 * Whether a node is computed from more arrays in memory, as large as itself, than it is worth to
 * read again.
 */
function readsMany(node: Node, materialized: ReadonlySet<Node>): boolean {
  const count = numel(node.shape);
  const seen = new Set<Node>(node.inputs);
  let arrays = 0;
  // A set is walked to its end, with what is added on the way.
  for (const x of seen) {
    if (!materialized.has(x)) for (const source of valueSourcesOf(x)) seen.add(source);
    else if (numel(x.shape) >= count) arrays++;
    if (arrays > RECOMPUTE_READS) return true;
  }
  return false;
}

/** Rows at least this long make the work that is done once per row negligible. */
const LONG_ROW = 8;

/** Whether a view repeats each element along the last dims only, and often: once per row. */
function isPerRow(node: Node): boolean {
  if (node.op !== 'expand') return false;
  const { shape } = at(node.inputs, 0);
  const lead = node.shape.length - shape.length;
  const first = node.shape.findIndex((size, d) => size !== (shape[d - lead] ?? 1));
  const isLast = node.shape.every((_, d) => d < first || (shape[d - lead] ?? 1) === 1);
  return isLast && numel(node.shape) >= LONG_ROW * numel(shape);
}

/** How often a use through this node counts: what it repeats is computed again and again. */
function weightOf(node: Node, input: Node): number {
  if (!isViewOp(node) || numel(input.shape) >= numel(node.shape)) return 1;
  return isPerRow(node) ? 0.5 : 2;
}

/** How many nodes use each one, views being seen through. */
function countUses(order: readonly Node[], outputs: readonly Node[]): Map<Node, number> {
  const uses = new Map<Node, number>();
  for (const output of outputs) uses.set(output, 1);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = at(order, i);
    const times = isViewOp(node) ? (uses.get(node) ?? 0) : 1;
    for (const input of valueSourcesOf(node)) {
      uses.set(input, (uses.get(input) ?? 0) + times * weightOf(node, input));
    }
  }
  return uses;
}
