/** Mistakes in what goes into the model, and whether it comes out again. */

import {
  BatchNorm1d,
  BatchNorm2d,
  Conv1d,
  Conv2d,
  Linear,
  type Module,
} from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/index.js';
import { detachedTensor, isFloatNode } from '../watch/graph.js';
import { type Rule, type Sample, Streaks } from '../watch/sample.js';

/**
 * Root mean square of a feature that is far from one. LeCun et al., "Efficient BackProp", 1998,
 * section 4.3: means near 0 and variances near 1. Raw measurements of a few units (iris, pixels of
 * 0 to 16) train well enough; pixels of 0 to 255 and years do not.
 */
const LARGE = 20;
const SMALL = 1e-3;
/** A feature that is constant by chance in fewer samples than this is common. */
const FEWEST_SAMPLES = 32;
/** A value that hangs on nothing else than the target has a correlation of 1 but for rounding. */
const SAME = 0.99999;
/** Samples that a correlation needs, so that no two of a toy problem's columns agree by chance. */
const FEWEST_FOR_LEAKAGE = 16;
/** Looks in a row that a verdict on constant columns, leaks and outputs takes. */
const LOOKS = 3;
/** Differences of outputs that are rounding, relative to their size. */
const ROUNDING = 1e-6;

/** The tensor that the first layer with weights gets: a model may scale its inputs itself. */
function firstOperand({ calls, inputs }: Sample): Tensor | null {
  const isWeighted = (module: Module): boolean =>
    module instanceof Linear || module instanceof Conv1d || module instanceof Conv2d;
  const isNorm = (module: Module): boolean =>
    module instanceof BatchNorm1d || module instanceof BatchNorm2d;
  const call = calls.find(({ module }) => isWeighted(module) || isNorm(module));
  const node = call === undefined ? inputs[0]?.node : call.inputs[0];
  if (node === undefined || (call !== undefined && isNorm(call.module))) return null;
  return isFloatNode(node) && node.shape.length >= 2 ? detachedTensor(node) : null;
}

/**
 * The dims of a batch that are no feature: all but the channels of images, else all but the last.
 */
function sampleDims({ ndim }: Tensor): number[] {
  const feature = ndim === 4 ? 1 : ndim - 1;
  return Array.from({ length: ndim }, (_, d) => d).filter((d) => d !== feature);
}

/** The scale of the first features, in the first step. */
export const inputsNotNormalised: Rule = {
  isEarly: true,
  codes: ['inputs-not-normalised'],
  look: (sample, report) => {
    const x = sample.step === 1 ? firstOperand(sample) : null;
    if (x === null) return null;
    return {
      ask: [x.square().mean(sampleDims(x)).sqrt()],
      judge: ([scales]) => {
        const list = Array.from(scales ?? []);
        const largest = Math.max(...list);
        const worst = list.indexOf(largest);
        const detail = `feature ${worst} has a root mean square of ${largest.toPrecision(3)}`;
        if (largest > LARGE || (largest < SMALL && largest > 0)) {
          report('inputs-not-normalised', detail);
        }
      },
    };
  },
};

/** A column that never changes. One of zeros is left alone: the border of images has many. */
export function constantFeature(): Rule {
  let constant: ReadonlyMap<number, number> | null = null;
  let samples = 0;
  let looks = 0;
  return {
    isEarly: true,
    codes: ['constant-feature'],
    look: ({ inputs: [x] }, report) => {
      if (x === undefined || x.ndim !== 2 || !isFloatNode(x.node)) return null;
      if ((x.shape[1] ?? 0) < 2 || (x.shape[0] ?? 0) < 2) return null;
      return {
        ask: [x.amin(0), x.amax(0)],
        judge: ([low, high]) => {
          samples += x.shape[0] ?? 0;
          looks += 1;
          const now = new Map<number, number>();
          for (const [i, value] of Array.from(low ?? []).entries()) {
            const isSame = constant === null || constant.get(i) === value;
            if (value !== 0 && value === high?.[i] && isSame) now.set(i, value);
          }
          constant = now;
          const [first] = now;
          if (first === undefined || looks < LOOKS || samples < FEWEST_SAMPLES) return;
          const places = [...now.keys()].join(', ');
          report('constant-feature', `column ${places} is ${first[1]} in ${samples} samples`);
        },
      };
    },
  };
}

/** A column of the input that is the target, but for its unit. */
export function leakage(): Rule {
  const streaks = new Streaks();
  return {
    isEarly: true,
    codes: ['leakage'],
    look: ({ inputs: [x], target }, report) => {
      if (x === undefined || target === null || x.ndim !== 2 || !isFloatNode(x.node)) return null;
      const [count = 0, width = 0] = x.shape;
      if (count < FEWEST_FOR_LEAKAGE || width < 2 || target.numel !== count) return null;
      const y = target.to(x.dtype).reshape([count, 1]);
      const [dx, dy] = [x.sub(x.mean(0, true)), y.sub(y.mean())];
      const spread = dx.square().sum(0).mul(dy.square().sum()).sqrt();
      return {
        ask: [dx.mul(dy).sum(0).abs(), spread],
        judge: ([products, spreads]) => {
          for (let i = 0; i < width; i++) {
            const share = (products?.[i] ?? 0) / (spreads?.[i] ?? 0);
            if (streaks.note(String(i), share > SAME) < 2) continue;
            report('leakage', `column ${i} of the input follows the target exactly`);
          }
        },
      };
    },
  };
}

/** How far the samples of a batch are apart, and how large they are. */
function spreadOf(x: Tensor): readonly Tensor[] {
  return [x.amax(0).sub(x.amin(0)).max(), x.abs().max()];
}

/** Inputs differ and outputs do not. Karpathy's input-independent baseline, by itself. */
export function inputIgnored(): Rule {
  const streaks = new Streaks();
  return {
    isEarly: true,
    codes: ['input-ignored'],
    look: ({ inputs: [x], output, step }, report) => {
      if (x === undefined || output === null || x.ndim === 0 || output.ndim === 0) return null;
      const count = x.shape[0] ?? 0;
      if (count < 2 || output.shape[0] !== count || output.numel === 0 || x.numel === 0)
        return null;
      if (!isFloatNode(output.node)) return null;
      const given = isFloatNode(x.node) ? x : x.to('float32');
      return {
        ask: [...spreadOf(given), ...spreadOf(output)],
        judge: ([apart, , spread, size]) => {
          const isSame = (spread?.[0] ?? 1) <= ROUNDING * (size?.[0] ?? 0);
          const isIgnored = isSame && (apart?.[0] ?? 0) > 0;
          if (streaks.note('output', isIgnored) < LOOKS) return;
          report('input-ignored', `${count} different inputs, one output, at step ${step}`);
        },
      };
    },
  };
}
