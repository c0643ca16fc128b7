/** The sizes of gradients, weights and updates beside each other. */

import { Embedding } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/index.js';
import type { Report } from '../findings/finding.js';
import { detachedTensor } from '../watch/graph.js';
import { type Rule, type Sample, Streaks } from '../watch/sample.js';
import type { Vitals } from './vitals.js';

/**
 * First layer's gradient beside the last one's, root mean squares. Layers of a healthy network
 * differ by a factor of ten or so (Glorot and Bengio, 2010, figure 7); each saturated layer costs
 * about as much again.
 */
const VANISHING = 1e-4;
/** Weights that make a network deep enough for the comparison to say something. */
const FEWEST_WEIGHTS = 3;
/**
 * Norm of all gradients, per sample of the batch, so that a loss that is a sum counts like a mean.
 * Pascanu et al., "On the difficulty of training recurrent neural networks", 2013, clip at 1 to 50.
 */
const EXPLODING = 100;
/** A norm that leaves no second look: the next update spoils everything. */
const EXPLODED = 1e4;
/**
 * Karpathy's rule: updates are about 1e-3 of their weights. Two powers of ten above are too many.
 */
const LARGE_UPDATE = 0.2;
/**
 * Three powers of ten below, at the start of a training: later schedules make it small on purpose.
 */
const SMALL_UPDATE = 1e-6;
const START = 200;
/** Updates of the first steps are large beside weights that began at zero. */
const SETTLED = 10;
const LOOKS = 3;

/** One weight with root mean squares. */
interface Sizes {
  readonly name: string;
  readonly gradient: number;
  readonly weight: number;
  readonly update: number | null;
}

function rms(x: Tensor): Tensor {
  return x.square().mean().sqrt();
}

/** Weights of two dims and more that have a gradient, tables of embeddings left out. */
function weightsOf({ model, parameters, before }: Sample): readonly {
  name: string;
  ask: readonly Tensor[];
}[] {
  const tables = new Set<object>(
    model.modules().flatMap((module) => (module instanceof Embedding ? module.weight : [])),
  );
  return parameters.flatMap(([name, weight]) => {
    const { grad } = weight;
    if (weight.ndim < 2 || grad === null || tables.has(weight)) return [];
    const old = before?.get(weight);
    const ask = [rms(grad), rms(weight)];
    if (old !== undefined && old !== weight.node) ask.push(rms(weight.sub(detachedTensor(old))));
    return { name, ask };
  });
}

/** All rules on sizes, which share their numbers. */
export function gradientSizes(vitals: Vitals): Rule {
  const streaks = new Streaks();
  return {
    codes: ['vanishing-gradient', 'exploding-gradient', 'update-ratio', 'lr-too-low'],
    look: (sample, report) => {
      const weights = weightsOf(sample);
      const squares = sample.parameters.flatMap(([, { grad }]) => grad?.square().sum() ?? []);
      return {
        ask: [...squares, ...weights.flatMap(({ ask }) => ask)],
        judge: (answers) => {
          const numbers = answers.map((answer) => answer[0] ?? Number.NaN);
          const total = Math.sqrt(numbers.slice(0, squares.length).reduce((a, b) => a + b, 0));
          let at = squares.length;
          const sizes = weights.map(({ name, ask: { length } }): Sizes => {
            const [gradient = 0, weight = 0, update = null] = numbers.slice(at, at + length);
            at += length;
            return { name, gradient, weight, update };
          });
          judgeTotal(sample, total, streaks, report);
          judgeDepth(sizes, streaks, report);
          judgeUpdates(sample.step, sizes, streaks, report);
          vitals.updateRatio = largestRatio(sizes);
        },
      };
    },
  };
}

function judgeTotal({ inputs }: Sample, norm: number, streaks: Streaks, report: Report): void {
  const samples = inputs[0]?.shape[0] ?? 1;
  const share = Number.isFinite(norm) ? norm / Math.max(samples, 1) : 0;
  if (streaks.note('norm', share > EXPLODING) < 2 && share < EXPLODED) return;
  report('exploding-gradient', `their norm is ${norm.toPrecision(3)}, for ${samples} samples`);
}

function judgeDepth(sizes: readonly Sizes[], streaks: Streaks, report: Report): void {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (first === undefined || last === undefined || sizes.length < FEWEST_WEIGHTS) return;
  const ratio = first.gradient / last.gradient;
  if (streaks.note('depth', ratio < VANISHING) < LOOKS) return;
  const detail = `that of ${first.name} is ${ratio.toExponential(1)} of that of ${last.name}`;
  report('vanishing-gradient', detail, { parameter: first.name });
}

function ratioOf({ update, weight }: Sizes): number | null {
  return update === null || weight === 0 ? null : update / weight;
}

function largestRatio(sizes: readonly Sizes[]): number | null {
  const ratios = sizes.map(ratioOf).filter((ratio) => ratio !== null);
  return ratios.length === 0 ? null : Math.max(...ratios);
}

function judgeUpdates(
  step: number,
  sizes: readonly Sizes[],
  streaks: Streaks,
  report: Report,
): void {
  if (step < SETTLED) return;
  for (const size of sizes) {
    const ratio = ratioOf(size);
    const isSmall = ratio !== null && ratio > 0 && ratio < SMALL_UPDATE && step <= START;
    const isOut = ratio !== null && (ratio > LARGE_UPDATE || isSmall);
    if (streaks.note(`update ${size.name}`, isOut) < LOOKS || ratio === null) continue;
    const detail = `those of ${size.name} are ${ratio.toExponential(1)} of it`;
    report('update-ratio', detail, { parameter: size.name });
  }
}
