/**
 * What one call of `fit` has around it: who may stop it, whom it obeys, where its events go, and
 * how it ended.
 */

import { ValueError } from '../../errors.js';
import type { OptimizerLike } from '../../optim/index.js';
import type { ControlChannel } from '../control/control.js';
import { obey } from '../control/obey.js';
import type { EpochRecord } from '../state/epoch-record.js';
import type { CheckpointParts, Facts } from '../state/parts.js';
import { RankControl } from '../together/rank-control.js';
import type { Together } from '../together/together.js';
import type { Ending } from './history.js';
import { listenForSignals, type SignalWatch } from './signals.js';
import type { FitOptions } from './trainer-options.js';

/** Why it ends, in the order in which one is believed when ranks see several. */
const endings: readonly Ending[] = ['epochs', 'steps', 'time', 'callback', 'command', 'signal'];

/** One call of `fit`. */
export class Session {
  readonly options: FitOptions;
  /** Number of epochs, in all. */
  readonly epochs: number;
  readonly records: EpochRecord[] = [];
  /** Why it ends, once that is known. */
  ending: Ending | null = null;
  readonly #channel: ControlChannel | null;
  readonly #signals: SignalWatch | null;
  readonly #together: Together;
  readonly #unlock: () => void;
  readonly #deadline: number;

  /** @throws ValueError for options that say nothing about the end. */
  constructor(options: FitOptions, together: Together) {
    const { folder, maxTime = Number.POSITIVE_INFINITY, handleSignals } = options;
    this.options = options;
    this.epochs = epochsOf(options);
    this.#together = together;
    const channel = channelOf(options);
    this.#channel =
      channel === null || together.isAlone
        ? channel
        : new RankControl(channel, together, () => this.isStopped);
    this.#deadline = performance.now() + 1000 * maxTime;
    this.#unlock = folder?.lock() ?? (() => {});
    // A launcher may tell of a rank's end by its process alone.
    if (!together.isAlone) this.event('ranks', { processes: together.ranks.processes });
    const isListening = handleSignals ?? folder !== undefined;
    this.#signals = isListening ? listenForSignals() : null;
  }

  /** Whether it was stopped from outside: by its signal, or by the operating system's. */
  get isStopped(): boolean {
    return this.options.signal?.aborted === true || this.#signals?.signal.aborted === true;
  }

  /** Whether it listens to commands. */
  get hears(): boolean {
    return this.#channel !== null;
  }

  /** Stops passes over data when it is stopped. */
  get signal(): AbortSignal | undefined {
    const own = this.#signals?.signal;
    const { signal } = this.options;
    if (own === undefined || signal === undefined) return own ?? signal;
    return AbortSignal.any([own, signal]);
  }

  /** Notes an event where there is a folder. */
  event(what: string, facts: Facts = {}): void {
    this.options.folder?.event(what, facts);
  }

  /** Whether it ends here, after `step` updates. */
  isOver(step: number): boolean {
    if (this.isStopped) this.ending ??= 'signal';
    else if (step >= (this.options.maxSteps ?? Number.POSITIVE_INFINITY)) this.ending ??= 'steps';
    else if (performance.now() >= this.#deadline) this.ending ??= 'time';
    this.ending = this.#together.lastOf(endings, this.ending);
    return this.ending !== null;
  }

  /** Hears and does what was sent. */
  async obey(told: {
    readonly optimizer: OptimizerLike;
    readonly save: () => void;
    readonly where: Facts;
  }): Promise<void> {
    if (this.#channel === null) return;
    const { optimizer, save, where } = told;
    const event = (what: string, facts: Facts): void => this.event(what, { ...facts, ...where });
    const signal = this.#together.isAlone ? this.signal : undefined;
    const heard = await obey(this.#channel, { optimizer, signal, save, event });
    if (heard !== 'stop') return;
    this.ending ??= this.#together.anyone(this.isStopped) ? 'signal' : 'command';
  }

  /** Keeps what there is when the training has failed; never fails itself. */
  saveAfter(error: unknown, parts: () => CheckpointParts): void {
    const { folder } = this.options;
    // The other ranks are not there any more to say what they have.
    if (folder === undefined || !this.#together.isAlone) return;
    const message = error instanceof Error ? error.message : String(error);
    try {
      folder.saveException(parts());
      folder.event('error', { message, saved: folder.exception });
    } catch {
      // The first error is what the user has to hear of.
    }
  }

  /** After everything is saved: a signal that came to one rank ends all. */
  shareSignal(): void {
    if (!this.#together.isAlone) this.#signals?.share((code) => this.#together.ranks.max(code));
  }

  /** Lets others into the folder, and ends the process if a signal asked for it. */
  close(): void {
    this.#unlock();
    this.#signals?.close();
  }
}

function epochsOf({ epochs, maxSteps, maxTime }: FitOptions): number {
  checkAmount('maxSteps', maxSteps);
  checkAmount('maxTime', maxTime);
  if (epochs === undefined && (maxSteps !== undefined || maxTime !== undefined)) {
    return Number.POSITIVE_INFINITY;
  }
  if (epochs === undefined || !Number.isInteger(epochs) || epochs < 0) {
    throw new ValueError(
      `fit: epochs must be a whole number, got ${epochs}. It may be left out beside maxSteps or maxTime`,
    );
  }
  return epochs;
}

function checkAmount(name: string, value: number | undefined): void {
  if (value === undefined || value >= 0) return;
  throw new ValueError(`fit: ${name} must be a number from 0, got ${value}`);
}

function channelOf({ control = false, folder }: FitOptions): ControlChannel | null {
  if (typeof control === 'object') return control;
  if (!control) return null;
  if (folder !== undefined) return folder.listen();
  throw new ValueError('fit: control: true needs a folder, in which control.jsonl is read');
}
