/**
 * What a training can be told while it runs: to pause, to go on, to stop, to save, another learning
 * rate. The words and who carries them; where a training listens is the `Trainer`'s business.
 */

import * as signatures from '../../signatures/train.js';
import { isNumber } from '../json/guards.js';

/** One command. */
export type ControlCommand =
  | { readonly command: 'pause' | 'resume' | 'stop' | 'save' }
  | { readonly command: 'lr'; readonly value: number };

/** Something that was sent and is no command, with what is wrong with it. */
export interface RefusedCommand {
  readonly refused: string;
}

/** Where a training hears commands: a `ControlQueue`, or the file of a run folder. */
export interface ControlChannel {
  /** What was sent since the last call, the oldest first. Called between two steps. */
  take(): readonly (ControlCommand | RefusedCommand)[];
}

const words: readonly string[] = ['pause', 'resume', 'stop', 'save', 'lr'];

function isWord(word: unknown): word is ControlCommand['command'] {
  return typeof word === 'string' && words.includes(word);
}

/** A command from a value that was sent by somebody else. */
export function readCommand(sent: unknown): ControlCommand | RefusedCommand {
  if (typeof sent !== 'object' || sent === null) {
    return { refused: `expected an object with a command, got ${JSON.stringify(sent)}` };
  }
  const command: unknown = Reflect.get(sent, 'command');
  const value: unknown = Reflect.get(sent, 'value');
  if (!isWord(command)) {
    const known = words.join(', ');
    return { refused: `no command ${JSON.stringify(command) ?? 'given'}. There are: ${known}` };
  }
  if (command !== 'lr') return { command };
  if (isNumber(value) && Number.isFinite(value) && value >= 0) return { command, value };
  return { refused: `lr: value must be a number from 0, got ${JSON.stringify(value)}` };
}

/**
 * Commands within one program, such as a page with buttons: what is sent is heard between two
 * steps.
 *
 * @example
 * const set = new TensorDataset(ones([4, 1]), zeros([4, 1]));
 * const train = new DataLoader(set, { batchSize: 4 });
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const trainer = new Trainer(model, { optimizer, loss: nn.functional.mseLoss, train });
 * const control = new ControlQueue();
 * const onEpoch = () => control.send({ command: 'stop' }); // as a button would
 * const history = await trainer.fit({ epochs: 100, control, onEpoch });
 * console.log(history.records.length); // 2
 */
export class ControlQueue implements ControlChannel {
  #sent: (ControlCommand | RefusedCommand)[] = [];

  /** Sends a command. Something else is refused when the training hears it. */
  send(command: ControlCommand): void {
    signatures.ControlQueue$send.check(arguments);
    this.#sent.push(readCommand(command));
  }

  /** What was sent since the last call. */
  take(): readonly (ControlCommand | RefusedCommand)[] {
    const taken = this.#sent;
    this.#sent = [];
    return taken;
  }
}
