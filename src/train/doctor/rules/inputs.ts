/** Mistakes in what goes into the model, and whether it comes out again. */

import { cat, type Tensor } from '../../../tensor/index.js';
import { detachedTensor, isFloatNode } from '../watch/graph.js';
import { isBatchNorm, isWeighted } from '../watch/layer-kinds.js';
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
/** Columns of the highest value that are a white border, and no column of ones. */
const FEWEST_OF_BORDER = 3;
/** A value that hangs on nothing else than the target has a correlation of 1 but for rounding. */
const SAME = 0.99999;
/** Samples that a correlation needs, so that no two of a toy problem's columns agree by chance. */
const FEWEST_FOR_LEAKAGE = 16;
/** Classes that are looked at one by one, and samples that each has to have in a batch. */
const MOST_CLASSES = 100;
const FEWEST_OF_CLASS = 4;
/** Looks in a row that a verdict on constant columns, leaks and outputs takes. */
const LOOKS = 3;
/** Differences of outputs that are rounding, relative to their size. */
const ROUNDING = 1e-6;

/** The tensor that the first layer with weights gets: a model may scale its inputs itself. */
function firstOperand({ calls, inputs }: Sample): Tensor | null {
  const call = calls.find(({ module }) => isWeighted(module) || isBatchNorm(module));
  const node = call === undefined ? inputs[0]?.node : call.inputs[0];
  if (node === undefined || (call !== undefined && isBatchNorm(call.module))) return null;
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

/**
 * Whether columns of this value are the border of images, whose background keeps its value when
 * images are normalised: the lowest value of all, or in several columns the highest, and other
 * columns have it in some of the samples.
 */
function isBackground(
  value: number,
  constant: ReadonlyMap<number, number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
): boolean {
  const others = Array.from(low, (_, i) => i).filter((i) => low[i] !== high[i]);
  const [lows, highs] = [others.map((i) => low[i]), others.map((i) => high[i])];
  const lowest = Array.from(low).every((other) => other >= value);
  if (lowest) return lows.includes(value);
  const count = [...constant.values()].filter((other) => other === value).length;
  const highest = Array.from(high).every((other) => other <= value);
  return highest && count >= FEWEST_OF_BORDER && highs.includes(value);
}

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
        judge: ([low = [], high = []]) => {
          samples += x.shape[0] ?? 0;
          looks += 1;
          constant = constantColumns(low, high, constant);
          if (looks < LOOKS || samples < FEWEST_SAMPLES) return;
          const columns = new Map(constant);
          const found = [...columns].filter(([, at]) => !isBackground(at, columns, low, high));
          const [first] = found;
          if (first === undefined) return;
          const places = found.filter(([, value]) => value === first[1]).map(([i]) => i);
          report(
            'constant-feature',
            `column ${places.join(', ')} is ${first[1]} in ${samples} samples`,
          );
        },
      };
    },
  };
}

/** Columns of one value other than zero, with it; those of before that have kept it, if any. */
function constantColumns(
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  before: ReadonlyMap<number, number> | null,
): ReadonlyMap<number, number> {
  const columns = Array.from(low, (value, i): [number, number] => [i, value]);
  return new Map(
    columns.filter(
      ([i, value]) =>
        value !== 0 && value === high[i] && (before === null || before.get(i) === value),
    ),
  );
}

/**
 * What a column may follow: numbers, or of classes each by itself. A class is asked for as often as
 * no column of ones and zeros has its samples by chance.
 */
function traces({ target, classes }: Sample, dtype: Tensor['dtype']): Tensor | null {
  if (target === null) return null;
  const y = target.to(dtype).reshape([target.numel, 1]);
  if (classes === null || classes.count > MOST_CLASSES) return y;
  const columns = Array.from({ length: classes.count }, (_, label) => {
    const count = classes.labels.filter((one) => one === label).length;
    const isCommon = Math.min(count, target.numel - count) >= FEWEST_OF_CLASS;
    return isCommon ? y.eq(label).to(dtype) : y.mul(0);
  });
  return cat([y, ...columns], 1);
}

/** A column of the input that is the target, but for its unit. */
export function leakage(): Rule {
  const streaks = new Streaks();
  return {
    isEarly: true,
    codes: ['leakage'],
    look: (sample, report) => {
      const { inputs, target } = sample;
      const [x] = inputs;
      if (x === undefined || target === null || x.ndim !== 2 || !isFloatNode(x.node)) return null;
      const [count = 0, width = 0] = x.shape;
      if (count < FEWEST_FOR_LEAKAGE || width < 2 || target.numel !== count) return null;
      const y = traces(sample, x.dtype);
      if (y === null) return null;
      const [dx, dy] = [x.sub(x.mean(0, true)), y.sub(y.mean(0, true))];
      const spread = (z: Tensor): Tensor => z.square().sum(0).sqrt();
      const kinds = y.shape[1] ?? 1;
      return {
        ask: [dx.transpose(0, 1).matmul(dy).abs(), spread(dx), spread(dy)],
        judge: ([products, ofColumns, ofTargets]) => {
          for (let i = 0; i < width * kinds; i++) {
            const [column, kind] = [Math.floor(i / kinds), i % kinds];
            const spreads = (ofColumns?.[column] ?? 0) * (ofTargets?.[kind] ?? 0);
            const isSame = (products?.[i] ?? 0) / spreads > SAME;
            if (streaks.note(String(i), isSame) < 2) continue;
            const of = kind === 0 ? 'the target' : `class ${kind - 1} of the target`;
            report('leakage', `column ${column} of the input follows ${of} exactly`);
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
