/** Compiled programs by the structure of their graphs, the least recently used forgotten first. */

import { compileGraph, type Site } from '../compiler/compile.js';
import { equalSlices, type InputSlice, type Span, withStandIns } from '../compiler/input-slices.js';
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
  /** Inputs that it takes for the same slice as another one: it runs only where they are. */
  readonly equal: ReadonlyMap<number, number>;
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
  readonly offsets: readonly number[];
  readonly slices: readonly InputSlice[];
  readonly outputs: readonly Asked[];
  /** Its `full` and `random` nodes. */
  readonly numbers: readonly Node[];
}

/** The graph to compile, in which all inputs have values. */
function spanOf(source: ProgramSource, equal: ReadonlyMap<number, number>): Span {
  const { inputs, slices } = source;
  const outputs = source.outputs.map(({ node }) => node);
  const sliced = new Set(slices.map(({ node }) => node));
  const order = topologicalOrder(outputs, (node) => node.value !== null || sliced.has(node));
  const span = { order, inputs, outputs };
  return slices.length === 0 ? span : withStandIns(span, slices, equal);
}

function compile(
  source: ProgramSource,
  equal: ReadonlyMap<number, number>,
): Pick<CachedProgram, 'program' | 'sites'> {
  const { numbers } = source;
  const { order, inputs, outputs } = spanOf(source, equal);
  const machine = device();
  const { target, kernels } = machine;
  const places = scalarPlaces(numbers);
  const graph = compileGraph(order, inputs, outputs, places, target, {
    prepare: ({ kernel, work }) => void kernels.get(kernel, work),
  });
  const program = new Program(machine, {
    batches: graph.batches,
    inputs: inputs.length,
    slices: new Set(source.slices.map(({ place }) => place)),
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
  if (last !== null && key.isUnchanged && holdsFor(last, source) && renew(last)) return last;
  last = null;
  last = knownProgram(key, source) ?? newProgram(key, source);
  return last;
}

function knownProgram(key: KeyWriter, source: ProgramSource): CachedProgram | null {
  const fits = (entry: CachedProgram): boolean => {
    return key.equals(entry.key) && holdsFor(entry, source);
  };
  const likely = newest?.next ?? newest;
  if (likely !== null && fits(likely) && renew(likely)) return likely;
  const known = byHash.get(key.hash())?.find(fits);
  return known !== undefined && renew(known) ? known : null;
}

/** Whether the slices that a program takes for the same are the same now. */
function holdsFor({ equal }: CachedProgram, { inputs, offsets }: ProgramSource): boolean {
  for (const [place, first] of equal) {
    if (inputs[place] !== inputs[first] || offsets[place] !== offsets[first]) return false;
  }
  return true;
}

function newProgram(key: KeyWriter, source: ProgramSource): CachedProgram {
  const hash = key.hash();
  const { slices, inputs, offsets } = source;
  // Where slices that were equal no longer are, they may all be apart the next time.
  const isSecond = byHash.get(hash)?.some((entry) => key.equals(entry.key)) ?? false;
  const equal = isSecond ? new Map<number, number>() : equalSlices(slices, inputs, offsets);
  const compiled = compile(source, equal);
  const entry: CachedProgram = { key: key.copy(), hash, ...compiled, equal, next: null };
  byHash.set(hash, [...(byHash.get(hash) ?? []), entry]);
  add(entry);
  if (byAge.size > MAX_PROGRAMS) forgetOldest();
  return entry;
}

/** How many programs are kept, for tests of the cache. */
export function cachedPrograms(): number {
  return byAge.size;
}
