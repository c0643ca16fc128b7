/** What the random tests draw, how often, and from which seed: the same graphs at every run. */

import fc from 'fast-check';
import type { Step } from './random-graph.js';

/**
 * More runs and other seeds find more: `FUZZ_RUNS=5000 FUZZ_SEED=2 npx vitest run test/compiler`.
 */
export const drawing: fc.Parameters<unknown> = {
  seed: Number(process.env.FUZZ_SEED ?? 1),
  numRuns: Number(process.env.FUZZ_RUNS ?? 100),
};
/** Milliseconds that a test of so many graphs may take on a busy machine. */
export const patience: number = 1_200 * (drawing.numRuns ?? 100);

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.nat(1000),
  numbers: fc.array(fc.nat(10_000), { minLength: 16, maxLength: 16 }),
});

/** Lists of up to `most` steps. */
export function stepsUpTo(most: number): fc.Arbitrary<Step[]> {
  return fc.array(step, { minLength: 4, maxLength: most, size: 'max' });
}
