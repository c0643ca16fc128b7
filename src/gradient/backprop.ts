/**
 * Reverse-mode differentiation as a transformation of the graph: walks the nodes from outputs to
 * leaves and builds the gradient of each from those of its consumers. Computes nothing.
 * Source: Baydin et al., "Automatic differentiation in machine learning: a survey", 2018.
 */

import { internal } from '../errors.js';
import { type Node, topologicalOrder } from '../graph/node.js';
import type { OpName } from '../graph/ops.js';
import { sameShape, show } from '../graph/shape.js';
import { at } from '../list.js';
import { addUp } from './add-up.js';
import type { GradRule, NoGrad, RulesOf } from './rule.js';
import { elementwiseRules } from './rules/elementwise.js';
import { reduceRules } from './rules/reduce.js';
import { viewRules } from './rules/view.js';

/** The gradient of every primitive. */
export const gradRules: RulesOf<OpName> = { ...elementwiseRules, ...reduceRules, ...viewRules };

/** So many are added up at once: the sum over a long loop would be a program of any size. */
const MANY_CONTRIBUTIONS = 256;

function ruleOf(node: Node): GradRule<OpName> | NoGrad {
  return gradRules[node.op] as GradRule<OpName> | NoGrad;
}

/**
 * Gradients of sum(seeds * outputs) with respect to the nodes between the outputs and the leaves.
 *
 * @param seeds one gradient for each output, of its shape.
 * @param bound called with each new gradient; a place to realize one that has grown too deep.
 * @param isWanted which gradients to return; those of all nodes if left out.
 * @returns the gradient of each wanted node that one reached; contributions are added.
 */
export function backprop(
  outputs: readonly Node[],
  seeds: readonly Node[],
  bound: (gradient: Node) => void = () => {},
  isWanted: (node: Node) => boolean = () => true,
): Map<Node, Node> {
  const contributions = new Contributions(outputs, bound);
  outputs.forEach((output, i) => {
    const seed = seeds[i];
    if (seed !== undefined && output.requiresGrad) contributions.add(output, seed);
  });
  const gradients = new Map<Node, Node>();
  const { order } = contributions;
  for (let i = order.length - 1; i >= 0; i--) {
    const gradient = contributions.take(i);
    if (gradient === null) continue;
    const node = at(order, i);
    if (isWanted(node)) gradients.set(node, gradient);
    const rule = ruleOf(node);
    if (node.isLeaf || typeof rule !== 'function') continue;
    const inputGradients = rule(gradient, node as never);
    for (let k = 0; k < node.inputs.length; k++) {
      const input = at(node.inputs, k);
      const inputGradient = inputGradients[k];
      if (inputGradient && input.requiresGrad) contributions.add(input, inputGradient);
    }
  }
  return gradients;
}

/** What each node of a graph has received so far. */
class Contributions {
  /** Inputs before their consumers. */
  readonly order: readonly Node[];
  readonly #received: (Node[] | undefined)[];
  readonly #bound: (gradient: Node) => void;
  readonly #walk: number;

  constructor(outputs: readonly Node[], bound: (gradient: Node) => void) {
    this.order = topologicalOrder(outputs, (node) => node.isLeaf || !node.requiresGrad);
    this.#received = new Array(this.order.length);
    this.#bound = bound;
    this.#walk = this.order.at(-1)?.visit ?? 0;
  }

  add(node: Node, gradient: Node): void {
    checkGradient(node, gradient);
    // Another walk (of a user's own rule, or of a gradient computed early) has left its numbers.
    if (node.visit !== this.#walk) this.#number();
    const received = this.#received[node.index];
    if (received === undefined) this.#received[node.index] = [gradient];
    else if (received.push(gradient) === MANY_CONTRIBUTIONS) {
      const total = addUp(received);
      this.#bound(total);
      received.length = 0;
      received.push(total);
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
    const gradient = addUp(received);
    this.#bound(gradient);
    return gradient;
  }
}

function checkGradient(node: Node, gradient: Node): void {
  if (sameShape(node.shape, gradient.shape) && node.dtype === gradient.dtype) return;
  throw internal(
    `gradient of ${node.op} is ${gradient.dtype} ${show(gradient.shape)}, ` +
      `the value is ${node.dtype} ${show(node.shape)}`,
  );
}
