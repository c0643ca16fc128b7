/**
 * The last checkpoint of a run and the one before it: whatever happens while one is written, or to
 * it afterwards, there is another. Node and Deno only.
 */

import { DataError } from '../../errors.js';
import { nodeModule } from '../../io/node-modules.js';
import { warn } from '../../warnings.js';
import {
  type Checkpoint,
  type CheckpointSnapshot,
  loadCheckpoint,
  readCheckpoint,
  writeSnapshot,
} from '../checkpoint/checkpoint.js';
import type { CheckpointParts } from '../state/parts.js';

const op = 'RunFolder';

/** Two files, of which the newer one is used as long as it is whole. */
export class CheckpointPair {
  readonly last: string;
  readonly previous: string;
  #isLastDamaged = false;

  constructor(last: string, previous: string) {
    this.last = last;
    this.previous = previous;
  }

  /** Whether there is anything to go on from. */
  get exists(): boolean {
    const { existsSync } = nodeModule(op, 'node:fs');
    return existsSync(this.last) || existsSync(this.previous);
  }

  /** Writes the last one; what was the last becomes the one before. @throws DataError */
  write(snapshot: CheckpointSnapshot): void {
    if (!this.#isLastDamaged) this.#keepLast();
    writeSnapshot(this.last, snapshot);
    this.#isLastDamaged = false;
  }

  /** The last stays where it is, so that there is one at any moment. */
  #keepLast(): void {
    const fs = nodeModule(op, 'node:fs');
    if (!fs.existsSync(this.last)) return;
    const temporary = `${this.previous}.tmp`;
    fs.rmSync(temporary, { force: true });
    try {
      fs.linkSync(this.last, temporary);
    } catch {
      // A file system without links.
      fs.copyFileSync(this.last, temporary);
    }
    fs.renameSync(temporary, this.previous);
  }

  /** What the newest whole checkpoint holds. @throws DataError when there is none. */
  read(): Checkpoint {
    return this.#newest(readCheckpoint);
  }

  /**
   * Gives the parts the state of the newest whole checkpoint, and says so when that is not the last
   * one. @throws DataError, ValueError as `loadCheckpoint` does.
   */
  load(parts: CheckpointParts): Checkpoint {
    return this.#newest((path) => loadCheckpoint(path, parts));
  }

  /** Whether the last one was found to be damaged, or is missing. */
  get isLastDamaged(): boolean {
    return this.#isLastDamaged;
  }

  #newest(read: (path: string) => Checkpoint): Checkpoint {
    const { existsSync } = nodeModule(op, 'node:fs');
    try {
      return read(this.last);
    } catch (error) {
      if (!(error instanceof DataError) || !existsSync(this.previous)) throw error;
      const checkpoint = read(this.previous);
      this.#isLastDamaged = true;
      warn(`Chainrule: ${error.message}. Going on from the checkpoint before it, ${this.previous}`);
      return checkpoint;
    }
  }
}
