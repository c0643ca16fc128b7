/**
 * Lays a program out in device memory: the commands that the runner walks and the arguments that
 * they point to. What changes between runs comes back as lists of words to patch; patching them is
 * the program's business.
 */

import type { Arg, Buffer, Launch } from '../compiler/launch.js';
import { internal } from '../errors.js';
import { argBytes } from '../kernel/ir.js';
import type { AddressUse } from './bindings.js';
import type { Device } from './device.js';
import type { HeapBlock } from './heap.js';
import type { KernelEntry } from './kernels.js';
import { command, commandBytes, control, maxChunks } from './layout.js';

/** A chunk that takes less is not worth handing to another thread. */
const chunkNanoseconds = 3000;
/** More chunks than this do not balance threads better. */
const enoughChunks = 32;

/** An argument that holds scalar `scalar` of the run: an index into the view of its type. */
export interface ScalarUse {
  readonly scalar: number;
  readonly word: number;
}

/** A program in device memory. */
export interface Assembly {
  readonly block: HeapBlock;
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

/** Compiles the kernels of `launches` and writes commands and arguments. */
export function assemble(device: Device, launches: readonly Launch[]): Assembly {
  const real = launches.filter((launch) => launch.range > 0);
  const entries = real.map((launch) => device.kernels.get(launch.kernel));
  const argCount = real.reduce((sum, launch) => sum + launch.args.length, 0);
  const block = device.residency.allocate(real.length * commandBytes + argCount * argBytes);
  const { i32 } = device.memory.views;
  const lists: Lists = {
    addresses: { input: [], output: [], temp: [] },
    scalars: { i32: [], f32: [], f64: [] },
  };
  let at = block.pointer;
  let args = block.pointer + real.length * commandBytes;
  let parallelWork = 0;
  real.forEach((launch, i) => {
    const chunks = writeCommand(i32, at, launch, entryAt(entries, i), args);
    if (chunks > 1) parallelWork += launch.work;
    for (const arg of launch.args) {
      writeArg(i32, args, arg, lists);
      args += argBytes;
    }
    at += commandBytes;
  });
  return { block, commands: block.pointer, count: real.length, parallelWork, ...lists };
}

/** Writes one command and returns its number of chunks. */
function writeCommand(
  i32: Int32Array,
  at: number,
  launch: Launch,
  { index, shareable }: KernelEntry,
  args: number,
): number {
  const chunk = shareable ? chunkOf(launch) : launch.range;
  const chunks = Math.ceil(launch.range / chunk);
  i32[(at + command.kernel) / 4] = index;
  i32[(at + command.args) / 4] = args;
  i32[(at + command.range) / 4] = launch.range;
  i32[(at + command.chunk) / 4] = chunk;
  i32[(at + command.chunks) / 4] = chunks;
  return chunks;
}

/** Units of one chunk: a multiple of the grain that is long enough to be worth its handling. */
function chunkOf({ range, grain, work }: Launch): number {
  const grains = Math.ceil(range / grain);
  const wanted = Math.min(enoughChunks, maxChunks, grains, Math.floor(work / chunkNanoseconds));
  return wanted < 2 ? range : Math.ceil(grains / wanted) * grain;
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

function entryAt(entries: readonly KernelEntry[], index: number): KernelEntry {
  const entry = entries[index];
  if (entry === undefined) throw internal(`launch ${index} has no kernel`);
  return entry;
}
