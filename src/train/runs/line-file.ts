/**
 * A file of lines of JSON that only grows. A line that a crash or a full disk has cut off is taken
 * away again, so that what follows never joins it. Node and Deno only.
 */

import { fileError, readFileBytes, systemCode } from '../../io/file-errors.js';
import { nodeModule } from '../../io/node-modules.js';

const op = 'RunFolder';

/** Lines of JSON in a file. */
export class LineFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Adds a line. @throws DataError when it cannot be written; the file is as before then. */
  append(value: unknown): void {
    const fs = nodeModule(op, 'node:fs');
    const before = fs.statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    try {
      fs.appendFileSync(this.path, `${JSON.stringify(value)}\n`);
    } catch (error) {
      try {
        fs.truncateSync(this.path, before);
      } catch {
        // Nothing can be written there at all; the first error says why.
      }
      throw fileError(op, 'write', this.path, error);
    }
  }

  /** The whole lines, without their ends; none when there is no file. @throws DataError */
  lines(): string[] {
    return this.#text().split('\n').slice(0, -1);
  }

  /** Takes away what is behind the last whole line. @throws DataError */
  mend(): void {
    const { truncateSync } = nodeModule(op, 'node:fs');
    const text = this.#text();
    const whole = text.lastIndexOf('\n') + 1;
    if (whole === text.length) return;
    try {
      truncateSync(this.path, new TextEncoder().encode(text.slice(0, whole)).length);
    } catch (error) {
      throw fileError(op, 'write', this.path, error);
    }
  }

  #text(): string {
    try {
      return new TextDecoder().decode(readFileBytes(op, this.path));
    } catch (error) {
      if (error instanceof Error && systemCode(error.cause) === 'ENOENT') return '';
      throw error;
    }
  }
}
