/**
 * Places temporaries in the arena: each from the batch that writes it first to the last one that
 * touches it, in the lowest gap that is free for all that time, the largest first. Source:
 * Pisarchyk and Lee, "Efficient memory management for deep neural net inference", 2020, greedy by
 * size.
 */

import { at } from '../../list.js';
import type { Batch, Buffer, Launch } from '../lower/launch.js';

const ALIGNMENT = 64;

/** Offsets of the temporaries by their index, and the size of the arena. */
export interface MemoryPlan {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

/** From the first batch that touches a temporary to the last one, by their places in the order. */
export interface Life {
  readonly buffer: Buffer;
  first: number;
  last: number;
}

/** The temporaries that a launch touches, each once. */
export function tempsOf({ reads, writes }: Launch): ReadonlySet<Buffer> {
  return new Set([...reads, ...writes].filter(({ kind }) => kind === 'temp'));
}

/** The lives of all temporaries. */
export function livesOf(batches: readonly (readonly Launch[])[]): Map<Buffer, Life> {
  const lives = new Map<Buffer, Life>();
  batches.forEach((batch, at) => {
    for (const launch of batch) {
      for (const buffer of tempsOf(launch)) {
        const life = lives.get(buffer);
        if (life === undefined) lives.set(buffer, { buffer, first: at, last: at });
        else life.last = at;
      }
    }
  });
  return lives;
}

/** Bytes that a temporary takes of the arena. */
export function sizeOf({ bytes }: Buffer): number {
  return Math.ceil(Math.max(1, bytes) / ALIGNMENT) * ALIGNMENT;
}

/** Bytes of the temporaries that are needed while each of `count` batches runs. */
export function liveBytes(lives: Iterable<Life>, count: number): Float64Array {
  const live = new Float64Array(count + 1);
  for (const { buffer, first, last } of lives) {
    live[first] = (live[first] ?? 0) + sizeOf(buffer);
    live[last + 1] = (live[last + 1] ?? 0) - sizeOf(buffer);
  }
  let sum = 0;
  return live.map((change) => {
    sum += change;
    return sum;
  });
}

/**
 * Bytes of the results that wait for a later batch at the same time at most: no arena can be
 * smaller.
 */
export function livePeak(batches: readonly Batch[]): number {
  // What lives in one batch is memory that its kernel works in.
  const results = [...livesOf(batches).values()].filter(({ first, last }) => first < last);
  return Math.max(...liveBytes(results, batches.length));
}

interface Placed extends Life {
  readonly start: number;
  readonly end: number;
}

function overlapInTime(a: Life, b: Life): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/**
 * The lowest start of a gap of `size` bytes, given what is placed, in the order of their starts.
 */
function lowestGap(life: Life, size: number, placed: readonly Placed[]): number {
  let start = 0;
  for (const other of placed) {
    if (other.start >= start + size) break;
    if (other.end > start && overlapInTime(life, other)) start = other.end;
  }
  return start;
}

/** The number of those that start at `start` or before. */
function placeAfter(start: number, placed: readonly Placed[]): number {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(placed, middle).start <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Plans the arena of a program whose temporaries have indices below `count`. */
export function planMemory(batches: readonly Batch[], count: number): MemoryPlan {
  const offsets = new Array<number>(count).fill(0);
  const placed: Placed[] = [];
  let bytes = 0;
  const lives = [...livesOf(batches).values()];
  lives.sort((a, b) => b.buffer.bytes - a.buffer.bytes || a.first - b.first);
  for (const life of lives) {
    const size = sizeOf(life.buffer);
    const start = lowestGap(life, size, placed);
    const end = start + size;
    const { buffer, first, last } = life;
    placed.splice(placeAfter(start, placed), 0, { buffer, first, last, start, end });
    offsets[life.buffer.index] = start;
    bytes = Math.max(bytes, end);
  }
  return { offsets, bytes };
}
