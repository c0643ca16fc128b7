/**
 * Learns with a clock whether a program gains from other threads. On a busy machine it may not: a
 * worker that has to share the core of the main thread makes a short program three times slower.
 * Results do not depend on the choice.
 */

/** Runs with help come in bouts: the first wakes the workers, the others show what they give. */
const bout = 5;
/** With help a run must take less than this share of the time alone; a half would be ideal. */
const gainful = 0.95;
/** Bouts before time alone is measured again: doubles from the first to the last. */
const firstInterval = 1;
const lastInterval = 64;
/** Most runs alone after failures: trying this rarely costs little even if every attempt fails. */
const lastRest = 255;
/** Weight of the newest run in the mean time alone, which like the other mean has bad moments too. */
const newest = 0.25;

/** The trial of one program, whose runs all do the same work. */
export class Trial {
  readonly #now: () => number;
  #alone: number = Number.POSITIVE_INFINITY;
  /** Runs to do alone before the next bout. */
  #rest = 0;
  #lastRest = 0;
  /** Runs of this bout, and the time of all but the first. */
  #runs = 0;
  #elapsed = 0;
  #bouts = 0;
  #interval: number = firstInterval;

  /** `now`: a clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Runs the program once, with or without help as seems best, and returns which it was. */
  measure(run: (help: boolean) => void): boolean {
    const help = this.#rest === 0;
    const start = this.#now();
    run(help);
    const elapsed = this.#now() - start;
    if (help) this.#addHelped(elapsed);
    else {
      this.#rest--;
      if (this.#alone === Number.POSITIVE_INFINITY) this.#alone = elapsed;
      this.#alone += newest * (elapsed - this.#alone);
    }
    return help;
  }

  #addHelped(elapsed: number): void {
    this.#runs++;
    if (this.#runs > 1) this.#elapsed += elapsed;
    if (this.#runs < bout) return;
    const mean = this.#elapsed / (bout - 1);
    this.#runs = 0;
    this.#elapsed = 0;
    if (mean > this.#alone * gainful) this.#fail();
    else this.#succeed();
  }

  #fail(): void {
    this.#lastRest = Math.min(lastRest, 2 * this.#lastRest + 1);
    this.#rest = this.#lastRest;
    this.#bouts = 0;
    this.#interval = firstInterval;
  }

  #succeed(): void {
    this.#lastRest = Math.floor(this.#lastRest / 2);
    this.#bouts++;
    if (this.#bouts < this.#interval) return;
    this.#bouts = 0;
    this.#interval = Math.min(lastInterval, 2 * this.#interval);
    this.#rest = 1;
  }
}
