/**
 * A file of lines that grows: each look reads what has come since the last one, whole lines only.
 * A line that is still being written waits; a file that was replaced begins anew.
 */

import { type FileHandle, open } from 'node:fs/promises';

const chunkSize = 4 * 1024 * 1024;
const decoder = new TextDecoder();

/** What takes the bytes: returns how many of them were whole lines. */
export type TakeLines = (bytes: Uint8Array) => number;

/** The place in a file up to which it has been read. */
export class Tail {
  readonly path: string;
  #offset = 0;
  #inode = 0n;

  /** A tail from byte `offset` on; what is before has been read. */
  constructor(path: string, offset = 0) {
    this.path = path;
    this.#offset = offset;
  }

  /** Bytes that have been read. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Reads on to the end, a few megabytes at a time, with room for other work in between. `restart`
   * is called first when the file is another one than before. A file that is gone is empty.
   */
  async read(take: TakeLines, restart: () => void): Promise<void> {
    let file: FileHandle;
    try {
      file = await open(this.path, 'r');
    } catch {
      if (this.#offset > 0) restart();
      this.#offset = 0;
      return;
    }
    try {
      const { ino, size } = await file.stat({ bigint: true });
      const replaced = this.#inode !== 0n && ino !== this.#inode;
      if (replaced || size < BigInt(this.#offset)) {
        this.#offset = 0;
        restart();
      }
      this.#inode = ino;
      await this.#readFrom(file, Number(size), take);
    } finally {
      await file.close();
    }
  }

  async #readFrom(file: FileHandle, size: number, take: TakeLines): Promise<void> {
    let room = Math.min(chunkSize, size - this.#offset);
    // No Buffer: a loop over bytes is faster when all of its arrays are of one class.
    let buffer = new Uint8Array(Math.max(0, room));
    while (this.#offset < size && room > 0) {
      const { bytesRead } = await file.read(buffer, 0, room, this.#offset);
      if (bytesRead === 0) return;
      const taken = take(buffer.subarray(0, bytesRead));
      this.#offset += taken;
      if (taken === 0) {
        // No line ends within the room: the last one is still growing, or it is no text.
        if (bytesRead < chunkSize) return;
        this.#offset += bytesRead;
      }
      room = Math.min(chunkSize, size - this.#offset);
      if (room > buffer.length) buffer = new Uint8Array(room);
    }
  }
}

/** The whole lines of a text that are JSON. */
export function jsonLines(bytes: Uint8Array): unknown[] {
  return decoder
    .decode(bytes)
    .split('\n')
    .slice(0, -1)
    .flatMap((line): unknown[] => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}
