/**
 * Gathers launches of one kernel that do not depend on each other in batches, as the updates of all
 * parameters, which saves a command per launch and lets threads share their work as if it were one.
 * A launch may wait for the next one of its kernel, unless temporaries that wait with it would take
 * too much memory.
 */

import { at } from '../../list.js';
import type { Batch, Buffer, Launch } from '../lower/launch.js';
import { type Life, liveBytes, livesOf, sizeOf, tempsOf } from './memory-plan.js';

/** How much more temporaries may need at once than in the order of the schedule. */
const mostGrowth = 1.2;

/** The first launch, of those that have been placed, that touches a buffer. */
type Touches = Map<Buffer, number>;

function note(touches: Touches, buffer: Buffer, place: number): void {
  touches.set(buffer, Math.min(place, firstOf(touches, buffer)));
}

function firstOf(touches: Touches, buffer: Buffer): number {
  return touches.get(buffer) ?? Number.POSITIVE_INFINITY;
}

/** Whether a launch writes a part of a buffer only, which no other does. */
function writesPart({ parts = [] }: Launch, buffer: Buffer): boolean {
  return parts.includes(buffer);
}

/** Launches that find their places, the last one first; places are numbers in the given order. */
class Gathering {
  readonly #batches: Launch[][];
  /** The next batch of each kernel, by its key. */
  readonly #next = new Map<string, number>();
  readonly #reads: Touches = new Map();
  readonly #writes: Touches = new Map();
  readonly #parts: Touches = new Map();
  readonly #lives: ReadonlyMap<Buffer, Life>;
  readonly #live: Float64Array;
  readonly #mostLive: number;
  readonly #early: ReadonlySet<Buffer>;

  constructor(launches: readonly Launch[], early: ReadonlySet<Buffer>) {
    this.#early = early;
    this.#batches = launches.map(() => []);
    this.#lives = livesOf(launches.map((launch) => [launch]));
    this.#live = liveBytes(this.#lives.values(), launches.length);
    this.#mostLive = mostGrowth * Math.max(...this.#live);
  }

  get batches(): Launch[][] {
    return this.#batches;
  }

  /** Places launch number `from`, when all later ones have their places. */
  add(launch: Launch, from: number): void {
    const next = this.#next.get(launch.kernel.key);
    const waits =
      next !== undefined &&
      !launch.writes.some((buffer) => this.#early.has(buffer)) &&
      next < this.#limit(launch) &&
      this.#wait(launch, from, next);
    const place = waits ? next : from;
    at(this.#batches, place).unshift(launch);
    this.#next.set(launch.kernel.key, place);
    for (const buffer of launch.reads) note(this.#reads, buffer, place);
    for (const buffer of launch.writes) {
      note(writesPart(launch, buffer) ? this.#parts : this.#writes, buffer, place);
    }
  }

  /** The first place of those that have to come later than the launch. */
  #limit(launch: Launch): number {
    const { reads, writes } = launch;
    return Math.min(
      ...writes.map((buffer) => this.#firstTouch(buffer, writesPart(launch, buffer))),
      ...reads.map((buffer) => this.#firstWrite(buffer)),
    );
  }

  #firstWrite(buffer: Buffer): number {
    return Math.min(firstOf(this.#writes, buffer), firstOf(this.#parts, buffer));
  }

  /**
   * The first that reads a buffer or writes it, or, for who writes a part, more than another part.
   */
  #firstTouch(buffer: Buffer, isPart: boolean): number {
    const write = isPart ? firstOf(this.#writes, buffer) : this.#firstWrite(buffer);
    return Math.min(firstOf(this.#reads, buffer), write);
  }

  /**
   * Moves the lives of the temporaries of a launch with it; false, without a change, if they are
   * too many.
   */
  #wait(launch: Launch, from: number, to: number): boolean {
    const moves = [...tempsOf(launch)].flatMap((buffer) => {
      const life = this.#lives.get(buffer);
      if (life === undefined) return [];
      const isFirst = life.first === from;
      const first = isFirst ? Math.min(to, this.#firstTouch(buffer, false)) : life.first;
      return [{ life, first, last: Math.max(to, life.last) }];
    });
    const shift = (sign: 1 | -1): void => {
      for (const { life, first, last } of moves) {
        const size = sign * sizeOf(life.buffer);
        this.#add(-size, life.first, first);
        this.#add(size, life.last + 1, last + 1);
      }
    };
    shift(1);
    const isTooMuch = this.#live.subarray(from, to + 1).some((bytes) => bytes > this.#mostLive);
    if (isTooMuch) shift(-1);
    else {
      for (const { life, first, last } of moves) {
        life.first = first;
        life.last = last;
      }
    }
    return !isTooMuch;
  }

  /** Adds bytes at the places from `start` on, before `end`. */
  #add(bytes: number, start: number, end: number): void {
    for (let place = start; place < end; place++) {
      this.#live[place] = (this.#live[place] ?? 0) + bytes;
    }
  }
}

/**
 * The launches in batches; what depends on another keeps its order, and who writes one of `early`
 * does not wait.
 */
export function batched(
  launches: readonly Launch[],
  early: ReadonlySet<Buffer> = new Set(),
): Batch[] {
  const gathering = new Gathering(launches, early);
  for (let i = launches.length - 1; i >= 0; i--) gathering.add(at(launches, i), i);
  return gathering.batches.flatMap(([first, ...more]): Batch[] =>
    first === undefined ? [] : [[first, ...more]],
  );
}
