/**
 * Compiled programs against the interpreter, on random graphs of all primitives: any views, any
 * sharing, several outputs, vectors with remainders, and sums so long that they are cut in pieces.
 */

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { realize } from '../../src/runtime/realize/realize.js';
import type { Bounded } from '../oracle/error-bound.js';
import { describeGraph, expectClose } from './compare-values.js';
import { buildGraph, type Recipe, type Step } from './random-graph.js';
import { everything, products, specialValues } from './random-recipes.js';
import { drawing, patience, stepsUpTo } from './random-step.js';
import { WriteGuard } from './write-guard.js';

const guard = new WriteGuard();

/** Builds the graph, computes some of its nodes in one program, and compares them. */
function check(recipe: Recipe, list: readonly Step[], picks: readonly number[]): void {
  // The second graph has the structure of the first, and so its program, but other values.
  for (const salt of [0, 1]) {
    const entries = buildGraph(recipe, list, salt);
    const last = entries.length - 1;
    const outputs = new Set([last, ...picks.map((pick) => pick % entries.length)]);
    const chosen = [...outputs].map((i) => entries[i] as Bounded);
    const graphs = chosen.map(({ node }) => describeGraph(node));
    guard.watch(() => realize(chosen.map(({ node }) => node)));
    chosen.forEach((entry, i) => expectClose(entry, graphs[i] ?? ''));
  }
}

const picks = fc.array(fc.nat(1000), { maxLength: 8 });

describe('a compiled program gives what the interpreter gives', () => {
  it(
    'on graphs of all primitives',
    () => {
      fc.assert(
        fc.property(stepsUpTo(44), picks, (list, outputs) => check(everything, list, outputs)),
        drawing,
      );
    },
    patience,
  );

  it(
    'on products and what follows them',
    () => {
      fc.assert(
        fc.property(stepsUpTo(30), picks, (list, outputs) => check(products, list, outputs)),
        drawing,
      );
    },
    patience,
  );

  it(
    'on NaN, infinities, zeros and extremes',
    () => {
      fc.assert(
        fc.property(stepsUpTo(44), picks, (list, outputs) => check(specialValues, list, outputs)),
        drawing,
      );
    },
    patience,
  );
});
