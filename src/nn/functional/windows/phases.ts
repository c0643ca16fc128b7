/**
 * Correlations of an input that is spread out, without its zeros. Results that lie as far apart as
 * the input's elements meet the same elements of the kernel, and only those: each such phase is a
 * correlation of the input as it is with a part of the kernel. Source: Shi et al., "Is the
 * deconvolution layer the same as a convolutional layer?", 2016.
 */

/** How a kernel moves over its input; one number per spatial dim. */
export interface Sweep {
  /** Zeros before the input; a negative number cuts elements off instead. */
  readonly low: readonly number[];
  /** Zeros after the input; a negative number cuts elements off instead. */
  readonly high: readonly number[];
  /** The input is spread out: its elements lie `spread` places apart, zeros between. */
  readonly spread: readonly number[];
  /** Places from one window to the next. */
  readonly stride: readonly number[];
  /** Places from one element of a window to the next. */
  readonly dilation: readonly number[];
}

/** One phase along one dim. */
interface PhaseOfDim {
  readonly sweep: { readonly [K in keyof Sweep]: number };
  /** First element of the kernel, how many, and how far apart. */
  readonly tap: number;
  readonly taps: number;
  /** First result; the others lie `step` apart, like the elements of the kernel. */
  readonly start: number;
  readonly step: number;
}

/** Results that meet one part of the kernel; one entry per spatial dim. */
export type Phase = readonly PhaseOfDim[];

/** How many windows a sweep has along each dim. */
export function resultSizes(
  sweep: Sweep,
  input: readonly number[],
  kernel: readonly number[],
): number[] {
  return input.map((n, d) => {
    const { low, high, spread, stride, dilation } = sweepAlong(sweep, d);
    const length = (n - 1) * spread + 1 + low + high;
    const reach = ((kernel[d] ?? 1) - 1) * dilation + 1;
    return Math.floor((length - reach) / stride) + 1;
  });
}

function sweepAlong(sweep: Sweep, d: number): PhaseOfDim['sweep'] {
  return {
    low: sweep.low[d] ?? 0,
    high: sweep.high[d] ?? 0,
    spread: sweep.spread[d] ?? 1,
    stride: sweep.stride[d] ?? 1,
    dilation: sweep.dilation[d] ?? 1,
  };
}

/** All results along one dim as one phase. */
function wholeOf(sweep: PhaseOfDim['sweep'], kernel: number): PhaseOfDim {
  return { sweep, tap: 0, taps: kernel, start: 0, step: 1 };
}

/**
 * The phases along one dim: one for each distance of a result from the nearest element before it.
 */
function phasesAlong(
  sweep: PhaseOfDim['sweep'],
  input: number,
  kernel: number,
  results: number,
): PhaseOfDim[] {
  const { low, spread, stride, dilation } = sweep;
  if (spread === 1 || stride !== 1 || dilation !== 1) return [wholeOf(sweep, kernel)];
  const phases: PhaseOfDim[] = [];
  for (let start = 0; start < Math.min(spread, results); start++) {
    const tap = (((low - start) % spread) + spread) % spread;
    const taps = Math.ceil((kernel - tap) / spread);
    // A kernel shorter than the spread leaves results that meet zeros alone.
    if (taps <= 0) continue;
    const count = Math.ceil((results - start) / spread);
    const before = (low - start - tap) / spread;
    const after = count + taps - 1 - input - before;
    const own = { low: before, high: after, spread: 1, stride: 1, dilation: 1 };
    phases.push({ sweep: own, tap, taps, start, step: spread });
  }
  return phases;
}

/** More products than this cost more, each by itself, than the zeros that they spare. */
const mostPhases = 64;

/**
 * All phases of a sweep, or the whole of it where they would be too many. Together they have its
 * results, but for those that meet no element and are 0.
 */
export function phasesOf(
  sweep: Sweep,
  input: readonly number[],
  kernel: readonly number[],
): Phase[] {
  const results = resultSizes(sweep, input, kernel);
  const isMany = sweep.spread.reduce((product, n) => product * n, 1) > mostPhases;
  let phases: Phase[] = [[]];
  results.forEach((count, d) => {
    const own = sweepAlong(sweep, d);
    const along = isMany
      ? [wholeOf(own, kernel[d] ?? 1)]
      : phasesAlong(own, input[d] ?? 1, kernel[d] ?? 1, count);
    phases = phases.flatMap((phase) => along.map((next) => [...phase, next]));
  });
  return phases;
}

/** The sweep of one phase over the input. */
export function sweepOf(phase: Phase): Sweep {
  const each = (key: keyof Sweep): number[] => phase.map(({ sweep }) => sweep[key]);
  return {
    low: each('low'),
    high: each('high'),
    spread: each('spread'),
    stride: each('stride'),
    dilation: each('dilation'),
  };
}
