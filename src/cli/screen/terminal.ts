/**
 * Where the command line writes: its width, whether a line can be redrawn, and whether colours
 * show.
 */

import { styleText } from 'node:util';

/** Ways to set a text apart. */
export type Style = 'bold' | 'dim' | 'green' | 'red';

/** A place to write to. */
export interface Terminal {
  /** Writes text to the standard output as it is. */
  write(text: string): void;
  /** Writes much text; resolves when the reader has room for more, rejects when nobody reads. */
  writeAll(text: string): Promise<void>;
  /** Writes a line of an error. */
  error(line: string): void;
  /** Whether a line that was written can be drawn again in its place. */
  readonly live: boolean;
  /** Characters in a line. */
  readonly columns: number;
  /** The text in this style, or as it is where colours do not show. */
  style(style: Style, text: string): string;
}

/**
 * Draws `text` in the place of the line that is there; an empty text clears it. Only where lines
 * live.
 */
export function redraw(terminal: Terminal, text: string): void {
  // A line that wraps could not be drawn again in its place.
  if (terminal.live) terminal.write(`\r${text.slice(0, terminal.columns - 1)}\x1b[K`);
}

/** The terminal that this process was started from; colours respect `NO_COLOR`. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const live = stdout.isTTY === true;
  const coloured = live && stdout.hasColors();
  return {
    write: (text) => {
      stdout.write(text);
    },
    writeAll: async (text) => {
      if (stdout.write(text)) return;
      await new Promise((resolve) => stdout.once('drain', resolve));
    },
    error: (line) => {
      stderr.write(`${line}\n`);
    },
    live,
    get columns() {
      return stdout.columns ?? 80;
    },
    style: (style, text) => (coloured ? styleText(style, text) : text),
  };
}

/** The same terminal without anything but errors. */
export function quiet(terminal: Terminal): Terminal {
  return {
    ...terminal,
    columns: terminal.columns,
    live: false,
    write: () => {},
    writeAll: async () => {},
  };
}
