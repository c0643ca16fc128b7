/**
 * Places temporaries in the arena: each from the launch that writes it first to the last one that
 * touches it, in the lowest gap that is free for all that time, the largest first. Source: Pisarchyk
 * and Lee, "Efficient memory management for deep neural net inference", 2020, greedy by size.
 */

import { at } from '../list.js';
import type { Buffer, Launch } from './launch.js';

const ALIGNMENT = 64;

/** Offsets of the temporaries by their index, and the size of the arena. */
export interface MemoryPlan {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

interface Life {
  readonly buffer: Buffer;
  first: number;
  last: number;
}

function livesOf(launches: readonly Launch[]): Life[] {
  const lives = new Map<Buffer, Life>();
  launches.forEach((launch, at) => {
    for (const buffer of [...launch.reads, ...launch.writes]) {
      if (buffer.kind !== 'temp') continue;
      const life = lives.get(buffer) ?? { buffer, first: at, last: at };
      life.last = at;
      lives.set(buffer, life);
    }
  });
  return [...lives.values()];
}

/** Bytes that each temporary takes of the arena. */
function sizeOf({ bytes }: Buffer): number {
  return Math.ceil(Math.max(1, bytes) / ALIGNMENT) * ALIGNMENT;
}

/** Bytes of the temporaries that are needed at the same time at most: no arena can be smaller. */
export function livePeak(launches: readonly Launch[]): number {
  const changes = new Float64Array(launches.length + 1);
  for (const { buffer, first, last } of livesOf(launches)) {
    changes[first] = (changes[first] ?? 0) + sizeOf(buffer);
    changes[last + 1] = (changes[last + 1] ?? 0) - sizeOf(buffer);
  }
  let live = 0;
  return changes.reduce((peak, change) => {
    live += change;
    return Math.max(peak, live);
  }, 0);
}

interface Placed extends Life {
  readonly start: number;
  readonly end: number;
}

function overlapInTime(a: Life, b: Life): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** The lowest start of a gap of `size` bytes, given what is placed, in the order of their starts. */
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
export function planMemory(launches: readonly Launch[], count: number): MemoryPlan {
  const offsets = new Array<number>(count).fill(0);
  const placed: Placed[] = [];
  let bytes = 0;
  const lives = livesOf(launches);
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
