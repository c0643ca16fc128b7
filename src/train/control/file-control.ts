/**
 * Commands from other processes: `control.jsonl` in the folder of a run, to which they append one
 * line of JSON per command. Only read here. Node and Deno only.
 */

import { nodeModule } from '../../io/node-modules.js';
import {
  type ControlChannel,
  type ControlCommand,
  type RefusedCommand,
  readCommand,
} from './control.js';

const op = 'control';
/** Milliseconds between two looks at the file: soon enough for a person, nothing for a disk. */
const interval = 200;

/** Hears what is appended to a file. */
export class FileControl implements ControlChannel {
  readonly #path: string;
  #read = 0;
  #looked = Number.NEGATIVE_INFINITY;

  /**
   * @param path the file, which need not be there yet.
   * @param since commands that are there already are heard from the first one on whose `time` is
   *   not before this, in milliseconds since 1970; default now.
   */
  constructor(path: string, since: number = Date.now()) {
    this.#path = path;
    const old = this.#linesUntil(this.#size());
    const first = old.findIndex((line) => timeOf(line) >= since);
    if (first !== -1) this.#read = bytesOf(old.slice(0, first));
  }

  #size(): number {
    return nodeModule(op, 'node:fs').statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** What was appended since the last look; looks at most every 200 ms. */
  take(): readonly (ControlCommand | RefusedCommand)[] {
    const now = performance.now();
    if (now - this.#looked < interval) return [];
    this.#looked = now;
    const size = this.#size();
    // Somebody has begun the file anew.
    if (size < this.#read) this.#read = 0;
    return this.#linesUntil(size).map((line) => readCommand(parse(line)));
  }

  /** The whole lines between what was read and `size`, which are read then. */
  #linesUntil(size: number): readonly string[] {
    const fs = nodeModule(op, 'node:fs');
    if (size === this.#read) return [];
    const bytes = new Uint8Array(size - this.#read);
    const handle = fs.openSync(this.#path, 'r');
    try {
      fs.readSync(handle, bytes, 0, bytes.length, this.#read);
    } finally {
      fs.closeSync(handle);
    }
    // A line that is still being written is read when it is whole.
    const end = bytes.lastIndexOf(10) + 1;
    this.#read += end;
    const text = new TextDecoder().decode(bytes.subarray(0, end));
    return text.split('\n').slice(0, -1);
  }
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + new TextEncoder().encode(line).length + 1, 0);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

/** When a command was sent, in milliseconds since 1970; never for one that does not say. */
function timeOf(line: string): number {
  const sent = parse(line);
  const time: unknown = typeof sent === 'object' && sent !== null && Reflect.get(sent, 'time');
  if (typeof time === 'number') return time;
  return typeof time === 'string' ? Date.parse(time) : Number.NEGATIVE_INFINITY;
}
