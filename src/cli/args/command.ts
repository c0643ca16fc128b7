/** What a command of the command line is. */

import type { Terminal } from '../screen/terminal.js';
import type { Given, OptionTable } from './options.js';

/** One command, such as `train`. */
export interface Command {
  /** What follows the name of the command, for the help: `digits [options]`. */
  readonly usage: string;
  /** One sentence. */
  readonly help: string;
  readonly options: OptionTable;
  /** Does it. Resolves with the exit code; rejects with an error for the user. */
  readonly run: (given: Given, terminal: Terminal) => Promise<number>;
}
