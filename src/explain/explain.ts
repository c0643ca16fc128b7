/** `explain` and `explainRun`: what a tensor, or a call of a function, is computed by. */

import { ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import type { Node } from '../graph/node.js';
import { device } from '../runtime/devices.js';
import { outlineOf, sourceOf } from '../runtime/programs/outline.js';
import type { ProgramSource } from '../runtime/programs/program-cache.js';
import { SMALL_GRAPH } from '../runtime/programs/sightings.js';
import type { Wanted } from '../runtime/programs/witness.js';
import { gatherNext } from '../runtime/realize/realize.js';
import { labelOf } from '../tensor/handle/label.js';
import { Tensor } from '../tensor/index.js';
import type { ExplainedProgram } from './data/explained.js';
import { Decisions } from './describe/decisions.js';
import { describeProgram } from './describe/describe-program.js';
import { labelsBelow } from './describe/labels.js';
import { Explanation } from './explanation.js';
import { parameterNames } from './parameter-names.js';
import { recordCall } from './recorded-call.js';

/** The program of a source, with the names that are known. */
export function explainSource(
  source: ProgramSource,
  wanted: readonly Wanted[],
  given: ReadonlyMap<Node, string>,
): ExplainedProgram {
  const decisions = new Decisions();
  const labels = labelsBelow(wanted, given);
  const outline = outlineOf(source, decisions);
  return describeProgram({ outline, decisions, labels, target: device().target });
}

function explainNodes(nodes: readonly Node[], given: ReadonlyMap<Node, string>): Explanation {
  const { roots, outputs } = gatherNext(nodes);
  if (outputs.length === 0) return new Explanation([], ['nothing is left to compute']);
  const program = explainSource(sourceOf(outputs), roots, given);
  const { length } = program.nodes;
  const note =
    `a graph of ${length} nodes runs piece by piece when it comes for the first time; this is its ` +
    'program from when it comes again';
  return new Explanation([program], length < SMALL_GRAPH ? [] : [note]);
}

function explainTensor(tensor: Tensor): Explanation {
  const { node } = tensor;
  if (node.value !== null) {
    return new Explanation([], ['the tensor has its value: nothing is left to compute']);
  }
  const given = new Map([[node, tensor.label === '' ? 'result' : tensor.label]]);
  return explainNodes([node, ...(node.ties?.group?.members ?? [])], given);
}

/** All tensors in what a function returned, with what to call them. */
function resultsOf(returned: unknown): Map<Tensor, string> {
  const found = new Map<Tensor, string>();
  const look = (value: unknown, name: string, depth: number): void => {
    if (value instanceof Tensor) found.set(value, value.label || labelOf(value.node) || name);
    else if (typeof value === 'object' && value !== null && depth < 4) {
      for (const [key, part] of Object.entries(value)) {
        look(part, Array.isArray(value) ? `${name} ${key}` : key, depth + 1);
      }
    }
  };
  look(returned, 'result', 0);
  return found;
}

/**
 * What to call the arguments of a call: their labels, or the names that the function gives them.
 */
function argumentLabels(
  fn: (...args: never[]) => unknown,
  args: readonly unknown[],
): [Node, string][] {
  const names = parameterNames(fn);
  return args.flatMap((arg, i): [Node, string][] => {
    refuseForeign('explain', arg);
    if (!(arg instanceof Tensor)) return [];
    return [[arg.node, arg.label === '' ? (names[i] ?? `argument ${i}`) : arg.label]];
  });
}

function explainCall(fn: (...args: never[]) => unknown, args: readonly unknown[]): Explanation {
  const known = argumentLabels(fn, args);
  const call = recordCall(() => Reflect.apply(fn, undefined, args));
  const results = Array.from(resultsOf(call.returned), ([{ node }, name]): [Node, string] => [
    node,
    name,
  ]);
  const leaves = Array.from(call.before, ([{ label }, node]): [Node, string] => [node, label]);
  const gradients = Array.from(call.gradients, ([{ label }, { node }]): [Node, string] => [
    node,
    label === '' || labelOf(node) !== '' ? '' : `${label} grad`,
  ]);
  const given = new Map<Node, string>();
  for (const [node, label] of [...known, ...results, ...leaves, ...gradients]) {
    if (label !== '' && !given.has(node)) given.set(node, label);
  }
  return explainNodes([...call.nodes, ...results.map(([node]) => node)], given);
}

/**
 * What reading a tensor, or calling a function and reading what it returns, would compute: the
 * nodes, which of them are stored, inlined or fused and why, each kernel as code that can be read,
 * where temporaries lie, and what threads may share.
 *
 * Nothing runs, and nothing changes: a tensor stays without a value. A function is called once, as
 * `compile` would record it, and its updates of leaves, gradients, random numbers and steps of
 * optimisers are taken back; what it does to plain variables of JavaScript stays. All that a call
 * would compute is explained as one program, as `compile` runs it; called plainly, each
 * `optimizer.step()` ends a program. `explainRun` tells.
 *
 * @param target a tensor, or a function; `args` are what it is called with.
 * @throws ValueError for anything else, and when the function reads a value.
 * @example
 * const x = linspace(0, 1, 400).reshape([4, 100]);
 * const { programs } = explain(x.softmax(1));
 * console.log(programs[0]?.kernels.length); // 1
 * console.log(programs[0]?.kernels[0]?.stages); // 3
 */
export function explain<Args extends readonly unknown[]>(
  target: Tensor | ((...args: Args) => unknown),
  ...args: Args
): Explanation {
  refuseForeign('explain', target);
  if (target instanceof Tensor) return explainTensor(target);
  if (typeof target === 'function') return explainCall(target, args);
  throw new ValueError(
    `explain: expected a tensor or a function, got ${target === null ? 'null' : typeof target}. ` +
      'Explain a model by a call of it: explain((x) => model.forward(x), x)',
  );
}
