/** Frames of an environment in the terminal: each in the place of the one before. */

import { type Env, toBraille } from '../../rl/index.js';
import type { Terminal } from '../screen/terminal.js';

/** Characters across, and lines, of a picture in dots at most. */
const pictureWidth = 60;
const pictureHeight = 16;

/** The text, below a picture where it is one line of numbers. */
function pictureOf(env: Env, text: string, width: number): string {
  if (text.includes('\n') || env.draw === undefined) return text;
  const drawing = env.draw();
  // A character is twice as high as wide.
  const byHeight = Math.floor((2 * pictureHeight * drawing.width) / drawing.height);
  return `${toBraille(drawing, Math.min(pictureWidth, width, byHeight))}\n${text}`;
}

/** Draws frames at a steady speed. Where lines cannot be redrawn it shows only ends of episodes. */
export class Stage {
  readonly #terminal: Terminal;
  readonly #interval: number;
  /** Lines of the frame that is there. */
  #height = 0;
  #last = '';
  #due = 0;

  constructor(terminal: Terminal, fps: number) {
    this.#terminal = terminal;
    this.#interval = 1000 / fps;
  }

  /** Shows a frame with a line below it; resolves when the next one is due. */
  async show(env: Env, caption: string): Promise<void> {
    this.#last = env.render('text');
    if (!this.#terminal.live) return;
    const width = this.#terminal.columns - 1;
    const lines = [...pictureOf(env, this.#last, width).split('\n'), caption];
    const up = this.#height > 0 ? `\x1b[${this.#height}A` : '\x1b[?25l';
    const drawn = lines.map((line) => `\r${line.slice(0, width)}\x1b[K\n`);
    this.#terminal.write(up + drawn.join(''));
    this.#height = lines.length;
    const now = performance.now();
    this.#due = Math.max(now, this.#due + this.#interval);
    await new Promise((resolve) => setTimeout(resolve, this.#due - now));
  }

  /** Leaves the last frame and says how the episode was. */
  next(line: string): void {
    const frame = this.#terminal.live ? '' : `${this.#last}\n`;
    this.#terminal.write(`${frame}${line}\n`);
    this.#height = 0;
  }

  /** Gives the cursor back. */
  close(): void {
    if (this.#terminal.live) this.#terminal.write('\x1b[?25h');
  }
}
