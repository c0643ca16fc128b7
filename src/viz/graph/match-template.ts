/** Compares a place of a graph with a template, node by node, looking through what readers do. */

import type { Node } from '../../graph/node.js';
import { seeThrough } from './see-through.js';
import type { Template } from './templates.js';

/** An operation found in a graph. */
export interface Match {
  readonly name: string;
  /** What stands in the places of the template's inputs. */
  readonly inputs: readonly Node[];
  /** Every node that is part of it, its root included. */
  readonly members: ReadonlySet<Node>;
}

/** Nodes of the two builds and of the graph that have to agree. */
type Triple = readonly [first: Node, second: Node | undefined, actual: Node];

/** Whether two nodes do the same, as far as can be seen without their inputs. */
function isAlike([first, second, actual]: Triple, minutely: boolean): boolean {
  if (first.op !== actual.op || first.inputs.length !== actual.inputs.length) return false;
  if (minutely && first.op === 'sum' && actual.op === 'sum') {
    return first.attrs.dims.includes(0) === actual.attrs.dims.includes(0);
  }
  if (first.op !== 'full' || actual.op !== 'full') return true;
  const isArgument = second?.op === 'full' && second.attrs.value !== first.attrs.value;
  return isArgument || first.attrs.value === actual.attrs.value;
}

/** The match with `root` as the result of the template's operation, or null. */
export function matchTemplate(template: Template, root: Node): Match | null {
  const open = new Set(template.inputs.map(seeThrough));
  const bound = new Map<Node, Node>();
  const members = new Set<Node>();
  const stack: Triple[] = [[template.roots[0], template.roots[1], root]];
  for (let triple = stack.pop(); triple !== undefined; triple = stack.pop()) {
    const first = seeThrough(triple[0]);
    const second = triple[1] && seeThrough(triple[1]);
    const actual = seeThrough(triple[2]);
    const before = bound.get(first);
    if (before !== undefined && before !== actual) return null;
    if (before !== undefined) continue;
    bound.set(first, actual);
    if (open.has(first)) continue;
    if (actual.isLeaf || !isAlike([first, second, actual], template.minutely)) return null;
    members.add(actual);
    first.inputs.forEach((input, i) => {
      const other = actual.inputs[i];
      if (other !== undefined) stack.push([input, second?.inputs[i], other]);
    });
  }
  const inputs = template.inputs.map(seeThrough).flatMap((input) => bound.get(input) ?? []);
  return { name: template.name, inputs, members };
}
