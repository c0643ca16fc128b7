/** Where the value of each node of a program is, and why. */

import type { Job } from '../../compiler/schedule/job.js';
import { targetsOf } from '../../compiler/schedule/schedule.js';
import type { Node } from '../../graph/node.js';
import { isSource, isViewOp } from '../../graph/traits.js';
import { at } from '../../list.js';
import type { ExplainedNode, Placement } from '../data/explained.js';
import type { ArrayNames } from './array-names.js';
import { numberText } from './array-names.js';
import type { Decisions } from './decisions.js';
import { storedBecause } from './reasons.js';

/** A kernel that makes a node, and whether it stores it. */
interface Maker {
  readonly kernel: number;
  isStored: boolean;
}

/** What is known of a program's nodes. */
export interface NodeFacts {
  readonly decisions: Decisions;
  readonly names: ArrayNames;
  /** Inputs, with the elements of their values at which they start. */
  readonly inputs: ReadonlyMap<Node, number>;
  readonly outputs: ReadonlySet<Node>;
  /** The kernel that a job's first launch is in. */
  readonly kernelOf: ReadonlyMap<Job, number>;
}

/** Nodes whose memory a job writes. */
function storedBy(job: Job): ReadonlySet<Node> {
  const loops = job.kind === 'contract' ? job.finish : job;
  if (loops.kind !== 'loop') return new Set(targetsOf(job));
  return new Set(loops.items.filter(({ isStored }) => isStored).map(({ target }) => target));
}

function makersOf({ decisions, kernelOf }: NodeFacts): ReadonlyMap<Node, Maker> {
  const makers = new Map<Node, Maker>();
  for (const { job } of decisions.jobs) {
    const kernel = kernelOf.get(job);
    if (kernel === undefined) continue;
    const stored = storedBy(job);
    const targets = job.kind === 'contract' ? [job.node, ...targetsOf(job)] : targetsOf(job);
    for (const node of targets) {
      const isStored = stored.has(node);
      const known = makers.get(node);
      if (known === undefined) makers.set(node, { kernel, isStored });
      else known.isStored ||= isStored;
    }
  }
  return makers;
}

/** Which nodes need each one. */
function usersOf(order: readonly Node[]): ReadonlyMap<Node, Node[]> {
  const users = new Map<Node, Node[]>(order.map((node) => [node, []]));
  for (const node of order) {
    if (node.value !== null) continue;
    for (const input of isViewOp(node) ? node.inputs.slice(0, 1) : node.inputs) {
      users.get(input)?.push(node);
    }
  }
  return users;
}

class NodeWriter {
  readonly #facts: NodeFacts;
  readonly #makers: ReadonlyMap<Node, Maker>;
  readonly #users: ReadonlyMap<Node, Node[]>;
  readonly #kernels = new Map<Node, readonly number[]>();

  constructor(facts: NodeFacts) {
    this.#facts = facts;
    this.#makers = makersOf(facts);
    const { order } = facts.decisions;
    this.#users = usersOf(order);
    for (let i = order.length - 1; i >= 0; i--) this.#placeKernels(at(order, i));
  }

  /** A node without a kernel of its own is computed by those of its users. */
  #placeKernels(node: Node): void {
    const own = this.#makers.get(node);
    const users = this.#users.get(node) ?? [];
    const all = own ? [own.kernel] : users.flatMap((user) => this.#kernels.get(user) ?? []);
    this.#kernels.set(
      node,
      [...new Set(all)].sort((a, b) => a - b),
    );
  }

  #placementOf(node: Node): Placement {
    const { inputs, outputs } = this.#facts;
    if (node.value !== null || inputs.has(node)) return 'input';
    if (outputs.has(node)) return 'output';
    const maker = this.#makers.get(node);
    if (maker !== undefined) return maker.isStored ? 'temporary' : 'fused';
    if ((this.#kernels.get(node) ?? []).length === 0) return 'unused';
    if (node.op === 'full') return 'number';
    // It was to be stored, until all that read it had joined one kernel.
    if (this.#facts.decisions.reasons.has(node)) return 'fused';
    return isViewOp(node) ? 'view' : 'inlined';
  }

  #userCount(node: Node): number {
    const seen = new Set(this.#users.get(node));
    // Views are seen through: who reads one uses the node. A set is walked to its end.
    for (const user of seen) {
      if (!isViewOp(user) || this.#makers.has(user)) continue;
      seen.delete(user);
      for (const next of this.#users.get(user) ?? []) seen.add(next);
    }
    return seen.size;
  }

  #why(node: Node, placement: Placement): string {
    const kernels = this.#kernels.get(node) ?? [];
    switch (placement) {
      case 'input':
        return this.#startOf(node);
      case 'number':
        return `${numberText(node)}, an argument`;
      case 'view':
        return 'other strides, no work';
      case 'fused':
        return `only kernel ${kernels.join()} needs it`;
      case 'inlined':
        return this.#inlinedBecause(node, kernels);
      case 'unused':
        return 'no kernel needs it';
      case 'output':
        return 'asked for';
      case 'temporary':
        return storedBecause(
          node,
          this.#facts.decisions.reasons.get(node) ?? 'output',
          this.#userCount(node),
        );
    }
  }

  #startOf(node: Node): string {
    const start = this.#facts.inputs.get(node) ?? 0;
    return start === 0 ? 'has a value' : `a value, from element ${start} on`;
  }

  #inlinedBecause(node: Node, kernels: readonly number[]): string {
    if (isSource(node)) return 'made of its index, where it is used';
    if (this.#userCount(node) < 2) return 'used once';
    return kernels.length > 1
      ? `cheap to compute again in ${kernels.length} kernels`
      : 'used in one kernel';
  }

  describe(node: Node, id: number, ids: ReadonlyMap<Node, number>): ExplainedNode {
    const placement = this.#placementOf(node);
    const { names } = this.#facts;
    const isArray = placement === 'input' || placement === 'output' || placement === 'temporary';
    return {
      id,
      op: node.op,
      label: names.labelOf(node),
      shape: node.shape,
      dtype: node.dtype,
      inputs: placement === 'input' ? [] : node.inputs.flatMap((input) => ids.get(input) ?? []),
      placement,
      why: this.#why(node, placement),
      array: isArray ? names.arrayOf(node) : '',
      start: this.#facts.inputs.get(node) ?? 0,
      kernels: placement === 'input' ? [] : (this.#kernels.get(node) ?? []),
    };
  }
}

/** All nodes of a program, inputs before users. */
export function describeNodes(facts: NodeFacts): ExplainedNode[] {
  const writer = new NodeWriter(facts);
  const { order } = facts.decisions;
  const ids = new Map(order.map((node, i) => [node, i]));
  return order.map((node, i) => writer.describe(node, i, ids));
}
