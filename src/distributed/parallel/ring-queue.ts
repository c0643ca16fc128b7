/**
 * Sums of several values over all ranks, one after the other in the same order on every rank, as
 * each becomes ready.
 */

import type { StorageArray } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import type { Communicator, Reducing } from '../process/communicator.js';

/** The sums of these nodes' values. */
export class RingQueue {
  readonly #communicator: Communicator;
  readonly #order: readonly Node[];
  readonly #values = new Map<Node, StorageArray>();
  #begun = 0;
  #current: Reducing | null = null;

  constructor(communicator: Communicator, order: readonly Node[]) {
    this.#communicator = communicator;
    this.#order = order;
  }

  /** The value of a node is there: `elements` may be written from now on. */
  ready(node: Node, elements: StorageArray): void {
    this.#values.set(node, elements);
  }

  /** Goes on without waiting. */
  advance(): void {
    if (this.#current?.advance() === true) this.#current = null;
    if (this.#current === null) this.#begin();
  }

  /** Waits for all. */
  finish(): void {
    for (;;) {
      this.#current?.finish();
      this.#current = null;
      this.#begin();
      if (this.#current === null) return;
    }
  }

  /** Begins the next one, if its value is there. */
  #begin(): void {
    const node = this.#order[this.#begun];
    const elements = node === undefined ? undefined : this.#values.get(node);
    if (node === undefined || elements === undefined) return;
    this.#begun += 1;
    this.#current = this.#communicator.startRing(elements, node.dtype, 'sum');
  }
}
