/**
 * In which modules an operation was: told by a trace of the run, or, for an expression that is
 * there already, guessed from the parameters. What lies between a module's first use of its
 * parameters and its last one belongs to it.
 */

import { type Node, topologicalOrder } from '../../graph/node.js';
import type { Module } from '../../nn/index.js';
import type { Tensor } from '../../tensor/index.js';
import type { Scope } from './drawing.js';
import { seeThrough } from './see-through.js';
import type { ModuleCall, Trace } from './trace-modules.js';

/** The modules of each node, outermost first: the first one is the model itself. */
export type ScopesOf = (node: Node) => readonly Scope[];

/** The scopes that a traced run tells. */
export function tracedScopes({ calls, makers }: Trace): ScopesOf {
  const scopes = new Map<ModuleCall, readonly Scope[]>();
  const holders = new Set(calls.map(({ parent }) => parent));
  calls.forEach((call, i) => {
    const { name, module, parent } = call;
    const around = parent === null ? [] : (scopes.get(parent) ?? []);
    const own = {
      key: String(i),
      name,
      type: module.constructor.name,
      isInnermost: !holders.has(call),
    };
    scopes.set(call, [...around, own]);
  });
  return (node) => {
    const call = makers.get(node);
    return (call && scopes.get(call)) ?? [];
  };
}

/** Whether a node uses one of the leaves itself. */
function usesAny(node: Node, leaves: ReadonlySet<Node>): boolean {
  const isVisible = !node.isLeaf && seeThrough(node) === node;
  return isVisible && node.inputs.some((input) => leaves.has(seeThrough(input)));
}

/** The nodes that come after one use of the leaves and before another, both included. */
function between(order: readonly Node[], leaves: ReadonlySet<Node>): Node[] {
  const after = new Set<Node>();
  const before = new Set<Node>();
  for (const node of order) {
    const follows = !node.isLeaf && node.inputs.some((input) => after.has(input));
    if (follows || usesAny(node, leaves)) after.add(node);
  }
  for (const node of order.toReversed()) {
    if (usesAny(node, leaves)) before.add(node);
    if (before.has(node) && !node.isLeaf) for (const input of node.inputs) before.add(input);
  }
  return [...after].filter((node) => before.has(node));
}

/** The scopes that the places of parameters suggest. */
export function guessedScopes(root: Node, model: Module): ScopesOf {
  const order = topologicalOrder([root], (node) => node.isLeaf);
  const leafOf = new Map<unknown, Node>();
  for (const node of order) if (node.ties?.sink) leafOf.set(node.ties.sink, node);
  const scopes = new Map<Node, Scope[]>();
  for (const [name, module] of model.namedModules()) {
    const leaves = module.parameters().flatMap((one: Tensor) => leafOf.get(one) ?? []);
    if (leaves.length === 0) continue;
    const isInnermost = module.children().length === 0;
    const scope = { key: name, name, type: module.constructor.name, isInnermost };
    for (const node of between(order, new Set(leaves))) {
      const list = scopes.get(node) ?? [];
      list.push(scope);
      scopes.set(node, list);
    }
  }
  return (node) => scopes.get(node) ?? [];
}
