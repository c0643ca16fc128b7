/** Compiled programs by the structure of their graphs, the least recently used forgotten first. */

import { compileGraph, type Site } from '../compiler/compile.js';
import type { KeyWriter } from '../compiler/structure.js';
import { bytesOf } from '../graph/dtype.js';
import { type Node, topologicalOrder } from '../graph/node.js';
import { numel } from '../graph/shape.js';
import { device } from './device.js';
import { Program } from './program.js';
import { scalarPlaces } from './scalars.js';
import type { Asked } from './survey.js';

/** More programs than a training needs, and few enough to keep. */
const MAX_PROGRAMS = 512;

/** A compiled program with what its faults mean. */
export interface CachedProgram {
  readonly key: Int32Array;
  readonly hash: number;
  readonly program: Program;
  readonly sites: readonly Site[];
  /** What ran after it the last time: a loop needs its programs in the same order again. */
  next: CachedProgram | null;
}

const byHash = new Map<number, CachedProgram[]>();
/** From the least to the most recently used. */
const byAge = new Set<CachedProgram>();
let newest: CachedProgram | null = null;

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
  readonly inputs: readonly Node[];
  readonly outputs: readonly Asked[];
  /** Its `full` and `random` nodes. */
  readonly numbers: readonly Node[];
}

function compile(source: ProgramSource): Pick<CachedProgram, 'program' | 'sites'> {
  const { inputs, numbers } = source;
  const outputs = source.outputs.map(({ node }) => node);
  const order = topologicalOrder(outputs, (node) => node.value !== null);
  const machine = device();
  const { target, kernels } = machine;
  const places = scalarPlaces(numbers);
  const graph = compileGraph(order, inputs, outputs, places, target, {
    prepare: ({ kernel, work }) => void kernels.get(kernel, work),
  });
  const program = new Program(machine, {
    batches: graph.batches,
    inputs: inputs.length,
    outputs: source.outputs.map(({ node, staysOnDevice }) => ({
      place: staysOnDevice ? 'device' : 'host',
      bytes: numel(node.shape) * bytesOf(node.dtype),
    })),
    arenaBytes: graph.arenaBytes,
    tempOffsets: graph.tempOffsets,
  });
  return { program, sites: graph.sites };
}

/** Marks a program as used just now; false if it has been forgotten, and must not run any more. */
export function renew(entry: CachedProgram): boolean {
  if (entry === newest) return true;
  if (!byAge.delete(entry)) return false;
  add(entry);
  return true;
}

function add(entry: CachedProgram): void {
  byAge.add(entry);
  if (newest !== null) newest.next = entry;
  newest = entry;
}

/** What the last key stood for; null while that is not known. */
let last: CachedProgram | null = null;

/** The program with this key, compiled now if it is new. */
export function programOf(key: KeyWriter, source: ProgramSource): CachedProgram {
  if (last !== null && key.isUnchanged && renew(last)) return last;
  last = null;
  last = knownProgram(key) ?? newProgram(key, source);
  return last;
}

function knownProgram(key: KeyWriter): CachedProgram | null {
  const likely = newest?.next ?? newest;
  if (likely !== null && key.equals(likely.key) && renew(likely)) return likely;
  const known = byHash.get(key.hash())?.find((entry) => key.equals(entry.key));
  return known !== undefined && renew(known) ? known : null;
}

function newProgram(key: KeyWriter, source: ProgramSource): CachedProgram {
  const hash = key.hash();
  const entry: CachedProgram = { key: key.copy(), hash, ...compile(source), next: null };
  byHash.set(hash, [...(byHash.get(hash) ?? []), entry]);
  add(entry);
  if (byAge.size > MAX_PROGRAMS) forgetOldest();
  return entry;
}

/** How many programs are kept, for tests of the cache. */
export function cachedPrograms(): number {
  return byAge.size;
}
