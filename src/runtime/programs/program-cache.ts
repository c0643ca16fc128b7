/** Compiled programs by the structure of their graphs, the least recently used forgotten first. */

import type { LoadedProgram } from '../../backend/device.js';
import { compileGraph } from '../../compiler/compile.js';
import type { Site } from '../../compiler/lower/launch.js';
import {
  equalSlices,
  type InputSlice,
  type Span,
  withStandIns,
} from '../../compiler/simplify/input-slices.js';
import type { KeyWriter } from '../../compiler/simplify/structure.js';
import { bytesOf } from '../../graph/dtype.js';
import { type Node, topologicalOrder } from '../../graph/node.js';
import { numel } from '../../graph/shape.js';
import { device } from '../devices.js';
import { BoundedCache, type CacheEntry } from './bounded-cache.js';
import { noteAsked } from './new-programs.js';
import { scalarOffsets } from './scalars.js';
import type { Asked } from './survey.js';

/** What all programs may weigh: some hundred steps of networks with dozens of layers. */
const maxBytes = 64 * 2 ** 20;

/** A compiled program with what its faults mean. */
export interface CachedProgram extends CacheEntry {
  readonly program: LoadedProgram;
  readonly sites: readonly Site[];
  /** Inputs that it takes for the same slice as another one: it runs only where they are. */
  readonly equal: ReadonlyMap<number, number>;
  /** What ran after it the last time: a loop needs its programs in the same order again. */
  next: CachedProgram | null;
}

const programs = new BoundedCache<CachedProgram>(maxBytes, ({ program }) => program.release());
let newest: CachedProgram | null = null;

/** What a program is compiled from. */
export interface ProgramSource {
  readonly inputs: readonly Node[];
  readonly offsets: readonly number[];
  readonly slices: readonly InputSlice[];
  readonly outputs: readonly Asked[];
  /** Its `full` and `random` nodes. */
  readonly numbers: readonly Node[];
}

/**
 * The graph to compile, in which all inputs have values; `equal`: slices that are the same as
 * others.
 */
export function spanOf(source: ProgramSource, equal: ReadonlyMap<number, number>): Span {
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
  const places = scalarOffsets(numbers);
  const graph = compileGraph(order, inputs, outputs, places, machine.target, {
    lower: machine.lower,
    prepare: (launch) => machine.prepare(launch),
    early: new Set(source.outputs.flatMap(({ node, isEarly }) => (isEarly ? [node] : []))),
  });
  const program = machine.load({
    batches: graph.batches,
    inputs: inputs.length,
    slices: new Set(source.slices.map(({ place }) => place)),
    outputs: source.outputs.map(({ node, staysOnDevice, isEarly }) => ({
      place: staysOnDevice ? 'device' : 'host',
      bytes: numel(node.shape) * bytesOf(node.dtype),
      isEarly,
    })),
    arenaBytes: graph.arenaBytes,
    tempOffsets: graph.tempOffsets,
  });
  return { program, sites: graph.sites };
}

/** Marks a program as used just now; false if it has been forgotten, and must not run any more. */
export function renew(entry: CachedProgram): boolean {
  if (entry === newest) return !entry.isForgotten;
  if (!programs.renew(entry)) return false;
  note(entry);
  return true;
}

function note(entry: CachedProgram): void {
  if (newest !== null && newest !== entry) newest.next = entry;
  newest = entry;
}

/** What the last key stood for; null while that is not known. */
let last: CachedProgram | null = null;

/** The program with this key, null while there is none. */
export function knownProgram(key: KeyWriter, source: ProgramSource): CachedProgram | null {
  noteAsked();
  if (last !== null && key.isUnchanged && holdsFor(last, source) && renew(last)) return last;
  const fits = (entry: CachedProgram): boolean => holdsFor(entry, source);
  const likely = newest?.next ?? newest;
  last = null;
  if (likely !== null && key.equals(likely.key) && fits(likely) && renew(likely)) last = likely;
  else {
    last = programs.find(key, key.hash(), fits);
    if (last !== null) note(last);
  }
  return last;
}

/** Whether the slices that a program takes for the same are the same now. */
function holdsFor({ equal }: CachedProgram, { inputs, offsets }: ProgramSource): boolean {
  for (const [place, first] of equal) {
    if (inputs[place] !== inputs[first] || offsets[place] !== offsets[first]) return false;
  }
  return true;
}

/** Compiles the program of a key that has none. */
export function newProgram(key: KeyWriter, source: ProgramSource): CachedProgram {
  const hash = key.hash();
  const { slices, inputs, offsets } = source;
  // Where slices that were equal no longer are, they may all be apart the next time.
  const isSecond = programs.find(key, hash) !== null;
  const equal = isSecond ? new Map<number, number>() : equalSlices(slices, inputs, offsets);
  const copy = key.copy();
  const compiled = compile(source, equal);
  const bytes = compiled.program.bytes + copy.byteLength;
  const state = { next: null, lastUse: 0, isForgotten: false };
  const entry: CachedProgram = { key: copy, hash, bytes, ...compiled, equal, ...state };
  programs.add(entry);
  programs.trim(entry);
  note(entry);
  last = entry;
  return entry;
}

/** Forgets all programs but `spared`, and gives their memory back. */
export function forgetPrograms(spared: CachedProgram | null): void {
  programs.shrinkTo(0, spared);
}

/** How many programs are kept, for tests of the cache. */
export function cachedPrograms(): number {
  return programs.size;
}
