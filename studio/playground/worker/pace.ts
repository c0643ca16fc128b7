/** How long to train for each picture, so that pictures come sixty times a second. */

/** Milliseconds between two pictures; one that comes later than `late` was held up. */
const pictureTime = 1000 / 60;
const late = 1.3 * pictureTime;
/** Milliseconds: the least to train in, and what a picture needs for its way to the page. */
const least = 3;
const way = 1.5;

/** Trains less where pictures come late or not at all, and slowly more where they do not. */
export class Pace {
  #training = 6;
  #took = 2;
  #last = 0;

  /** Milliseconds to train in. */
  get training(): number {
    return this.#training;
  }

  /** What the worker needed for its last picture, in milliseconds. */
  took(milliseconds: number): void {
    this.#took = milliseconds;
  }

  /**
   * The page was drawn at this time, in milliseconds, with a new picture or without. Where other
   * threads share the processors, the worker's come late, and the page does not.
   */
  drawn(now: number, isPlaying: boolean, hasPicture: boolean): void {
    const since = now - this.#last;
    this.#last = now;
    if (!isPlaying) return;
    const isHeldUp = since > late || !hasPicture;
    const wanted = isHeldUp ? 0.85 * this.#training : this.#training + 0.05;
    this.#training = Math.max(least, Math.min(wanted, pictureTime - way - this.#took));
  }
}
