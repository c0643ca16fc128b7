/**
 * Places temporaries in the arena: each from the launch that writes it first to the last one that
 * touches it, in the lowest gap that is free for all that time, the largest first.
 */

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

/** Plans the arena of a program whose temporaries have indices below `count`. */
export function planMemory(launches: readonly Launch[], count: number): MemoryPlan {
  const offsets = new Array<number>(count).fill(0);
  const placed: Placed[] = [];
  let bytes = 0;
  const lives = livesOf(launches);
  lives.sort((a, b) => b.buffer.bytes - a.buffer.bytes || a.first - b.first);
  for (const life of lives) {
    const size = Math.ceil(Math.max(1, life.buffer.bytes) / ALIGNMENT) * ALIGNMENT;
    const start = lowestGap(life, size, placed);
    const end = start + size;
    const next = placed.findIndex((other) => other.start > start);
    placed.splice(next < 0 ? placed.length : next, 0, { ...life, start, end });
    offsets[life.buffer.index] = start;
    bytes = Math.max(bytes, end);
  }
  return { offsets, bytes };
}
