/** How many batches an epoch has, and which: limits, and the few that are learned by heart. */

import { ValueError } from '../../errors.js';
import { type Generator, withGenerator } from '../../tensor/index.js';
import type { BatchSource, TensorTree } from './batch.js';

/** `limit` batches of `length`: a number, or a share below 1. @throws ValueError */
export function limited(name: string, length: number, limit: number | undefined): number {
  if (limit === undefined) return length;
  if (limit > 0 && limit < 1) return Math.max(1, Math.floor(length * limit));
  if (Number.isInteger(limit) && limit >= 0) return Math.min(length, limit);
  throw new ValueError(
    `Trainer: ${name} must be a number of batches or a share between 0 and 1, got ${limit}`,
  );
}

/** After how many batches of `length` there is a validation. @throws ValueError */
export function intervalOf(length: number, interval: number | undefined): number {
  if (interval === undefined) return length;
  if (interval > 0 && interval < 1) return Math.max(1, Math.floor(length * interval));
  if (Number.isInteger(interval) && interval >= 1) return interval;
  throw new ValueError(
    `Trainer: valCheckInterval must be a number of batches or a share between 0 and 1, got ${interval}`,
  );
}

/** The first batches of a source, again and again. */
export class SameBatches<B extends TensorTree> implements BatchSource<B> {
  /** Of no meaning: every epoch is the same. */
  epoch = 0;
  readonly length: number;
  readonly #source: BatchSource<B>;
  readonly #generator: Generator;
  #kept: readonly B[] | null = null;

  /** @param generator decides which batches these are, when the source shuffles. */
  constructor(source: BatchSource<B>, count: number, generator: Generator) {
    this.#source = source;
    this.length = Math.min(count, source.length);
    this.#generator = generator;
  }

  /** The same batches in the same order. */
  async *[Symbol.asyncIterator](): AsyncGenerator<B, void, undefined> {
    this.#kept ??= await this.#first();
    yield* this.#kept;
  }

  async #first(): Promise<readonly B[]> {
    const kept: B[] = [];
    this.#source.epoch = 0;
    const iterator = withGenerator(this.#generator, () => this.#source[Symbol.asyncIterator]());
    while (kept.length < this.length) {
      const { value, done } = await withGenerator(this.#generator, () => iterator.next());
      if (done === true) break;
      kept.push(value);
    }
    await iterator.return?.();
    return kept;
  }
}
