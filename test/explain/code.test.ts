/**
 * The code of an explanation against the interpreter, on random graphs of all primitives: what is
 * shown is what is computed.
 */

import { Tensor } from 'chainrule';
import { type ExplainedProgram, explain } from 'chainrule/explain';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Node, topologicalOrder } from '../../src/graph/node.js';
import { hostArray } from '../../src/runtime/realize/realize.js';
import { describeGraph, expectClose } from '../compiler/compare-values.js';
import { buildGraph, type Recipe, type Step } from '../compiler/random-graph.js';
import { everything, products } from '../compiler/random-recipes.js';
import { drawing, stepsUpTo } from '../compiler/random-step.js';
import type { Bounded } from '../oracle/error-bound.js';
import { runCode } from './run-code.js';

/** Names leaves, and returns their values by these names. */
function nameLeaves(roots: readonly Node[]): Map<string, ArrayLike<number>> {
  const values = new Map<string, ArrayLike<number>>();
  for (const node of topologicalOrder(roots, ({ value }) => value !== null)) {
    if (node.value === null) continue;
    const label = `leaf${values.size}`;
    new Tensor(node).label = label;
    values.set(label, hostArray(node));
  }
  return values;
}

/** The values of a program's inputs by the names of their arrays. */
function inputsOf(
  { nodes }: ExplainedProgram,
  leaves: ReadonlyMap<string, ArrayLike<number>>,
): Record<string, ArrayLike<number>> {
  const inputs: Record<string, ArrayLike<number>> = {};
  for (const { placement, array, label, start } of nodes) {
    if (placement !== 'input') continue;
    const value = leaves.get(label.replace(/ slice$/, ''));
    if (value !== undefined) inputs[array] = Array.from(value).slice(start);
  }
  return inputs;
}

function codeOf({ kernels }: ExplainedProgram): string {
  return kernels.flatMap(({ launches }) => launches.map(({ code }) => code)).join('\n');
}

/**
 * The code computes in float64, and so rounds where the graph does not, and the other way round.
 */
function unrounded(entry: Bounded): Bounded {
  const size = Math.max(0, ...Array.from(entry.value, Math.abs));
  return { ...entry, error: 4 * entry.error + 1e-5 * Math.max(1, size) };
}

function check(recipe: Recipe, list: readonly Step[], pick: number): number {
  const entries = buildGraph(recipe, list, 0);
  const chosen = [...new Set([entries.length - 1, pick % entries.length])].flatMap(
    (i) => entries[i] ?? [],
  );
  const leaves = nameLeaves(chosen.map(({ node }) => node));
  const { programs } = explain(() => chosen.map(({ node }) => new Tensor(node)));
  const graphs = chosen.map(({ node }) => describeGraph(node));
  let compared = 0;
  for (const program of programs) {
    const arrays = runCode(program, inputsOf(program, leaves));
    for (const [i, entry] of chosen.entries()) {
      const output = program.nodes.find(({ label }) => label === `result ${i}`);
      const actual = arrays.get(output?.array ?? '');
      if (actual === undefined) continue;
      compared += 1;
      expectClose(unrounded(entry), `${graphs[i]}\n${codeOf(program)}`, Float64Array.from(actual));
    }
  }
  return compared;
}

it('code computes what the interpreter does, on random graphs', () => {
  let compared = 0;
  for (const recipe of [everything, products]) {
    fc.assert(
      fc.property(stepsUpTo(24), fc.nat(1000), (list, pick) => {
        compared += check(recipe, list, pick);
      }),
      { ...drawing, numRuns: 40 },
    );
  }
  expect(compared).toBeGreaterThan(80);
});
