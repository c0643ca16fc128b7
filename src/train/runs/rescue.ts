/**
 * The last net: a training that has gone on for a while and was never saved is said to be so, and
 * written to a folder when the process ends. In a browser nothing is written.
 */

import { makeFolder } from '../../io/make-folder.js';
import { warn } from '../../warnings.js';
import { saveCheckpoint } from '../checkpoint/checkpoint.js';
import type { CheckpointParts } from '../state/parts.js';

const op = 'Trainer';
const signals = ['SIGINT', 'SIGTERM'] as const;

/** Watches over one training. */
export class RescueWatch {
  readonly #milliseconds: number;
  readonly #parts: () => CheckpointParts;
  /** When the oldest update was made that is not saved; null when all are. */
  #since: number | null = null;
  #isWatching = false;

  /** @param after seconds of training that are worth saving, or false for none. */
  constructor(after: number | false, parts: () => CheckpointParts) {
    this.#milliseconds = after === false ? Number.POSITIVE_INFINITY : 1000 * after;
    this.#parts = parts;
  }

  /** After an update of the weights. */
  note(): void {
    this.#since ??= performance.now();
    if (this.#isWatching || performance.now() - this.#since < this.#milliseconds) return;
    if (typeof process === 'undefined' || typeof process.once !== 'function') return;
    this.#isWatching = true;
    process.once('exit', this.#onExit);
    for (const name of signals) process.once(name, this.#onSignal);
    warn(
      'Chainrule: this training has not been saved so far. Pass fit({ folder }) or call ' +
        'saveCheckpoint; otherwise it is written to runs/ when the process ends',
    );
  }

  /** After everything was saved. */
  saved(): void {
    this.#since = null;
    if (!this.#isWatching) return;
    this.#isWatching = false;
    process.off('exit', this.#onExit);
    for (const name of signals) process.off(name, this.#onSignal);
  }

  readonly #onExit = (): void => {
    try {
      const path = `runs/rescued-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
      makeFolder(op, path);
      saveCheckpoint(`${path}/last.safetensors`, this.#parts());
      warn(`Chainrule: the training that was never saved is in ${path}/last.safetensors`);
    } catch (error) {
      warn(`Chainrule: a training was not saved, and could not be: ${String(error)}`);
    }
  };

  readonly #onSignal = (name: (typeof signals)[number]): void => {
    this.#onExit();
    this.saved();
    process.kill(process.pid, name);
  };
}
