/** The line that says how the training of an agent is going: redrawn, or written ten times. */

import type { MonitorRecord } from '../../rl/index.js';
import { duration, fourDigits, thousands } from '../screen/numbers.js';
import { progressBar } from '../screen/progress-line.js';
import { redraw, type Terminal } from '../screen/terminal.js';

/** Lines in a log, where nothing can be redrawn. */
const linesInLog = 10;

/** Shows how far a training of `steps` steps is. */
export class AgentLine {
  readonly #terminal: Terminal;
  readonly #steps: number;
  readonly #start = performance.now();
  readonly #first: number;
  #written = 0;
  #reward = Number.NaN;
  #open = false;

  /** @param first steps that were done before. */
  constructor(terminal: Terminal, steps: number, first: number) {
    this.#terminal = terminal;
    this.#steps = steps;
    this.#first = first;
    this.#written = Math.floor((linesInLog * first) / steps);
  }

  /** After a line of the metrics. */
  record({ step, samplesPerSecond, train }: MonitorRecord): void {
    this.#reward = train.reward ?? this.#reward;
    const elapsed = (performance.now() - this.#start) / 1000;
    const left = Math.max(0, this.#steps - step);
    const parts = [
      `${thousands(step).padStart(thousands(this.#steps).length)}/${thousands(this.#steps)} steps`,
      `return ${Number.isNaN(this.#reward) ? '-' : fourDigits(this.#reward)}`,
      `${thousands(samplesPerSecond)} steps/s`,
    ];
    const line = parts.join('  ');
    if (this.#terminal.live) {
      const rest = (elapsed / Math.max(1, step - this.#first)) * left;
      const time = left > 0 ? `  ${duration(rest)} left` : '';
      redraw(this.#terminal, `${progressBar(step / this.#steps)}  ${line}${time}`);
      this.#open = true;
      return;
    }
    const tenth = Math.floor((linesInLog * step) / this.#steps);
    if (tenth > this.#written) this.#terminal.write(`${line}\n`);
    this.#written = tenth;
  }

  /** Leaves the line as it is and goes to the next one. */
  end(): void {
    if (this.#open) this.#terminal.write('\n');
    this.#open = false;
  }
}
