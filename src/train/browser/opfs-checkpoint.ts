/** `OPFSCheckpoint`: keeps a training in the browser, so that it goes on when its page is back. */

import { DataError } from '../../errors.js';
import * as signatures from '../../signatures/train.js';
import { warn } from '../../warnings.js';
import {
  bytesOfSnapshot,
  type Checkpoint,
  type CheckpointSnapshot,
  loadCheckpoint,
  readCheckpoint,
  snapshotOf,
} from '../checkpoint/checkpoint.js';
import type { TrainerCallback, TrainerContext } from '../loop/callback.js';
import type { History } from '../loop/history.js';
import type { EpochRecord } from '../state/epoch-record.js';
import type { CheckpointParts } from '../state/parts.js';
import { opfsFolder, readOpfs, writeOpfs } from './opfs-file.js';

const op = 'OPFSCheckpoint';
/** Two files that take turns: whatever happens to one while it is written, there is the other. */
const names = ['checkpoint-0.safetensors', 'checkpoint-1.safetensors'] as const;

/** A checkpoint that is whole. */
interface Saved {
  readonly file: 0 | 1;
  readonly bytes: Uint8Array;
  readonly step: number;
}

/** Options of `OPFSCheckpoint.open`. */
export interface OPFSCheckpointOptions {
  /** Saves after so many epochs, a positive integer; default 1. The end is saved always. */
  readonly everyNEpochs?: number;
}

/**
 * Checkpoints in the origin private file system of a page's site, in a page or in a Web Worker, as
 * a callback of a `Trainer`. The last two are kept; a damaged one is recognised by its checksum. A
 * second page that trains in the same folder is refused (by a Web Lock, which ends with its page).
 * The training does not wait for the writing.
 *
 * @example
 * const checkpoints = await OPFSCheckpoint.open('runs/a');
 * const trainer = new Trainer(model, { optimizer, loss, train, callbacks: [checkpoints] });
 * await checkpoints.resume({ model, optimizer, trainer }); // null when there is nothing yet
 * await trainer.fit({ epochs: 20 });
 * await checkpoints.close();
 */
export class OPFSCheckpoint implements TrainerCallback {
  readonly name: string = 'opfs-checkpoint';
  readonly #folder: FileSystemDirectoryHandle;
  readonly #unlock: () => void;
  readonly #everyNEpochs: number;
  #next: 0 | 1 = 0;
  #waiting: CheckpointSnapshot | null = null;
  #writing: Promise<void> | null = null;
  #error: unknown = null;

  private constructor(folder: FileSystemDirectoryHandle, unlock: () => void, everyN: number) {
    this.#folder = folder;
    this.#unlock = unlock;
    this.#everyNEpochs = everyN;
  }

  /**
   * Opens the folder `path` of this site, which is made when it is not there.
   * @throws DataError where there is no such file system, and when another page trains in it.
   */
  static async open(path: string, options: OPFSCheckpointOptions = {}): Promise<OPFSCheckpoint> {
    signatures.OPFSCheckpoint$open.check(arguments);
    const folder = await opfsFolder(op, path);
    return new OPFSCheckpoint(folder, await takeWebLock(path), options.everyNEpochs ?? 1);
  }

  /**
   * Gives the parts the state of the newest whole checkpoint, and returns it; null when there is
   * none yet. A damaged one is passed over, with a warning.
   * @throws DataError when there are checkpoints and all are damaged; ValueError as
   *   `loadCheckpoint` does.
   */
  async resume(parts: CheckpointParts): Promise<Checkpoint | null> {
    signatures.OPFSCheckpoint$resume.check(arguments);
    const found = await this.#read();
    if (found === null) return null;
    this.#next = found.file === 0 ? 1 : 0;
    return loadCheckpoint(found.bytes, parts);
  }

  /** The bytes of the newest whole checkpoint, to be sent somewhere; null without one. */
  async read(): Promise<Uint8Array | null> {
    await this.flush();
    return (await this.#read())?.bytes ?? null;
  }

  async #read(): Promise<Saved | null> {
    const found = await Promise.all([this.#readOne(0), this.#readOne(1)]);
    const whole = found.filter((one): one is Saved => one !== null && !(one instanceof DataError));
    const damage = found.find((one) => one instanceof DataError);
    const newest = whole.sort((a, b) => b.step - a.step)[0] ?? null;
    if (damage === undefined) return newest;
    if (newest === null) throw damage;
    warn(`Chainrule: ${damage.message}. Going on from the one before it`);
    return newest;
  }

  /** One of the files; null when it is not there, an error when it is damaged. */
  async #readOne(file: 0 | 1): Promise<Saved | DataError | null> {
    const bytes = await readOpfs(this.#folder, names[file]);
    if (bytes === null) return null;
    try {
      const { trainer } = readCheckpoint(bytes);
      return { file, bytes, step: trainer?.step ?? trainer?.epoch ?? 0 };
    } catch (cause) {
      if (!(cause instanceof DataError)) throw cause;
      return new DataError(`${op}: ${names[file]} is damaged`, { cause });
    }
  }

  /** Saves the parts as they are now. @throws DataError when they cannot be written. */
  async save(parts: CheckpointParts): Promise<void> {
    signatures.OPFSCheckpoint$save.check(arguments);
    this.#note(snapshotOf(parts));
    await this.flush();
  }

  /** Resolves when all is written. @throws DataError when something could not be. */
  async flush(): Promise<void> {
    await this.#writing;
    const error = this.#error;
    this.#error = null;
    if (error !== null) throw error;
  }

  /** Writes what is left, and lets other pages in. @throws DataError as `flush` does. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.#unlock();
    }
  }

  onEpochEnd(record: EpochRecord, context: TrainerContext): 'go on' {
    if (record.epoch % this.#everyNEpochs === 0) this.#note(snapshotOf(context.parts()));
    return 'go on';
  }

  onFitEnd(_history: History, context: TrainerContext): void {
    this.#note(snapshotOf(context.parts()));
  }

  /** Writes a snapshot when the one before is written; of several that wait, the newest. */
  #note(snapshot: CheckpointSnapshot): void {
    this.#waiting = snapshot;
    this.#writing ??= this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting !== null) {
        const bytes = new Uint8Array(bytesOfSnapshot(this.#waiting));
        this.#waiting = null;
        await writeOpfs(op, this.#folder, names[this.#next], bytes);
        this.#next = this.#next === 0 ? 1 : 0;
      }
    } catch (error) {
      this.#error = error;
      warn(`Chainrule: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.#writing = null;
    }
  }
}

/** Keeps other pages out until the returned function is called, or this page ends. */
async function takeWebLock(path: string): Promise<() => void> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return () => {};
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null): Promise<void> | undefined => {
      if (lock !== null) return new Promise<void>((release) => resolve(() => release()));
      reject(
        new DataError(
          `${op}: another page or worker of this site trains in '${path}'. Close it, or choose ` +
            'another folder',
        ),
      );
      return undefined;
    };
    locks.request(`chainrule ${path}`, { ifAvailable: true }, held).catch(reject);
  });
}
