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

/** Plans the arena of a program whose temporaries have indices below `count`. */
export function planMemory(launches: readonly Launch[], count: number): MemoryPlan {
  const offsets = new Array<number>(count).fill(0);
  const placed: (Life & { start: number; end: number })[] = [];
  let bytes = 0;
  const lives = livesOf(launches).sort(
    (a, b) => b.buffer.bytes - a.buffer.bytes || a.first - b.first,
  );
  for (const life of lives) {
    const size = Math.ceil(Math.max(1, life.buffer.bytes) / ALIGNMENT) * ALIGNMENT;
    const rivals = placed.filter((other) => other.first <= life.last && life.first <= other.last);
    let start = 0;
    for (const rival of rivals.sort((a, b) => a.start - b.start)) {
      if (rival.start >= start + size) break;
      start = Math.max(start, rival.end);
    }
    offsets[life.buffer.index] = start;
    placed.push({ ...life, start, end: start + size });
    bytes = Math.max(bytes, start + size);
  }
  return { offsets, bytes };
}
