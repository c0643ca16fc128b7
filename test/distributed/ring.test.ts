/** The ring of messages by itself, with links that a test moves. */

import { describe, expect, it } from 'vitest';
import { type Links, Ring } from '../../src/distributed/mpi/ring.js';
import type { StorageArray } from '../../src/graph/dtype.js';

/** Messages between ranks of one process, which arrive when `deliver` is called. */
class Network {
  readonly #queues = new Map<string, StorageArray[]>();
  readonly #arrived = new Map<string, StorageArray[]>();

  links(rank: number, size: number): Links {
    return {
      rank,
      size,
      startSend: (data, to) => {
        const copy = data.slice();
        const queue = listOf(this.#queues, `${rank} ${to}`);
        queue.push(copy);
        return () => !queue.includes(copy);
      },
      startReceive: (data, from) => {
        const place = this.#counted(`${from} ${rank}`);
        const arrived = listOf(this.#arrived, `${from} ${rank}`);
        let isCopied = false;
        return () => {
          const message = arrived[place];
          if (message === undefined) return false;
          if (!isCopied) {
            expect(message.length).toBe(data.length);
            data.set(message);
          }
          isCopied = true;
          return true;
        };
      },
      reduce: (values, into) => {
        for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) + (values[i] ?? 0);
      },
    };
  }

  readonly #counts = new Map<string, number>();

  #counted(key: string): number {
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    return count;
  }

  /** Lets up to `count` messages of each pair of ranks arrive; whether any did. */
  deliver(count: number): boolean {
    let any = false;
    for (const [key, queue] of this.#queues) {
      const moved = queue.splice(0, count);
      listOf(this.#arrived, key).push(...moved);
      any ||= moved.length > 0;
    }
    return any;
  }
}

function listOf(lists: Map<string, StorageArray[]>, key: string): StorageArray[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

describe.each([2, 3, 5])('%d ranks', (size) => {
  it.each([1, 4, 15_360 * 2, 100_003, 700_001])('sum %d elements, however messages come', (n) => {
    const network = new Network();
    const values = Array.from({ length: size }, (_, rank) =>
      Float32Array.from({ length: n }, (_, i) => (rank + 1) * (i % 97)),
    );
    const rings = values.map((data, rank) => {
      return new Ring(network.links(rank, size), data, 'float32');
    });
    const isDone = rings.map(() => false);
    for (let round = 0; isDone.includes(false); round++) {
      expect(round).toBeLessThan(10_000);
      network.deliver(1 + (round % 7));
      // A rank that computes meanwhile looks rarely.
      for (const [rank, ring] of rings.entries()) {
        if (rank === 0 && round % 5 !== 0) continue;
        isDone[rank] = ring.advance();
      }
    }
    const total = (size * (size + 1)) / 2;
    const expected = Float32Array.from({ length: n }, (_, i) => total * (i % 97));
    for (const data of values)
      expect(Buffer.from(data.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
    expect(network.deliver(1)).toBe(false);
  });
});
