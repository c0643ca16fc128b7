/** The line that says how a training is going: redrawn in place, or one per epoch in a log. */

import type { BatchProgress, EpochRecord } from '../train/index.js';
import type { Terminal } from './terminal.js';

/** Milliseconds between two drawings: smooth to the eye, nothing to the training. */
const interval = 50;
const barWidth = 12;
/** Goes back to the start of the line. */
const home = '\r';
/** Clears what is right of the cursor. */
const clearRest = '\x1b[K';

/** `97.8 %` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** `1,234` */
export function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `48 s`, `3 min 05 s`, `2 h 05 min` */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [minutes, hours] = [Math.floor(whole / 60), Math.floor(whole / 3600)];
  const two = (value: number): string => String(value).padStart(2, '0');
  if (hours > 0) return `${hours} h ${two(minutes % 60)} min`;
  return minutes > 0 ? `${minutes} min ${two(whole % 60)} s` : `${whole} s`;
}

/** Shows how far a training of `epochs` epochs is. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #epochs: number;
  readonly #start = performance.now();
  #drawn = Number.NEGATIVE_INFINITY;
  #batchesDone = 0;
  #validation: EpochRecord['validation'] = null;
  #open = false;

  constructor(terminal: Terminal, epochs: number) {
    this.#terminal = terminal;
    this.#epochs = epochs;
  }

  /** After a batch; draws only now and then, and only where a line can be redrawn. */
  batch(progress: BatchProgress): void {
    this.#batchesDone += 1;
    const now = performance.now();
    if (!this.#terminal.live || now - this.#drawn < interval) return;
    this.#drawn = now;
    this.#draw(this.#describe(progress));
  }

  /** After an epoch of `batches` batches. */
  epoch(record: EpochRecord, batches: number): void {
    this.#validation = record.validation;
    const { epoch, train, seconds } = record;
    const samples = record.samplesPerSecond * seconds;
    const line = this.#describe({ epoch, train, seconds, samples, batch: batches, batches });
    if (this.#terminal.live) this.#draw(line);
    else this.#terminal.write(`${line}\n`);
  }

  /** Leaves the line as it is and goes to the next one. */
  end(): void {
    if (this.#open) this.#terminal.write('\n');
    this.#open = false;
  }

  #draw(line: string): void {
    // A line that wraps could not be drawn again in its place.
    this.#terminal.write(`${home}${line.slice(0, this.#terminal.columns - 1)}${clearRest}`);
    this.#open = true;
  }

  #describe({ epoch, batch, batches, samples, seconds, train }: BatchProgress): string {
    const elapsed = (performance.now() - this.#start) / 1000;
    const share = (epoch - 1 + batch / batches) / this.#epochs;
    const left = (this.#epochs - epoch) * batches + batches - batch;
    const secondsLeft = (elapsed / Math.max(1, this.#batchesDone)) * left;
    const parts = [
      `epoch ${String(epoch).padStart(String(this.#epochs).length)}/${this.#epochs}`,
      `loss ${(train.loss ?? Number.NaN).toFixed(4)}`,
      `accuracy ${percent(train.accuracy ?? Number.NaN).padStart(7)}`,
    ];
    const { accuracy } = this.#validation ?? {};
    if (accuracy !== undefined) parts.push(`validation ${percent(accuracy).padStart(7)}`);
    parts.push(`${thousands(seconds > 0 ? samples / seconds : 0).padStart(7)} samples/s`);
    if (left > 0) parts.push(`${duration(secondsLeft)} left`);
    const line = parts.join('  ');
    const withBar = `${bar(share)}  ${line}`;
    return this.#terminal.live && withBar.length < this.#terminal.columns ? withBar : line;
  }
}

function bar(share: number): string {
  const full = Math.round(barWidth * share);
  return `${'━'.repeat(full)}${'╌'.repeat(barWidth - full)}`;
}
