/** Mistakes in which samples come when, and how many of each class. */

import type { Tensor } from '../../../tensor/index.js';
import type { Report } from '../findings/finding.js';
import { isFloatNode } from '../watch/graph.js';

/** Samples that a verdict on order and on classes takes, and after which no more are looked at. */
const ENOUGH = 500;
const MOST_SAMPLES = 4000;
/** Changes of class between neighbours, beside those of a random order. */
const SORTED = 0.2;
/** Times each of two classes has to come. */
const FEWEST_OF_CLASS = 10;
/** The commonest class beside the rarest. Between 1:10 and 1:100 losses and accuracy mislead. */
const IMBALANCE = 20;
/** Samples of the rarest class that make its share known. */
const SEEN_OF_RAREST = 5;
/** Share of the changes between neighbours that go one way, in a sorted list of numbers. */
const RISING = 0.98;
const FEWEST_RISES = 64;
/** Batches of an order that repeats: of two, or of copies of one, nobody can say. */
const SHORTEST_EPOCH = 3;
/** Epochs in which the order has to be the same. */
const EPOCHS = 3;
const MOST_BATCHES = 4096;
/** Elements of a batch that tell it from others, and the largest batch that is copied for it. */
const FINGERPRINT = 256;
const LARGEST_COPY = 1 << 20;
/**
 * Targets that tell batches apart by themselves, and the largest share of one value among them:
 * fewer, or mostly equal ones, are the same by chance.
 */
const TELLING = 32;
const MOST_ALIKE = 0.75;

/** FNV-1a over the first bytes. Source: http://www.isthe.com/chongo/tech/comp/fnv */
function hash(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}

function hashOf(values: ReturnType<Tensor['toTypedArray']>): number {
  const first = values.subarray(0, FINGERPRINT);
  return hash(new Uint8Array(first.buffer, first.byteOffset, first.byteLength));
}

/** How classes and numbers follow each other within batches. */
export class OrderWatch {
  readonly #counts = new Map<number, number>();
  #samples = 0;
  #pairs = 0;
  #changes = 0;
  #rises = 0;
  /** What tells the batch before from others, and how many different ones came. */
  #print: number | null = null;
  #batches = 0;
  #hasOtherFloats = false;

  /** Takes the targets of a batch; `isWeighted`: the loss weighs classes already. */
  noteTargets(target: Tensor | null, isWeighted: boolean, report: Report): void {
    if (target === null || target.numel !== target.shape[0]) return;
    if (this.#samples >= MOST_SAMPLES || target.numel > MOST_SAMPLES) return;
    const values = target.toTypedArray();
    const print = hashOf(values);
    // One batch of all samples, again and again, has no order that matters.
    if (print === this.#print) return;
    this.#print = print;
    this.#batches += 1;
    const isClass = !isFloatNode(target.node) || this.#isBinary(values);
    this.#count(values, isClass);
    if (isClass) this.#judgeClasses(isWeighted, report);
    else this.#judgeNumbers(report);
  }

  /** Whether floats have been zeros and ones so far, the two classes of a binary loss. */
  #isBinary(values: ArrayLike<number>): boolean {
    this.#hasOtherFloats ||= Array.from(values).some((value) => value !== 0 && value !== 1);
    return !this.#hasOtherFloats;
  }

  #judgeNumbers(report: Report): void {
    const falls = this.#changes - this.#rises;
    if (this.#batches < 2 || this.#changes < FEWEST_RISES) return;
    if (Math.max(this.#rises, falls) < RISING * this.#changes) return;
    report('not-shuffled', `targets rise ${this.#rises} times within batches and fall ${falls}`);
  }

  #count(values: ArrayLike<number>, isClass: boolean): void {
    this.#samples += values.length;
    this.#pairs += values.length - 1;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (isClass) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
      const next = values[i + 1];
      if (next === undefined) continue;
      if (next !== value) this.#changes += 1;
      if (next > value) this.#rises += 1;
    }
  }

  #judgeClasses(isWeighted: boolean, report: Report): void {
    const counts = [...this.#counts.values()].sort((a, b) => b - a);
    const [most = 0, second = 0] = counts;
    const rarest = counts.at(-1) ?? 0;
    if (second < FEWEST_OF_CLASS) return;
    const same = counts.reduce((sum, n) => sum + (n / this.#samples) ** 2, 0);
    const expected = (1 - same) * this.#pairs;
    const isOrdered = this.#batches >= 2 && expected >= FEWEST_OF_CLASS;
    if (isOrdered && this.#changes < SORTED * expected) {
      const detail = `${this.#changes} changes of class in ${this.#samples} samples; a random`;
      report('not-shuffled', `${detail} order has about ${Math.round(expected)}`);
    }
    const isKnown = this.#samples >= ENOUGH && rarest >= SEEN_OF_RAREST;
    if (!isWeighted && isKnown && most >= IMBALANCE * rarest) {
      report('class-imbalance', `${most} samples of the commonest class, ${rarest} of the rarest`);
    }
  }
}

/** Whether these targets are hardly ever those of another batch. */
function isTelling(values: ArrayLike<number>): boolean {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return values.length >= TELLING && Math.max(...counts.values()) <= MOST_ALIKE * values.length;
}

/** Whether epochs show their batches in one order. */
export class RepeatWatch {
  readonly #prints: number[] = [];
  /** Lengths that an epoch may have: after so many batches the first one came again. */
  #epochs: readonly number[] = [];
  #isDone = false;

  /** Takes a batch. */
  note(input: Tensor | undefined, target: Tensor | null, report: Report): void {
    const print = this.#isDone ? null : printOf(input, target);
    if (print === null) return;
    const prints = this.#prints;
    const length = prints.length;
    // Targets may come again within an epoch, so each of these lengths is tried.
    this.#epochs = this.#epochs.filter((epoch) => print === prints[length - epoch]);
    if (length >= SHORTEST_EPOCH && print === prints[0]) this.#epochs = [...this.#epochs, length];
    prints.push(print);
    const epoch = this.#epochs.find((one) => prints.length >= EPOCHS * one);
    this.#isDone = epoch !== undefined || prints.length >= MOST_BATCHES;
    // Of an order of one batch or two nobody can say whether it was drawn.
    if (epoch === undefined || prints.every((one, i) => i < 2 || one === prints[i - 2])) return;
    report('dataset-order-repeats', `${epoch} batches came ${EPOCHS} times in the same order`);
  }
}

/** A number for what is in a batch; null where it is too large to be looked at. */
function printOf(input: Tensor | undefined, target: Tensor | null): number | null {
  // Targets are small, and mostly tell enough.
  if (target !== null && target.numel >= TELLING && target.numel <= LARGEST_COPY) {
    const values = target.toTypedArray();
    if (isTelling(values.subarray(0, FINGERPRINT))) return hashOf(values);
  }
  const batch = input ?? target;
  return batch === null || batch.numel > LARGEST_COPY ? null : hashOf(batch.toTypedArray());
}
