/**
 * Values of steps that a device has not computed yet. Reading them after each step would make the
 * loop wait for the device, so they are read several at a time.
 */

import { answersAtOnce, type MeasuredTensors, readAll, readNow } from './measure.js';

/** Steps whose values may be unread at a time. */
const most = 16;

/** What was measured in a step, and of how many samples. */
interface Measurement {
  readonly values: MeasuredTensors;
  readonly samples: number;
  /** Where it was, for messages. */
  readonly where: string;
}

/** Takes in numbers once they are known. */
type Note = (values: ReadonlyMap<string, number>, measurement: Measurement) => void;

/** Reads values in the order of their steps. */
export class UnreadValues {
  readonly #note: Note;
  #unread: Measurement[] = [];

  constructor(note: Note) {
    this.#note = note;
  }

  /** How many steps have not been read. */
  get length(): number {
    return this.#unread.length;
  }

  /** Takes in the values of a step, at once where the device answers at once. */
  add(measurement: Measurement): void {
    if (answersAtOnce()) this.#note(readNow(measurement.values), measurement);
    else this.#unread.push(measurement);
  }

  /** Whether there are so many that they are better read now. */
  get isFull(): boolean {
    return this.#unread.length >= most;
  }

  /** Reads all. */
  async read(): Promise<void> {
    for (let next = this.#unread[0]; next !== undefined; next = this.#unread[0]) {
      const numbers = await readAll(next.values);
      this.#unread.shift();
      this.#note(numbers, next);
    }
  }
}
