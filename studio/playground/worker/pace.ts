/** How long to train for each picture, so that pictures come sixty times a second. */

/** Milliseconds between two pictures; one that comes later than `late` was held up. */
const pictureTime = 1000 / 60;
const late = 1.3 * pictureTime;
/** Milliseconds: the least to train in, and what a picture needs for its way to the page. */
const least = 3;
const way = 1.5;

/** Trains less where pictures come late, and more again where they do not. */
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

  /** A picture was drawn at this time, in milliseconds. */
  drawn(now: number, isPlaying: boolean): void {
    const since = now - this.#last;
    this.#last = now;
    if (!isPlaying) return;
    const wanted = since > late ? 0.8 * this.#training : this.#training + 0.2;
    this.#training = Math.max(least, Math.min(wanted, pictureTime - way - this.#took));
  }
}
