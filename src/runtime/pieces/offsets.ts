/** A free list of offsets in an arena that is reserved later, by size classes. */

const alignment = 64;

/** Offsets of what is there at the same time. */
export class Offsets {
  readonly #free = new Map<number, number[]>();
  #top = 0;

  /** Bytes from the start to behind the last place. */
  get top(): number {
    return this.#top;
  }

  /** Offset of so many bytes, a multiple of 64. */
  take(bytes: number): number {
    const size = sizeOf(bytes);
    const offset = this.#free.get(size)?.pop();
    if (offset !== undefined) return offset;
    this.#top += size;
    return this.#top - size;
  }

  /** Gives the place of so many bytes back. */
  leave(offset: number, bytes: number): void {
    const size = sizeOf(bytes);
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [offset]);
    else list.push(offset);
  }
}

/** Four classes per doubling: at most a fifth is lost. */
function sizeOf(bytes: number): number {
  const units = Math.max(1, Math.ceil(bytes / alignment));
  const step = 2 ** Math.max(0, Math.floor(Math.log2(units)) - 2);
  return Math.ceil(units / step) * step * alignment;
}
