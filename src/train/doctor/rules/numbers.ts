/**
 * The first operation, forward or backward, that made a NaN or an infinity. A loss is followed back
 * along bad numbers only, so that the -infinity of a mask, which a softmax makes zero, is not
 * blamed.
 */

import { enableGrad, grad, noGrad } from '../../../autodiff/index.js';
import { realize, Tensor } from '../../../tensor/index.js';
import type { Place, Report } from '../findings/finding.js';
import type { ModuleCall, Node } from '../watch/forward-watch.js';
import { detachedTensor, isFloatNode } from '../watch/graph.js';
import type { Rule, Sample } from '../watch/sample.js';

/** How many elements of a tensor are no numbers, and how many infinite. */
interface Bad {
  readonly nans: number;
  readonly infinities: number;
}

/** Finds the line that calls a module. */
export type LineOf = (module: string) => string | null;

const none: Bad = { nans: 0, infinities: 0 };

function countBad(tensors: readonly Tensor[]): Bad[] {
  const counts = noGrad(() =>
    tensors.flatMap((x) => [x.ne(x).sum(), x.abs().eq(Number.POSITIVE_INFINITY).sum()]),
  );
  realize(counts);
  return tensors.map((_, i) => ({
    nans: counts[2 * i]?.item() ?? 0,
    infinities: counts[2 * i + 1]?.item() ?? 0,
  }));
}

function said({ nans, infinities }: Bad): string {
  return nans > 0 ? `${nans} NaN` : `${infinities} infinite`;
}

/** Where a node was made. */
function placeOf(node: Node, sample: Sample, pass: 'forward' | 'backward', lineOf: LineOf): Place {
  const call: ModuleCall | undefined = sample.makers.get(node);
  const line = call === undefined ? null : lineOf(call.name);
  return {
    ...(call === undefined ? {} : { module: call.name }),
    op: node.op,
    pass,
    ...(line === null ? {} : { line }),
  };
}

function inWords({ module, op, pass }: Place): string {
  if (module === undefined) return `${op} (${pass}), outside of the model`;
  return `${op} (${pass}) of ${module === '' ? 'the model itself' : module}`;
}

/** What is bad about a leaf or constant that the loss came from. */
function sourceText(node: Node, sample: Sample): string {
  const named = sample.parameters.find(([, parameter]) => node.ties?.sink === parameter);
  if (named !== undefined) {
    return `parameter ${named[0]} was so before this step; watch each step, { every: 1 }, to see why`;
  }
  const isInput = sample.inputs.some((input) => input.node === node);
  return isInput ? 'the input has it already' : `a constant or tensor from outside has it already`;
}

/** Follows a loss that is NaN or infinite to where it comes from. */
export function explainLoss(sample: Sample, lineOf: LineOf, report: Report): void {
  const nodes = sample.nodes.filter(isFloatNode);
  const last = nodes.at(-1);
  if (last === undefined) {
    report('first-nonfinite', `the loss is ${sample.loss}, of a graph that is not known`);
    return;
  }
  const counts = countBad(nodes.map(detachedTensor));
  const bad = new Map(nodes.map((node, i) => [node, counts[i] ?? none]));
  // NaN comes of NaN, or of infinities: then the operation between them is the first.
  const hasNaN = (bad.get(last)?.nans ?? 0) > 0;
  const isBad = (node: Node): boolean => {
    const { nans, infinities } = bad.get(node) ?? none;
    return hasNaN ? nans > 0 : infinities > 0;
  };
  const guilty = new Set([last]);
  for (const node of guilty) for (const input of node.inputs) if (isBad(input)) guilty.add(input);
  const first = nodes.find((node) => guilty.has(node));
  if (first === undefined) return;
  const count = said(bad.get(first) ?? none);
  if (first.isLeaf || first.inputs.length === 0) {
    const place = sample.parameters.find(([, parameter]) => first.ties?.sink === parameter);
    const where = place === undefined ? {} : { parameter: place[0] };
    report('first-nonfinite', `${count}; ${sourceText(first, sample)}`, where);
    return;
  }
  const where = placeOf(first, sample, 'forward', lineOf);
  report('first-nonfinite', `${count}, made by ${inWords(where)}`, where);
}

/**
 * Follows gradients that are NaN or infinite, while the loss is not, to the operation they come
 * from.
 */
function explainGradients(sample: Sample, lineOf: LineOf, report: Report): void {
  const { graph } = sample;
  if (graph === null) return;
  const nodes = sample.nodes.filter(
    (node) => node.requiresGrad && isFloatNode(node) && !node.isLeaf,
  );
  const attached = enableGrad(() => nodes.map((node) => new Tensor(node)));
  const loss = enableGrad(() => new Tensor(graph));
  const counts = countBad(noGrad(() => grad(loss, attached)));
  const isBad = new Map(
    nodes.map((node, i) => [node, (counts[i]?.nans ?? 0) + (counts[i]?.infinities ?? 0) > 0]),
  );
  // The backward pass goes from the last node to the first; a leaf's gradient comes from its user.
  for (const node of nodes.toReversed()) {
    if (isBad.get(node)) continue;
    const input = node.inputs.find((one) => isBad.get(one));
    if (input === undefined) continue;
    const where = placeOf(node, sample, 'backward', lineOf);
    const count = said(counts[nodes.indexOf(input)] ?? none);
    report('first-nonfinite', `${count} in gradients, made by ${inWords(where)}`, where);
    return;
  }
  report('first-nonfinite', 'gradients, made where the last layers meet their parameters');
}

/** Gradients of a finite loss that are not finite. */
export function nonfiniteGradients(lineOf: LineOf): Rule {
  return {
    codes: ['first-nonfinite'],
    look: (sample, report) => {
      const ask = sample.parameters.flatMap(([, { grad: gradient }]) => gradient?.sum() ?? []);
      return {
        ask,
        judge: (sums) => {
          if (sums.some((sum) => !Number.isFinite(sum[0]))) {
            explainGradients(sample, lineOf, report);
          }
        },
      };
    },
  };
}
