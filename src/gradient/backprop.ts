/**
 * Reverse-mode differentiation as a transformation of the graph: walks the nodes from outputs to
 * leaves and builds the gradient of each from those of its consumers. Computes nothing.
 * Source: Baydin et al., "Automatic differentiation in machine learning: a survey", 2018.
 */

import { internal } from '../errors.js';
import { type Node, newWalk, topologicalOrder } from '../graph/node.js';
import type { OpName } from '../graph/ops.js';
import { sameShape, show } from '../graph/shape.js';
import { addUp } from './add-up.js';
import { elementwiseRules } from './rules/elementwise.js';
import { reduceRules } from './rules/reduce.js';
import type { GradRule, NoGrad, RulesOf } from './rules/rule.js';
import { viewRules } from './rules/view.js';

/** The gradient of every primitive. */
export const gradRules: RulesOf<OpName> = { ...elementwiseRules, ...reduceRules, ...viewRules };

// A look-up by name in a map is faster than one in an object of so many rows.
const rules: ReadonlyMap<string, GradRule<OpName> | NoGrad> = new Map(
  Object.entries(gradRules) as [OpName, GradRule<OpName> | NoGrad][],
);

/** So many are added up at once: the sum over a long loop would be a program of any size. */
const MANY_CONTRIBUTIONS = 256;

/**
 * Gradients of sum(seeds * outputs) with respect to the nodes between the outputs and the leaves.
 *
 * @param seeds one gradient for each output, of its shape.
 * @param receive called with each node that a gradient reached; contributions are added.
 * @param bound called with each new gradient; a place to realize one that has grown too deep.
 */
export function backprop(
  outputs: readonly Node[],
  seeds: readonly Node[],
  receive: (node: Node, gradient: Node) => void,
  bound: (gradient: Node) => void = () => {},
): void {
  const contributions = new Contributions(outputs, bound);
  outputs.forEach((output, i) => {
    const seed = seeds[i];
    if (seed !== undefined && output.requiresGrad) contributions.add(output, seed);
  });
  const { order } = contributions;
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    const gradient = contributions.take(i);
    if (node === undefined || gradient === null) continue;
    receive(node, gradient);
    noteReached(node);
    const rule = node.isLeaf ? undefined : rules.get(node.op);
    if (typeof rule !== 'function') continue;
    const inputGradients = rule(gradient, node as never);
    for (let k = 0; k < inputGradients.length; k++) {
      const input = node.inputs[k];
      const inputGradient = inputGradients[k];
      if (inputGradient && input?.requiresGrad) contributions.add(input, inputGradient);
    }
  }
}

function noteReached({ ties }: Node): void {
  if (ties !== null) ties.wasReached = true;
}

/** What each node of a graph has received so far. */
class Contributions {
  /** Inputs before their consumers. */
  readonly order: readonly Node[];
  /** Most nodes receive one gradient, which then needs no list. */
  readonly #received: (Node | Node[] | undefined)[];
  readonly #bound: (gradient: Node) => void;
  readonly #walk: number;

  constructor(outputs: readonly Node[], bound: (gradient: Node) => void) {
    this.order = topologicalOrder(outputs, endsFlow);
    this.#walk = this.order.at(-1)?.visit ?? newWalk();
    this.#received = new Array(this.order.length);
    this.#bound = bound;
  }

  add(node: Node, gradient: Node): void {
    checkGradient(node, gradient);
    // Another walk (of a user's own rule, or of a gradient computed early) has left its numbers.
    if (node.visit !== this.#walk) this.#number();
    const { index } = node;
    const received = this.#received[index];
    if (received === undefined) this.#received[index] = gradient;
    else if (!Array.isArray(received)) this.#received[index] = [received, gradient];
    else if (received.push(gradient) === MANY_CONTRIBUTIONS) {
      const total = addUp(received);
      // This may compute something, and so leave other numbers in the nodes.
      this.#bound(total);
      this.#received[index] = total;
    }
  }

  #number(): void {
    this.order.forEach((node, i) => {
      node.visit = this.#walk;
      node.index = i;
    });
  }

  /** The gradient of node number `index`, null if none reached it. */
  take(index: number): Node | null {
    const received = this.#received[index];
    if (received === undefined) return null;
    this.#received[index] = undefined;
    const gradient = Array.isArray(received) ? addUp(received) : received;
    this.#bound(gradient);
    return gradient;
  }
}

/** Gradients end at leaves, and do not reach what needs none. */
function endsFlow(node: Node): boolean {
  return node.isLeaf || !node.requiresGrad;
}

function checkGradient(node: Node, gradient: Node): void {
  if (sameShape(node.shape, gradient.shape) && node.dtype === gradient.dtype) return;
  throw internal(
    `gradient of ${node.op} is ${gradient.dtype} ${show(gradient.shape)}, ` +
      `the value is ${node.dtype} ${show(node.shape)}`,
  );
}
