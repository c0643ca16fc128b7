/** What values the options of agents may have: one rule for each name, whichever agent has it. */

import { describe } from '../../calls/index.js';
import { ValueError } from '../../errors.js';

/** Which values an option takes, in a test and in words. */
interface Range {
  readonly words: string;
  readonly holds: (value: unknown) => boolean;
}

function between(low: number, high: number): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && value >= low && value <= high;
}

function wholeFrom(low: number): (value: unknown) => boolean {
  return (value) => Number.isSafeInteger(value) && Number(value) >= low;
}

function orElse(first: Range, words: string, other: unknown): Range {
  return {
    words: `${first.words}, or ${words}`,
    holds: (value) => value === other || first.holds(value),
  };
}

const largest = Number.MAX_VALUE;
const count: Range = { words: 'an integer from 1', holds: wholeFrom(1) };
const countOrNone: Range = { words: 'an integer from 0', holds: wholeFrom(0) };
const share: Range = { words: 'a number from 0 to 1', holds: between(0, 1) };
const weight: Range = { words: 'a finite number from 0', holds: between(0, largest) };
const number: Range = { words: 'a finite number', holds: between(-largest, largest) };
const positive: Range = {
  words: 'a positive number',
  holds: (value) => typeof value === 'number' && value > 0,
};
const schedule: Range = {
  words: 'zero or a positive number, or { start, end }',
  holds: (value) =>
    typeof value === 'object' && value !== null && 'start' in value && 'end' in value
      ? weight.holds(value.start) && weight.holds(value.end)
      : weight.holds(value),
};
const sizes: Range = {
  words: 'a list of integers from 1',
  holds: (value) => Array.isArray(value) && value.every(count.holds),
};

const ranges: Readonly<Record<string, Range>> = {
  learningRate: schedule,
  clipRange: schedule,
  gamma: share,
  gaeLambda: share,
  tau: share,
  numSteps: count,
  batchSize: count,
  numEpochs: count,
  bufferSize: count,
  learningStarts: countOrNone,
  trainFrequency: count,
  gradientSteps: orElse(count, '-1 for as many as there were steps', -1),
  nStep: count,
  targetUpdateInterval: count,
  policyDelay: count,
  episodesPerUpdate: count,
  entCoef: orElse(weight, "'auto'", 'auto'),
  vfCoef: weight,
  maxGradNorm: positive,
  clipRangeValue: orElse(positive, 'null', null),
  targetKl: orElse(positive, 'null', null),
  targetEntropy: orElse(number, 'null', null),
  logStdInit: number,
  explorationFraction: share,
  explorationInitialEps: share,
  explorationFinalEps: share,
  priorityAlpha: weight,
  priorityBeta: share,
  actionNoise: weight,
  targetPolicyNoise: weight,
  targetNoiseClip: weight,
  numCritics: { words: '1 or 2', holds: (value) => value === 1 || value === 2 },
  hidden: sizes,
  seed: countOrNone,
};

/** @throws ValueError, naming `op`, for an option whose value is out of its range. */
export function checkRanges(op: string, options: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(options)) {
    const range = Object.hasOwn(ranges, name) ? ranges[name] : undefined;
    if (range === undefined || range.holds(value)) continue;
    throw new ValueError(`${op}: ${name} must be ${range.words}, got ${shown(value)}`);
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  if (typeof value === 'object' && value !== null && 'start' in value && 'end' in value) {
    return `{ start: ${String(value.start)}, end: ${String(value.end)} }`;
  }
  return describe(value);
}
