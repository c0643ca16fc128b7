/**
 * Reverse-mode differentiation as a transformation of the graph: walks the nodes from outputs to
 * leaves and builds the gradient of each from those of its consumers. Computes nothing.
 * Source: Baydin et al., "Automatic differentiation in machine learning: a survey", 2018.
 */

import { internal } from '../errors.js';
import { add } from '../graph/build/index.js';
import { type Node, topologicalOrder } from '../graph/node.js';
import type { OpName } from '../graph/ops.js';
import { sameShape, show } from '../graph/shape.js';
import type { GradRule, NoGrad, RulesOf } from './rule.js';
import { elementwiseRules } from './rules/elementwise.js';
import { reduceRules } from './rules/reduce.js';
import { viewRules } from './rules/view.js';

/** The gradient of every primitive. */
export const gradRules: RulesOf<OpName> = { ...elementwiseRules, ...reduceRules, ...viewRules };

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
  const gradients = new Map<Node, Node>();
  const receive = (node: Node, gradient: Node): void => {
    if (!sameShape(node.shape, gradient.shape) || node.dtype !== gradient.dtype) {
      throw internal(
        `gradient of ${node.op} is ${gradient.dtype} ${show(gradient.shape)}, ` +
          `the value is ${node.dtype} ${show(node.shape)}`,
      );
    }
    const before = gradients.get(node);
    const total = before === undefined ? gradient : add(before, gradient);
    bound(total);
    gradients.set(node, total);
  };
  outputs.forEach((output, i) => {
    const seed = seeds[i];
    if (seed !== undefined && output.requiresGrad) receive(output, seed);
  });
  const order = topologicalOrder(outputs, (node) => node.isLeaf || !node.requiresGrad);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as Node;
    const gradient = gradients.get(node);
    if (gradient === undefined || node.isLeaf || !node.requiresGrad) continue;
    const rule = ruleOf(node);
    if (typeof rule !== 'function') continue;
    const inputGradients = rule(gradient, node as never);
    node.inputs.forEach((input, k) => {
      const inputGradient = (inputGradients as readonly (Node | null)[])[k];
      if (inputGradient && input.requiresGrad) receive(input, inputGradient);
    });
  }
  return gradients;
}
