/**
 * Folds sums of products into one box: `tanh(b + w0 * x0 + w1 * x1)` becomes a neuron whose arrows
 * come from its inputs, with the weights counted. Long sums become one box too. Needs no names.
 */

import { type Box, boxesBelow, countUses } from './drawing.js';

/** What one fold takes in, in terms of the boxes before folding. */
interface Fold {
  readonly op: string;
  readonly inputs: readonly Box[];
  readonly note: string;
}

type Uses = ReadonlyMap<Box, number>;

function isLeaf(box: Box): boolean {
  return box.inputs.length === 0;
}

/** The terms of a sum, sums within sums opened unless others use them. */
function termsOf(sum: Box, uses: Uses): Box[] {
  const terms: Box[] = [];
  const stack = [...sum.inputs];
  for (let term = stack.pop(); term !== undefined; term = stack.pop()) {
    if (term.op === '+' && uses.get(term) === 1) stack.push(...term.inputs);
    else terms.push(term);
  }
  return terms.toReversed();
}

/** The side of a product that is a weight: a parameter, or else a leaf, the left one first. */
function weightOf({ inputs }: Box): Box | undefined {
  const known = inputs.find((side) => side.isParameter === true);
  return known ?? inputs.find((side) => isLeaf(side) && side.isParameter === undefined);
}

/** What the terms of a sum are: products with a weight, biases, and all else. */
interface Terms {
  readonly inputs: readonly Box[];
  readonly weights: number;
  readonly biases: number;
}

function sortTerms(terms: readonly Box[], uses: Uses): Terms {
  const inputs: Box[] = [];
  let weights = 0;
  let biases = 0;
  for (const term of terms) {
    const weight = term.op === '*' && uses.get(term) === 1 ? weightOf(term) : undefined;
    if (weight !== undefined) {
      weights += 1;
      inputs.push(...term.inputs.filter((side) => side !== weight));
    } else if (isLeaf(term) && term.isParameter !== false) biases += 1;
    else inputs.push(term);
  }
  return { inputs, weights, biases };
}

/** How a sum folds, or null when it has nothing worth folding. */
function foldSum(sum: Box, activation: string, uses: Uses): Fold | null {
  const terms = termsOf(sum, uses);
  const { inputs, weights, biases } = sortTerms(terms, uses);
  if (weights === 0 && terms.length < 3) return null;
  const body = weights === 0 ? 'sum' : `Σ w·x${biases > 0 ? ' + b' : ''}`;
  const isNamed = activation === '' || weights === 0;
  return {
    op: isNamed ? `${activation} ${body}`.trim() : `${activation}(${body})`,
    inputs,
    note: weights === 0 ? `${terms.length} terms` : `${weights} weights`,
  };
}

function foldOf(box: Box, uses: Uses): Fold | null {
  if (box.op === '+') return foldSum(box, '', uses);
  const [sum, ...others] = box.inputs;
  const isActivation = others.length === 0 && sum?.op === '+' && uses.get(sum) === 1;
  return isActivation && sum.label === '' ? foldSum(sum, box.op, uses) : null;
}

/** The same graph with its neurons and long sums folded. */
export function foldNeurons(boxes: readonly Box[]): Box[] {
  const root = boxes.at(-1);
  if (root === undefined) return [];
  const uses = countUses(boxes);
  const plan = new Map<Box, Fold | null>();
  // From the result down, so that what a fold takes in is not looked at again.
  const wanted = new Set([root]);
  for (const box of wanted) {
    const fold = foldOf(box, uses);
    plan.set(box, fold);
    for (const input of fold?.inputs ?? box.inputs) wanted.add(input);
  }
  const folded = new Map<Box, Box>();
  const fresh = (box: Box): Box => folded.get(box) ?? box;
  for (const box of boxes.filter((one) => wanted.has(one))) {
    const fold = plan.get(box);
    const inputs = (fold?.inputs ?? box.inputs).map(fresh);
    if (fold) {
      const facts = [...box.facts, fold.note];
      folded.set(box, { ...box, op: fold.op, facts, inputs, opPlace: 'header' });
    } else folded.set(box, { ...box, inputs });
  }
  return boxesBelow(fresh(root));
}
