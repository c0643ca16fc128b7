/**
 * Whether computing with a product's results, block by block, is worth doing in the product's
 * kernel: one rule, which what is materialized, inlined and fused all ask.
 */

import { bytesOf } from '../../graph/dtype.js';
import type { NodeOf } from '../../graph/node.js';
import { numel } from '../../graph/shape.js';

// `npx tsx bench/epilogues.ts` shows what is behind these numbers.
/**
 * Arrays as large as the product that may be read and written block by block, where they are small.
 */
const streamsOfSmall = 3;
/** Larger ones come from further away, in pieces of lines that no processor fetches ahead. */
const smallBytes = 256 * 1024;
/** Steps of the inner dim beside which the memory spared is more than measurements vary by. */
const fewSteps = 256;
/**
 * Results that are too few to be worth a kernel of their own: other code has to be read in for
 * each.
 */
const fewResults = 2048;
/**
 * Elements of a row that it takes longer to begin than to work on, and rows that are few anyway.
 */
const shortRow = 32;
const fewRows = 1024;

/** How many arrays as large as a product may be read and written while it is finished. */
export type EpilogueRule = (product: NodeOf<'contract'>) => number;

/**
 * As many as did not lose. Blocks spare writing the product and reading it again, and a launch. But
 * large arrays beside the result are read and written in pieces of lines, slower than in one go.
 */
export const wherePaying: EpilogueRule = ({ inputs, shape, dtype, attrs }) => {
  const count = numel(shape);
  const row = numel(shape.slice(shape.length - attrs.n));
  if (count < fewResults || (row < shortRow && count > fewRows * row)) return 0;
  const steps = numel(inputs[0].shape.slice(inputs[0].shape.length - attrs.k));
  return count * bytesOf(dtype) <= smallBytes && steps <= fewSteps ? streamsOfSmall : 1;
};
