/**
 * How the time of a training step grows with batch, width and depth: rows in doublings, and whether
 * the time grows no faster than the work from the point where there is work worth speaking of.
 */

import type { Result } from './compare.js';
import { type Peaks, workOf, workSeconds } from './floors.js';
import { mlpWeights, type Row } from './rows.js';

/** Below this the fixed costs of a step decide, and they do not grow. */
const leastWorkSeconds = 50e-6;
/** What a measurement may be wrong by, of one doubling and of the exponent over all of them. */
export const largestGrowth = 1.2;
export const largestExponent = 1.05;

/** What is doubled. */
export const sweepNames = ['batch', 'width', 'depth'] as const;
export type SweepName = (typeof sweepNames)[number];

const doublings = (from: number, to: number): number[] =>
  Array.from({ length: Math.log2(to / from) + 1 }, (_, i) => from * 2 ** i);

const features = 64;
const classes = 10;
const batchSize = 64;
/** Keeps the size of activations and gradients through any number of layers with relu. */
const gain = Math.sqrt(6);

/** One point of a sweep; `row` is measured as any other. */
export interface Point {
  readonly sweep: SweepName;
  readonly value: number;
  readonly row: Row;
}

function point(sweep: SweepName, value: number, batch: number, hidden: readonly number[]): Point {
  const sizes = [features, ...hidden, classes];
  const row: Row = {
    name: `${sweep} ${value}`,
    group: 'scaling',
    kind: 'mlpStep',
    // So small a step changes little, and rounding errors stay small in a network of any depth.
    params: { sizes, loss: 'crossEntropy', optimizer: 'adam', lr: 1e-6 },
    inputs: {
      x: { shape: [batch, features], fill: { scale: 1 } },
      y: { shape: [batch], fill: { classes } },
      ...mlpWeights(sizes, gain),
    },
    bars: {},
  };
  return { sweep, value, row };
}

/** All points, in the order in which they are measured. */
export const points: readonly Point[] = [
  ...doublings(1, 4096).map((batch) => point('batch', batch, batch, [128, 128])),
  ...doublings(16, 4096).map((width) => point('width', width, batchSize, [width, width])),
  ...doublings(1, 256).map((depth) => {
    return point('depth', depth, batchSize, new Array<number>(depth).fill(64));
  }),
];

/** A measured point, in seconds. */
export interface Measurement {
  readonly sweep: SweepName;
  readonly value: number;
  /** Products and memory traffic at the machine's limits, one after the other, on one thread. */
  readonly work: number;
  /** Best round by contestant, which other work on the machine disturbs least. */
  readonly times: Readonly<Record<string, number>>;
}

/** A point with its work, and the best time of all its results. */
export function measurementOf(
  { sweep, value, row }: Point,
  results: readonly Result[],
  peaks: Peaks,
): Measurement {
  const times: Record<string, number> = {};
  const outcomes = results.flatMap((result) => Object.entries(result.outcomes));
  for (const [contestant, outcome] of outcomes) {
    if (outcome.kind !== 'time') continue;
    const name = contestant.startsWith('PyTorch') ? 'PyTorch' : contestant;
    times[name] = Math.min(times[name] ?? Number.POSITIVE_INFINITY, outcome.summary.min);
  }
  return { sweep, value, work: workSeconds(workOf(row), peaks), times };
}

/** How time follows work in one sweep of one contestant. */
export interface Growth {
  readonly sweep: SweepName;
  readonly name: string;
  /** The value of the sweep from which on there is work enough. */
  readonly from: number;
  /** Time is about work to this power. */
  readonly exponent: number;
  /** Doublings by how much more the time grew than the work, the largest first. */
  readonly doublings: readonly { readonly value: number; readonly growth: number }[];
}

/** Slope of the line of least squares through (x, y). */
function slope(pairs: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = pairs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / pairs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** The growth of one contestant's times in one sweep. */
export function growthOf(
  measurements: readonly Measurement[],
  sweep: SweepName,
  name: string,
): Growth {
  const measured = measurements.flatMap(({ sweep: of, value, work, times }) => {
    const time = times[name];
    const counts = of === sweep && time !== undefined && work >= leastWorkSeconds;
    return counts ? [{ value, work, time }] : [];
  });
  const steps = measured.slice(1).map(({ value, work, time }, i) => {
    const before = measured[i] ?? { work, time };
    return { value, growth: time / before.time / (work / before.work) };
  });
  return {
    sweep,
    name,
    from: measured[0]?.value ?? Number.NaN,
    exponent: slope(measured.map(({ work, time }) => [Math.log(work), Math.log(time)] as const)),
    doublings: steps.toSorted((a, b) => b.growth - a.growth),
  };
}
