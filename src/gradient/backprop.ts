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
 * Gradients of sum(seeds * outputs) with respect to all nodes between the outputs and the leaves.
 *
 * @param seeds one gradient for each output, of its shape.
 * @param bound called with each new gradient; a place to realize one that has grown too deep.
 * @returns the gradient of each node that one reached; contributions are added.
 */
export function backprop(
  outputs: readonly Node[],
  seeds: readonly Node[],
  bound: (gradient: Node) => void = () => {},
): Map<Node, Node> {
  const contributions = new Map<Node, Node[]>();
  const receive = (node: Node, gradient: Node): void => {
    checkGradient(node, gradient);
    const others = contributions.get(node);
    if (others === undefined) contributions.set(node, [gradient]);
    else if (others.push(gradient) === MANY_CONTRIBUTIONS) {
      const total = addUp(others);
      bound(total);
      contributions.set(node, [total]);
    }
  };
  outputs.forEach((output, i) => {
    const seed = seeds[i];
    if (seed !== undefined && output.requiresGrad) receive(output, seed);
  });
  const gradients = new Map<Node, Node>();
  const order = topologicalOrder(outputs, (node) => node.isLeaf || !node.requiresGrad);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = at(order, i);
    const received = contributions.get(node);
    if (received === undefined) continue;
    const gradient = addUp(received);
    bound(gradient);
    gradients.set(node, gradient);
    contributions.delete(node);
    const rule = ruleOf(node);
    if (node.isLeaf || typeof rule !== 'function') continue;
    const inputGradients = rule(gradient, node as never);
    node.inputs.forEach((input, k) => {
      const inputGradient = inputGradients[k];
      if (inputGradient && input.requiresGrad) receive(input, inputGradient);
    });
  }
  return gradients;
}

function checkGradient(node: Node, gradient: Node): void {
  if (sameShape(node.shape, gradient.shape) && node.dtype === gradient.dtype) return;
  throw internal(
    `gradient of ${node.op} is ${gradient.dtype} ${show(gradient.shape)}, ` +
      `the value is ${node.dtype} ${show(node.shape)}`,
  );
}
