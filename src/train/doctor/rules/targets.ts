/** Mistakes between the output, its target and the loss. */

import { functional } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/index.js';
import type { Report } from '../findings/finding.js';
import type { Node } from '../watch/forward-watch.js';
import { isFloatNode } from '../watch/graph.js';
import type { Classes, Rule } from '../watch/sample.js';
import type { Vitals } from './vitals.js';

/** Two losses are the same but for float32's rounding and the order of a sum. */
const SAME_LOSS = 1e-4;
/** How far probabilities of a sample may be from a sum of one. */
const SUM_OF_ONE = 1e-4;
/**
 * The loss of a model that knows nothing is ln C (Karpathy, "A recipe for training neural
 * networks", "verify loss at init"). Usual initialisations begin within some tenths of it; inputs
 * of a few units in size add as much again.
 */
const INITIAL_FACTOR = 2;
const INITIAL_EXCESS = 0.5;

/** A loss per sample, whether it is a mean over them or a sum; NaN for one of another kind. */
function perSample(loss: number, plain: number, count: number): number {
  if (isNear(loss, plain)) return loss;
  return isNear(loss, plain * count) ? loss / count : Number.NaN;
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= SAME_LOSS * (1 + Math.abs(b));

/** Class labels, where the target is a list of them for this output. */
export function classesOf(output: Tensor | null, target: Tensor | null): Classes | null {
  if (output?.ndim !== 2 || target?.ndim !== 1 || target.dtype !== 'int32') return null;
  const [rows = 0, count = 0] = output.shape;
  if (target.shape[0] !== rows || rows === 0 || count < 2) return null;
  const labels = Int32Array.from(target.toTypedArray());
  return labels.every((label) => label >= 0 && label < count) ? { labels, count } : null;
}

/**
 * Compares a loss on classes with plain cross-entropy: the first loss beside ln C, and softmax
 * twice.
 */
export function classLoss(vitals: Vitals): Rule {
  return {
    isEarly: true,
    codes: ['probabilities-as-logits', 'initial-loss', 'class-imbalance'],
    look: (sample, report) => {
      const { output, target, classes } = sample;
      if (output === null || target === null || classes === null) return null;
      if (!isFloatNode(output.node)) return null;
      const plain = functional.crossEntropy(output, target);
      return {
        ask: [plain, output.min(), output.sum(1).sub(1).abs().max()],
        judge: ([value, low, off]) => {
          // A loss of another kind (weights, smoothing, a penalty) is not judged.
          const own = perSample(sample.loss, value?.[0] ?? Number.NaN, classes.labels.length);
          const isPlain = !Number.isNaN(own);
          vitals.isPlainLoss = isPlain && vitals.isPlainLoss !== false;
          if (!isPlain) return;
          judgeStart(sample.step, own, classes.count, report);
          if ((low?.[0] ?? -1) < 0 || (off?.[0] ?? 1) > SUM_OF_ONE) return;
          const detail = 'each row of the output sums to 1, and softmax comes again';
          report('probabilities-as-logits', detail);
        },
      };
    },
  };
}

function judgeStart(step: number, loss: number, count: number, report: Report): void {
  const expected = Math.log(count);
  if (step > 1 || loss <= Math.max(INITIAL_FACTOR * expected, expected + INITIAL_EXCESS)) return;
  const detail = `${loss.toPrecision(4)}; ln ${count} is ${expected.toPrecision(4)}`;
  report('initial-loss', detail);
}

/** Whether the last thing done was a product or a sum, as at the end of a linear layer. */
function isAffine(output: Tensor): boolean {
  let { node } = output;
  for (
    let [below] = node.inputs;
    (node.op === 'reshape' || node.op === 'alias') && below !== undefined;
    [below] = node.inputs
  ) {
    node = below;
  }
  return node.op === 'add' || node.op === 'contract';
}

/**
 * Compares a loss on shares with plain binary cross-entropy of logits: sigmoid twice, where outputs
 * lie in [0, 1], and whether classes weigh alike.
 */
export function binaryLoss(vitals: Vitals): Rule {
  return {
    isEarly: true,
    codes: ['probabilities-as-logits', 'class-imbalance'],
    look: ({ output, target, loss }, report) => {
      if (output === null || target === null || output.shape.join() !== target.shape.join())
        return null;
      if (!isFloatNode(output.node) || output.dtype !== target.dtype) return null;
      // Those of a few samples may all lie in [0, 1] by chance.
      const areLogits = isAffine(output);
      const plain = functional.binaryCrossEntropyWithLogits(output, target);
      return {
        ask: [plain, output.min(), output.max(), target.min(), target.max()],
        judge: (answers) => {
          const [value = 0, low = -1, high = 2, least = -1, most = 2] = answers.map(
            (one) => one[0],
          );
          if (least < 0 || most > 1) return;
          const isPlain = !Number.isNaN(perSample(loss, value, output.numel));
          vitals.isPlainLoss = isPlain && vitals.isPlainLoss !== false;
          if (isPlain && low >= 0 && high <= 1 && !areLogits)
            report('probabilities-as-logits', 'the output lies in [0, 1], and sigmoid comes again');
        },
      };
    },
  };
}

/** The shape of two operands that were broadcast against each other; null when they do not fit. */
function broadcast(a: readonly number[], b: readonly number[]): number[] | null {
  const ndim = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let d = 1; d <= ndim; d++) {
    const [x, y] = [a.at(-d) ?? 1, b.at(-d) ?? 1];
    if (x !== y && x !== 1 && y !== 1) return null;
    shape.unshift(Math.max(x, y));
  }
  return shape;
}

const countOf = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1);

const VIEWS: ReadonlySet<string> = new Set(['expand', 'reshape', 'alias']);

/** The shape of what was expanded, before it was reshaped to do so. */
function firstShape(node: Node): readonly number[] {
  const [input]: readonly (Node | undefined)[] = node.inputs;
  return node.op === 'expand' && input !== undefined ? firstShape(input) : node.shape;
}

/** Where a row of expansions and reshapes of `count` elements began; null for anything else. */
function expanded(node: Node, count: number): Node | null {
  let source = node;
  while (VIEWS.has(source.op) && source.inputs.length === 1) source = source.inputs[0] ?? source;
  return node.op === 'expand' && countOf(source.shape) === count ? source : null;
}

/**
 * Whether the result is `[N, N]`, of N numbers that a gradient flows to and of N others: what
 * compares outputs with each other, as a loss on pairs does, is something else.
 */
function isCrossed(node: Node, count: number): boolean {
  if (count < 2 || (node.op !== 'sub' && node.op !== 'mul')) return false;
  if (node.shape.join() !== [count, count].join()) return false;
  const [a, b] = node.inputs.map((input) => expanded(input, count));
  return a != null && b != null && a.requiresGrad !== b.requiresGrad;
}

/**
 * `[N, 1]` minus `[N]` is `[N, N]`: a loss that holds more elements than output and target have.
 */
export const targetBroadcast: Rule = {
  isEarly: true,
  codes: ['target-broadcast'],
  look: ({ output, target, nodes }, report) => {
    if (output === null || target === null) return null;
    const crossed = nodes.find((node) => isCrossed(node, output.numel));
    if (crossed !== undefined && output.numel === target.numel) {
      const [a, b] = crossed.inputs.map((input) => `[${firstShape(input).join(', ')}]`);
      report('target-broadcast', `${a} and ${b} make [${crossed.shape.join(', ')}]`);
      return null;
    }
    const shape = broadcast(output.shape, target.shape);
    if (shape === null || countOf(shape) <= Math.max(output.numel, target.numel)) return null;
    if (nodes.some((node) => node.shape.join() === shape.join())) {
      const [a, b] = [output, target].map((x) => `[${x.shape.join(', ')}]`);
      report('target-broadcast', `output ${a}, target ${b}, loss over [${shape.join(', ')}]`);
    }
    return null;
  },
};
