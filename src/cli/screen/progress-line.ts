/** The line that says how a training is going: redrawn in place, or one per epoch in a log. */

import type { BatchProgress, EpochRecord } from '../../train/index.js';
import { duration, percent, thousands } from './numbers.js';
import { redraw, type Terminal } from './terminal.js';

/** Milliseconds between two drawings: smooth to the eye, nothing to the training. */
const interval = 50;
const barWidth = 12;

/** Shows how far a training of `epochs` epochs is. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #epochs: number;
  readonly #start = performance.now();
  #drawn = Number.NEGATIVE_INFINITY;
  #batchesDone = 0;
  #validation: EpochRecord['validation'] = null;
  #open = false;
  /** Whether the last step was a replay. */
  #compiled = false;

  constructor(terminal: Terminal, epochs: number) {
    this.#terminal = terminal;
    this.#epochs = epochs;
  }

  /** After a batch; draws only now and then, and only where a line can be redrawn. */
  batch(progress: BatchProgress): void {
    this.#batchesDone += 1;
    this.#compiled = progress.compiled ?? false;
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
    const compiled = this.#compiled;
    const done = { epoch, train, seconds, samples, batch: batches, batches, compiled };
    const line = this.#describe(done);
    if (this.#terminal.live) this.#draw(line);
    else this.#terminal.write(`${line}\n`);
  }

  /** Writes lines above the one that is redrawn. */
  say(text: string): void {
    this.end();
    this.#terminal.write(`${text}\n`);
  }

  /** Leaves the line as it is and goes to the next one. */
  end(): void {
    if (this.#open) this.#terminal.write('\n');
    this.#open = false;
  }

  #draw(line: string): void {
    redraw(this.#terminal, line);
    this.#open = true;
  }

  #describe(progress: BatchProgress): string {
    const { epoch, batch, batches } = progress;
    const share = (epoch - 1 + batch / batches) / this.#epochs;
    const parts = this.#parts(progress);
    if (!this.#terminal.live) return joined(parts);
    const width = this.#terminal.columns - 1;
    const withBar = `${progressBar(share)}  ${joined(parts)}`;
    if (withBar.length <= width) return withBar;
    // What matters least goes first, so that a narrow screen keeps validation and the time left.
    const kept = parts.toSorted((a, b) => a.rank - b.rank);
    while (kept.length > 1 && joined(kept).length > width) kept.pop();
    return joined(parts.filter((part) => kept.includes(part)));
  }

  #parts({ epoch, batch, batches, samples, seconds, train, compiled }: BatchProgress): Part[] {
    const elapsed = (performance.now() - this.#start) / 1000;
    const left = (this.#epochs - epoch) * batches + batches - batch;
    const secondsLeft = (elapsed / Math.max(1, this.#batchesDone)) * left;
    const [metric = ''] = Object.keys(train).filter((name) => name !== 'loss');
    const validated = this.#validation?.[metric];
    const speed = thousands(seconds > 0 ? samples / seconds : 0).padStart(7);
    return [
      {
        rank: 1,
        text: `epoch ${String(epoch).padStart(String(this.#epochs).length)}/${this.#epochs}`,
      },
      { rank: 4, text: `loss ${(train.loss ?? Number.NaN).toFixed(4)}` },
      ...(metric === '' ? [] : [{ rank: 5, text: `${metric} ${shown(metric, train[metric])}` }]),
      ...(validated === undefined
        ? []
        : [{ rank: 2, text: `validation ${shown(metric, validated)}` }]),
      { rank: 6, text: `${speed} samples/s` },
      ...(compiled ? [{ rank: 7, text: 'compiled' }] : []),
      ...(left > 0 ? [{ rank: 3, text: `${duration(secondsLeft)} left` }] : []),
    ];
  }
}

/** A piece of the line, and when it is given up: the highest rank first. */
interface Part {
  readonly rank: number;
  readonly text: string;
}

function joined(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join('  ');
}

/** An accuracy as a percentage, anything else as a number. */
function shown(metric: string, value = Number.NaN): string {
  return metric === 'accuracy' ? percent(value).padStart(7) : value.toFixed(3).padStart(6);
}

/** `━━━━╌╌╌╌`: how much is done. */
export function progressBar(share: number): string {
  const full = Math.round(barWidth * share);
  return `${'━'.repeat(full)}${'╌'.repeat(barWidth - full)}`;
}
