/** Does what a training is told between two steps, and notes it. */

import type { OptimizerLike } from '../../optim/index.js';
import type { ControlChannel, ControlCommand } from './control.js';

/** Milliseconds between two looks while a training is paused. */
const pausedInterval = 50;

/** What commands act on. */
export interface Controlled {
  readonly optimizer: OptimizerLike;
  /** Stops the training from outside; ends a pause too. */
  readonly signal: AbortSignal | undefined;
  /** Writes the training to its folder. */
  readonly save: () => void;
  /** Notes what was heard. */
  readonly event: (what: string, facts: Readonly<Record<string, unknown>>) => void;
}

/**
 * Does what was sent, and waits while the training is paused. Resolves with `'stop'` when the
 * training is to end.
 */
export async function obey(
  channel: ControlChannel,
  controlled: Controlled,
): Promise<'stop' | 'go on'> {
  let isPaused = false;
  do {
    for (const sent of channel.take()) {
      if ('refused' in sent) {
        controlled.event('control-refused', { reason: sent.refused });
        continue;
      }
      controlled.event('control', { ...sent });
      if (sent.command === 'stop') return 'stop';
      isPaused = follow(sent, controlled, isPaused);
    }
    if (isPaused) await new Promise((resolve) => setTimeout(resolve, pausedInterval));
  } while (isPaused && controlled.signal?.aborted !== true);
  return 'go on';
}

/** Whether the training is paused afterwards. */
function follow(sent: ControlCommand, { optimizer, save }: Controlled, isPaused: boolean): boolean {
  switch (sent.command) {
    case 'pause':
      return true;
    case 'resume':
      return false;
    case 'save':
      save();
      return isPaused;
    case 'lr':
      optimizer.lr = sent.value;
      return isPaused;
    case 'stop':
      return isPaused;
  }
}
