/** Commands on every rank: rank 0 hears them, and all obey at the same step. */

import type { ControlChannel, ControlCommand, RefusedCommand } from '../control/control.js';
import type { Together } from './together.js';

type Heard = readonly (ControlCommand | RefusedCommand)[];

/** A channel that gives each rank what rank 0 has heard. */
export class RankControl implements ControlChannel {
  readonly #channel: ControlChannel;
  readonly #together: Together;
  readonly #isStopped: () => boolean;

  /** @param isStopped whether this rank is stopped from outside; a pause ends on all ranks then. */
  constructor(channel: ControlChannel, together: Together, isStopped: () => boolean) {
    this.#channel = channel;
    this.#together = together;
    this.#isStopped = isStopped;
  }

  /** What was sent since the last call. */
  take(): Heard {
    const together = this.#together;
    if (together.anyone(this.#isStopped())) return [{ command: 'stop' }];
    const heard = together.isFirst ? this.#channel.take() : [];
    if (!together.anyone(heard.length > 0)) return [];
    const text = new TextEncoder().encode(JSON.stringify(heard));
    const bytes = together.ranks.spread(together.isFirst ? text : null);
    const all: Heard = JSON.parse(new TextDecoder().decode(bytes));
    return all;
  }
}
