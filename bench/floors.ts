/**
 * The floor of each row: the time that its arithmetic takes at the machine's peak, or its memory
 * traffic at the machine's rate, whichever is longer. One formula per kind of work; `peaks.ts`
 * measures.
 */

import { type HandLooped, handPeak, handSeconds, isHandLooped } from './hand-loops.js';
import type { Kind, Params, Row } from './rows.js';

/** Arrays read and written at once: sum, copy, c = a + b, and an update of p, m, v by g. */
export type Pattern = 'read' | 'copy' | 'add' | 'update';

/** The machine's limits; lists of two are for one thread and for all. */
export interface Peaks {
  readonly threads: number;
  /** Multiply-adds on registers, counted as two. */
  readonly flops: readonly number[];
  /** Elements of each array at which rates were measured, growing. */
  readonly sizes: readonly number[];
  /** Bytes per second, for one thread and for all, at each of `sizes`. */
  readonly rates: Readonly<Partial<Record<Pattern, readonly (readonly number[])[]>>>;
}

/** A pass over arrays of so many elements, `times` times. */
interface Stream {
  readonly pattern: Pattern;
  readonly elements: number;
  readonly times: number;
}

/** What a row has to do. */
export interface Work {
  /** Of products. */
  readonly flops: number;
  readonly streams: readonly Stream[];
  /** Functions that cost more than their traffic, over so many elements. */
  readonly loops: readonly { readonly name: HandLooped; readonly elements: number }[];
  /** All this in words. */
  readonly formula: string;
}

const arraysOf: Readonly<Record<Pattern, number>> = { read: 1, copy: 2, add: 3, update: 7 };

const none = { flops: 0, streams: [], loops: [] } as const;
const stream = (pattern: Pattern, elements: number, times = 1): Stream => ({
  pattern,
  elements,
  times,
});
const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** Elements of all weights of a row. */
function parametersOf({ inputs }: Row): number {
  return Object.entries(inputs)
    .filter(([name]) => name.startsWith('state:'))
    .reduce((sum, [, { shape }]) => sum + product(shape), 0);
}

function sizesOf({ sizes }: Params): readonly number[] {
  return typeof sizes === 'object' ? sizes : [];
}

/**
 * A training step of products, activations (each and its gradient written and read) and an update.
 */
function step(row: Row, flops: number, activations: number, formula: string): Work {
  const isSgd = row.params.optimizer === 'sgd';
  const update = stream(isSgd ? 'add' : 'update', parametersOf(row));
  const bytes = `${isSgd ? 12 : 28} B per parameter and 16 B per activation`;
  return {
    ...none,
    flops,
    streams: [update, stream('copy', activations, 2)],
    formula: `max(${formula} at the peak, ${bytes} at the memory's rate)`,
  };
}

/** Of programs, whose shares of a floor nobody has worked out. */
const unknownWork: Work = { ...none, formula: '–' };

/** One formula per kind. */
const works: { readonly [K in Kind]: (row: Row) => Work } = {
  mlpStep: (row) => {
    const sizes = sizesOf(row.params);
    const batch = row.inputs.x?.shape[0] ?? 0;
    const layers = sizes.slice(1).map((out, i) => out * (sizes[i] ?? 0));
    const all = layers.reduce((sum, layer) => sum + layer, 0);
    // Forward, gradient of the weight, gradient of the input, which the first layer does without.
    const flops = 2 * batch * (3 * all - (layers[0] ?? 0));
    const outputs = sizes.slice(1).reduce((sum, size) => sum + size, 0);
    return step(row, flops, batch * outputs, '3 products per layer, the first without dX,');
  },
  cnnStep: (row) => {
    const first = 64 * 26 * 26 * 32 * 9;
    const second = 64 * 11 * 11 * 64 * 288;
    const dense = 64 * (1600 * 128 + 128 * 10);
    const activations = 64 * (32 * 26 * 26 + 32 * 13 * 13 + 64 * 11 * 11 + 1600 + 128 + 10);
    const flops = 2 * (2 * first + 3 * (second + dense));
    return step(row, flops, activations, '3 products per layer, the first without dX,');
  },
  lstmStep: (row) => {
    const gates = 32 * 32 * 4 * 64;
    // Neither the input nor the state before the first step needs a gradient.
    const flops = 2 * (2 * gates * 64 + 3 * gates * 64 + 3 * 32 * 64 * 10);
    return step(row, flops, gates + 2 * 32 * 32 * 64, '2 products of the input, 3 of the state,');
  },
  transformerStep: (row) => {
    const tokens = 16 * 64;
    const linear = tokens * 128 * (384 + 128);
    const feedForward = 2 * tokens * 128 * 512;
    const attention = 2 * tokens * 64 * 128;
    const dX = tokens * 128 * 384;
    const flops = 2 * (3 * (linear + feedForward + attention) - dX);
    const activations = tokens * (384 + 128 * 6 + 512) + 2 * 16 * 4 * 64 * 64;
    return step(
      row,
      flops,
      activations,
      '3 products per layer and of attention, the first without dX,',
    );
  },
  adam: (row) => ({
    ...none,
    streams: [stream('update', parametersOf(row))],
    formula: '28 B per parameter: reads p, g, m, v, writes p, m, v',
  }),
  inference: (row) => ({
    ...none,
    flops: 2 * parametersOf(row),
    streams: [stream('read', parametersOf(row))],
    formula: 'max(2 flops at the peak, 4 B at the memory’s rate) per weight',
  }),
  chain: (row) => {
    const elements = product(row.inputs.x?.shape ?? []);
    const loops = (['tanh', 'exp', 'exp'] as const).map((name) => ({ name, elements }));
    const formula = 'max(x read and its gradient written, loops of tanh and two exp)';
    return { ...none, streams: [stream('copy', elements)], loops, formula };
  },
  matmul: (row) => {
    const [a, b] = [product(row.inputs.a?.shape ?? []), product(row.inputs.b?.shape ?? [])];
    const flops = row.flops ?? 0;
    // (mk)(kn)(mn) = (mkn)^2
    return productWork(flops, [a, b, (flops / 2) ** 2 / (a * b)]);
  },
  elementwise: (row) => {
    const { op } = row.params;
    const elements = product(row.inputs.x?.shape ?? []);
    const patterns: Readonly<Record<string, Pattern>> = { add: 'add', sum: 'read' };
    const pattern = patterns[String(op)] ?? 'copy';
    // A logarithm is about as much arithmetic as an exponential.
    const name = op === 'log' ? 'exp' : String(op);
    const traffic = `${4 * arraysOf[pattern]} B per element`;
    const streams = [stream(pattern, elements)];
    if (pattern !== 'copy' || !isHandLooped(name)) return { ...none, streams, formula: traffic };
    const loops = [{ name, elements }];
    return { ...none, streams, loops, formula: `max(${traffic}, loop of ${name})` };
  },
  program: () => unknownWork,
  changingProgram: () => unknownWork,
};

/** What a product has to do whose operands and result have so many elements. */
export function productWork(flops: number, elements: readonly number[]): Work {
  const streams = elements.map((count) => stream('read', count));
  return { ...none, flops, streams, formula: 'max(2 m k n at the peak, operands once)' };
}

/** What a row has to do. */
export function workOf(row: Row): Work {
  return works[row.kind](row);
}

/** Bytes per second, between the measured sizes in proportion to the logarithm. */
function rate(peaks: Peaks, { pattern, elements }: Stream, column: number): number {
  const rates = peaks.rates[pattern]?.[column] ?? [];
  const { sizes } = peaks;
  const above = sizes.findIndex((size) => size >= elements);
  if (above === -1) return rates.at(-1) ?? Number.NaN;
  const [high, low] = [rates[above], rates[Math.max(0, above - 1)]];
  if (high === undefined || low === undefined) return Number.NaN;
  const [from, to] = [sizes[above - 1] ?? 1, sizes[above] ?? 1];
  const share = above === 0 ? 1 : Math.log(elements / from) / Math.log(to / from);
  return low + share * (high - low);
}

/** Seconds of the memory traffic alone, on one thread (`column` 0) or on all (1). */
function trafficSeconds(work: Work, peaks: Peaks, column: number): number {
  return work.streams.reduce((sum, one) => {
    const bytes = 4 * arraysOf[one.pattern] * one.elements * one.times;
    return sum + bytes / rate(peaks, one, column);
  }, 0);
}

/** Seconds of the products alone. */
function productSeconds(work: Work, peaks: Peaks, column: number): number {
  return work.flops / (peaks.flops[column] ?? Number.NaN);
}

/** Seconds of loops, which this machine runs as much faster or slower as its peak is. */
function loopSeconds(work: Work, peaks: Peaks, column: number): number {
  const cores = column === 0 ? 1 : 2;
  const scale = (cores * handPeak) / (peaks.flops[column] ?? Number.NaN);
  return work.loops.reduce(
    (sum, { name, elements }) => sum + (handSeconds(name, elements)[column] ?? 0) * scale,
    0,
  );
}

/** The least seconds that the work can take, on one thread and on all. */
export function floorSeconds(work: Work, peaks: Peaks): readonly [one: number, all: number] {
  const at = (column: number): number =>
    Math.max(
      productSeconds(work, peaks, column),
      trafficSeconds(work, peaks, column),
      loopSeconds(work, peaks, column),
    );
  return [at(0), at(1)];
}

/** Seconds of products and traffic one after the other, on one thread: a measure of growth. */
export function workSeconds(work: Work, peaks: Peaks): number {
  return productSeconds(work, peaks, 0) + trafficSeconds(work, peaks, 0);
}
