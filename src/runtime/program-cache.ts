/** Compiled programs by the structure of their graphs, the least recently used forgotten first. */

import { compileGraph, type Site } from '../compiler/compile.js';
import { bytesOf } from '../graph/dtype.js';
import type { Node } from '../graph/node.js';
import { numel } from '../graph/shape.js';
import { device } from './device.js';
import { Program } from './program.js';
import { programKey, sameKey } from './program-key.js';
import { scalarPlaces } from './scalars.js';

/** More programs than a training needs, and few enough to keep. */
const MAX_PROGRAMS = 512;

/** A compiled program with what its faults mean. */
export interface CachedProgram {
  readonly key: Int32Array;
  readonly hash: number;
  readonly program: Program;
  readonly sites: readonly Site[];
}

const byHash = new Map<number, CachedProgram[]>();
/** From the least to the most recently used. */
const byAge = new Set<CachedProgram>();

function forgetOldest(): void {
  const [oldest] = byAge;
  if (oldest === undefined) return;
  byAge.delete(oldest);
  const rest = (byHash.get(oldest.hash) ?? []).filter((entry) => entry !== oldest);
  if (rest.length === 0) byHash.delete(oldest.hash);
  else byHash.set(oldest.hash, rest);
  oldest.program.release();
}

/** What a program is compiled from. */
export interface ProgramSource {
  readonly order: readonly Node[];
  readonly inputs: readonly Node[];
  readonly outputs: readonly Node[];
  /** The `full` and `random` nodes of `order`. */
  readonly numbers: readonly Node[];
  /** Whether the value of an output stays in device memory. */
  readonly onDevice: (output: Node) => boolean;
}

function compile(source: ProgramSource): Pick<CachedProgram, 'program' | 'sites'> {
  const { order, inputs, outputs, numbers, onDevice } = source;
  const machine = device();
  const graph = compileGraph(order, inputs, outputs, scalarPlaces(numbers), machine.target);
  const program = new Program(machine, {
    launches: graph.launches,
    inputs: inputs.length,
    outputs: outputs.map((node) => ({
      place: onDevice(node) ? 'device' : 'host',
      bytes: numel(node.shape) * bytesOf(node.dtype),
    })),
    arenaBytes: graph.arenaBytes,
    tempOffsets: graph.tempOffsets,
  });
  return { program, sites: graph.sites };
}

/** Marks a program as used just now; false if it has been forgotten, and must not run any more. */
export function renew(entry: CachedProgram): boolean {
  if (!byAge.delete(entry)) return false;
  byAge.add(entry);
  return true;
}

/** The program of this structure, compiled now if it is new. */
export function programOf(source: ProgramSource): CachedProgram {
  const key = programKey(source.order, source.outputs, source.onDevice);
  const known = byHash.get(key.hash)?.find((entry) => sameKey(entry.key, key));
  if (known !== undefined && renew(known)) return known;
  const stored = { key: key.words.slice(), hash: key.hash };
  const entry: CachedProgram = { ...stored, ...compile(source) };
  byHash.set(entry.hash, [...(byHash.get(entry.hash) ?? []), entry]);
  byAge.add(entry);
  if (byAge.size > MAX_PROGRAMS) forgetOldest();
  return entry;
}

/** How many programs are kept, for tests of the cache. */
export function cachedPrograms(): number {
  return byAge.size;
}
