/**
 * Lays a program out in device memory: the commands that the runner walks, and the parts, cuts and
 * arguments that they point to. What changes between runs comes back as lists of words to patch;
 * patching them is the program's business.
 */

import type { Arg, Batch, Buffer } from '../../compiler/lower/launch.js';
import type { Block } from '../../graph/storage.js';
import { argBytes } from '../../kernel/ir.js';
import type { AddressUse } from './bindings.js';
import { type Cut, cutsOf } from './cuts.js';
import type { Machine } from './machine.js';
import {
  command,
  commandBytes,
  control,
  cut,
  cutBytes,
  partBytes,
  part as partWords,
} from './memory/layout.js';
import { pointerOf } from './memory/store.js';

/** An argument that holds scalar `scalar` of the run: an index into the view of its type. */
export interface ScalarUse {
  readonly scalar: number;
  readonly word: number;
}

/** A program in device memory. */
export interface Assembly {
  readonly block: Block;
  readonly commands: number;
  readonly count: number;
  /** Nanoseconds of the work that threads can share. */
  readonly parallelWork: number;
  readonly addresses: { readonly [K in Buffer['kind']]: readonly AddressUse[] };
  readonly scalars: { readonly [T in 'i32' | 'f32' | 'f64']: readonly ScalarUse[] };
}

interface Lists {
  readonly addresses: { readonly [K in Buffer['kind']]: AddressUse[] };
  readonly scalars: { readonly [T in 'i32' | 'f32' | 'f64']: ScalarUse[] };
}

const viewOf = { bool: 'i32', int32: 'i32', float32: 'f32', float64: 'f64' } as const;

/** A batch with its kernel and the ends of its chunks. */
interface Step {
  readonly batch: Batch;
  readonly kernel: number;
  readonly cuts: readonly Cut[];
}

/** Compiles the kernels of `batches` and writes commands, parts, cuts and arguments. */
export function assemble(device: Machine, batches: readonly Batch[]): Assembly {
  const steps = batches.map((batch): Step => {
    const { index, shareable } = device.kernels.get(batch[0].kernel);
    return { batch, kernel: index, cuts: cutsOf(batch, !shareable) };
  });
  const writer = new CommandWriter(device, steps);
  for (const step of steps) writer.write(step);
  const shared = steps.filter(({ cuts }) => cuts.length > 2).flatMap(({ batch }) => batch);
  const parallelWork = shared.reduce((sum, launch) => sum + launch.work, 0);
  const { block, lists } = writer;
  return { block, commands: pointerOf(block), count: steps.length, parallelWork, ...lists };
}

/** Writes the steps of a program one after the other into a block of their own. */
class CommandWriter {
  readonly block: Block;
  readonly lists: Lists = {
    addresses: { input: [], output: [], temp: [] },
    scalars: { i32: [], f32: [], f64: [] },
  };
  readonly #i32: Int32Array;
  /** Where the next command, and the next of what commands point to, is written. */
  #at: number;
  #free: number;

  constructor({ residency, memory }: Machine, steps: readonly Step[]) {
    const bytes = steps.reduce((sum, step) => sum + bytesOf(step), 0);
    this.block = residency.allocate(bytes, true);
    this.#i32 = memory.views.i32;
    this.#at = pointerOf(this.block);
    this.#free = this.#at + steps.length * commandBytes;
  }

  write({ batch, kernel, cuts }: Step): void {
    const parts = this.#take(batch.length * partBytes);
    const end = parts + batch.length * partBytes;
    const first = this.#take(cuts.length * cutBytes);
    this.#set(this.#at, command, { kernel, parts, end, chunks: cuts.length - 1, cuts: first });
    this.#at += commandBytes;
    cuts.forEach(({ part, unit }, i) => {
      this.#set(first + i * cutBytes, cut, { part: parts + part * partBytes, unit });
    });
    batch.forEach(({ range, args }, i) => {
      const start = this.#take(args.length * argBytes);
      this.#set(parts + i * partBytes, partWords, { args: start, range });
      args.forEach((arg, k) => writeArg(this.#i32, start + k * argBytes, arg, this.lists));
    });
  }

  /** Room for so many bytes. */
  #take(bytes: number): number {
    const start = this.#free;
    this.#free += bytes;
    return start;
  }

  /** Writes the words of a record at `start`. */
  #set<K extends string>(
    start: number,
    offsets: { readonly [W in K]: number },
    words: { readonly [W in K]: number },
  ): void {
    for (const word in offsets) this.#i32[(start + offsets[word]) / 4] = words[word];
  }
}

function bytesOf({ batch, cuts }: Step): number {
  const args = batch.reduce((sum, launch) => sum + launch.args.length, 0);
  const records = batch.length * partBytes + cuts.length * cutBytes;
  return commandBytes + records + args * argBytes;
}

function writeArg(i32: Int32Array, at: number, arg: Arg, { addresses, scalars }: Lists): void {
  const word = at / 4;
  switch (arg.kind) {
    case 'buffer': {
      const { kind, index } = arg.buffer;
      i32[word] = arg.offset;
      addresses[kind].push({ buffer: index, word, offset: arg.offset });
      return;
    }
    case 'int':
      i32[word] = arg.value;
      return;
    case 'scalar': {
      const view = viewOf[arg.dtype];
      scalars[view].push({ scalar: arg.index, word: view === 'f64' ? at / 8 : word });
      return;
    }
    case 'fault':
      i32[word] = control.fault;
      return;
  }
}
