/**
 * Learns with a clock whether a program gains from other threads. On a busy machine it may not: a
 * worker that has to share the core of the main thread makes a short program three times slower.
 * Results do not depend on the choice.
 */

/** Runs with help come in bouts: in the first workers arrive, the others show what they give. */
const bout = 5;
/**
 * Runs and milliseconds to wait in a bout for workers that have not taken part yet: a busy host may
 * take many milliseconds to wake a sleeping one. Until then runs take as long as alone.
 */
const patientRuns = 5;
const patientMilliseconds = 20;
/** With help a run must take less than this share of the time alone; a half would be ideal. */
const gainful = 0.95;
/** Bouts before time alone is measured again: doubles from the first to the last. */
const firstInterval = 1;
const lastInterval = 64;
/** Most runs alone after failures: trying this rarely costs little even if every attempt fails. */
const lastRest = 255;
/**
 * Weight of the newest run in the mean time alone, which like the other mean has bad moments too.
 */
const newest = 0.25;

/** The trial of one program, whose runs all do the same work. */
export class Trial {
  readonly #now: () => number;
  #alone: number = Number.POSITIVE_INFINITY;
  /** Runs to do alone before the next bout. */
  #rest = 0;
  #lastRest = 0;
  /** Runs of this bout in which workers took part, and the time of all but the first. */
  #runs = 0;
  #elapsed = 0;
  /** Runs of this bout in which none did, and their time. */
  #missed = 0;
  #missing = 0;
  #bouts = 0;
  #interval: number = firstInterval;

  /** `now`: a clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Runs the program once, with or without help as seems best, and returns which it was. `run` says
   * whether workers took part.
   */
  measure(run: (help: boolean) => boolean): boolean {
    const help = this.#rest === 0;
    const start = this.#now();
    const tookPart = run(help);
    const elapsed = this.#now() - start;
    if (help && tookPart) this.#addHelped(elapsed);
    else {
      this.#addAlone(elapsed);
      if (help) this.#miss(elapsed);
      else this.#rest--;
    }
    return help;
  }

  #addAlone(elapsed: number): void {
    if (this.#alone === Number.POSITIVE_INFINITY) this.#alone = elapsed;
    this.#alone += newest * (elapsed - this.#alone);
  }

  /** Nobody came, though asked. */
  #miss(elapsed: number): void {
    this.#missed++;
    this.#missing += elapsed;
    if (this.#missed >= patientRuns && this.#missing >= patientMilliseconds) this.#fail();
  }

  #addHelped(elapsed: number): void {
    this.#runs++;
    if (this.#runs > 1) this.#elapsed += elapsed;
    if (this.#runs < bout) return;
    if (this.#elapsed / (bout - 1) > this.#alone * gainful) this.#fail();
    else this.#succeed();
  }

  #startBout(): void {
    this.#runs = 0;
    this.#elapsed = 0;
    this.#missed = 0;
    this.#missing = 0;
  }

  #fail(): void {
    this.#startBout();
    this.#lastRest = Math.min(lastRest, 2 * this.#lastRest + 1);
    this.#rest = this.#lastRest;
    this.#bouts = 0;
    this.#interval = firstInterval;
  }

  #succeed(): void {
    this.#startBout();
    this.#lastRest = Math.floor(this.#lastRest / 2);
    this.#bouts++;
    if (this.#bouts < this.#interval) return;
    this.#bouts = 0;
    this.#interval = Math.min(lastInterval, 2 * this.#interval);
    this.#rest = 1;
  }
}
