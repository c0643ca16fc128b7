/** A terminal that keeps what is written to it. */

import type { Terminal } from '../../src/cli/screen/terminal.js';

/** What was written, and where it was written to. */
export interface FakeTerminal extends Terminal {
  readonly output: () => string;
  readonly errors: () => string;
}

/** A log file by default; with `live`, a screen of 100 columns without colours. */
export function fakeTerminal(live = false): FakeTerminal {
  const written: string[] = [];
  const errors: string[] = [];
  return {
    write: (text) => {
      written.push(text);
    },
    writeAll: async (text) => {
      written.push(text);
    },
    error: (line) => {
      errors.push(line);
    },
    live,
    columns: 100,
    style: (_, text) => text,
    output: () => written.join(''),
    errors: () => errors.join('\n'),
  };
}
