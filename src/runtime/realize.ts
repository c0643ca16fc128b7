/**
 * The one door from the graph to values: computes nodes, together with what waits to be computed,
 * in one program.
 */

import { IndexError, internal, ValueError } from '../errors.js';
import { allocate, bytesOf, type StorageArray } from '../graph/dtype.js';
import { forgetInputs, type Node, newWalk, topologicalOrder } from '../graph/node.js';
import { numel } from '../graph/shape.js';
import { Storage } from '../graph/storage.js';
import { at } from '../list.js';
import { device } from './device.js';
import type { Fault } from './program.js';
import { type CachedProgram, programOf } from './program-cache.js';
import { activeRecorder, type Recorder } from './recorder.js';
import { writeRandom } from './scalars.js';
import { adoptVersion, unshared } from './version.js';

/** Values larger than this stay in device memory until they are read. */
const HOST_BYTES = 65_536;

interface Pending {
  readonly node: Node;
  /** Takes back what waits for the value, when computing it failed. */
  readonly undo: () => void;
}

let pending: Pending[] = [];

const nothing = (): void => undefined;

/** Computes the node with the next program that runs. `undo` is called if that program fails. */
export function realizeLater(node: Node, undo: () => void = nothing): void {
  pending.push({ node, undo });
}

/** The node whose memory holds the value of this one: the same elements in the same order. */
function holderOf(root: Node): Node {
  let node = root;
  while (node.value === null) {
    const isSame = node.op === 'alias' || node.op === 'reshape' || node.op === 'custom';
    if (!isSame) break;
    node = at(node.inputs, 0);
  }
  return node;
}

/**
 * Computes the values of `nodes` and of all that is pending; nodes with values are left alone.
 * While a call is recorded, nothing is computed before its end.
 */
export function realize(nodes: readonly Node[]): void {
  if (activeRecorder() !== null) {
    for (const node of nodes) realizeLater(node);
    return;
  }
  const waiting = pending;
  pending = [];
  try {
    // What waits comes first: versions of one leaf are settled in the order of their assignment.
    computeAll([...waiting.map(({ node }) => node), ...nodes]);
  } catch (error) {
    salvage(waiting);
    throw error;
  }
}

/**
 * Gives constants their values now, without a program, and apart from what waits for the next one.
 * Other nodes are left alone, and all are while a call is recorded.
 */
export function fillConstants(nodes: readonly Node[]): void {
  if (activeRecorder() !== null) return;
  for (const node of nodes) {
    if (node.op !== 'full' || node.attrs.source !== undefined || node.value !== null) continue;
    const array = allocate(node.dtype, numel(node.shape)).fill(node.attrs.value);
    node.value = new Storage(node.dtype, array.length, array);
  }
}

/**
 * After a failure: computes what waits, in order, up to the first that fails, and undoes the rest.
 * So a failed read takes no earlier update with it, and a failed update (its loss comes first)
 * leaves all leaves of that update as they were.
 */
function salvage(waiting: readonly Pending[]): void {
  for (const [i, { node }] of waiting.entries()) {
    try {
      computeAll([node]);
    } catch {
      for (const { undo } of waiting.slice(i).toReversed()) undo();
      return;
    }
  }
}

/** Computes what is pending, if anything is. */
export function realizePending(): void {
  if (pending.length > 0) realize([]);
}

/**
 * Computes `nodes` and everything that a recorded call left pending, in one program, and tells what
 * ran. When that fails, no leaf has changed.
 */
export function realizeRecorded(nodes: readonly Node[], recorder: Recorder): Batch {
  const waiting = pending;
  pending = [];
  const roots = [...waiting.map(({ node }) => node), ...nodes];
  try {
    computeAll(givenTo(roots, recorder));
    return computeAll(roots);
  } catch (error) {
    for (const { undo } of waiting.toReversed()) undo();
    throw error;
  }
}

/** Expressions from before the call that it builds on: each is computed once, not in each replay. */
function givenTo(roots: readonly Node[], { era, assigned }: Recorder): Node[] {
  const isGiven = (node: Node): boolean => node.value !== null || node.era !== era;
  const leaves = new Set([...assigned.values()].map(({ node }) => node));
  return topologicalOrder(roots, isGiven).filter(
    (node) => isGiven(node) && (node.op !== 'full' || leaves.has(node)),
  );
}

/** A node to give its value to. */
interface Root {
  readonly node: Node;
  /** The node with the same value in memory. */
  readonly holder: Node;
}

/** What was computed together. */
export interface Batch {
  /** Null when there was nothing to compute. */
  readonly run: ProgramRun | null;
  /** Whose values were set, in order. */
  readonly roots: readonly Root[];
  /** Outputs whose memory the version of a leaf may be. */
  readonly own: ReadonlySet<Node>;
}

/** A program that ran. */
export interface ProgramRun {
  readonly entry: CachedProgram;
  readonly inputs: readonly Node[];
  readonly outputs: readonly Node[];
  /** Its `full` and `random` nodes, in order. */
  readonly numbers: readonly Node[];
}

/** Computes nodes in one program, and settles them in their order. */
function computeAll(nodes: readonly Node[]): Batch {
  const roots: Root[] = [];
  const walk = newWalk();
  for (const node of nodes) {
    if (node.value !== null || node.visit === walk) continue;
    node.visit = walk;
    roots.push({ node, holder: holderOf(node) });
  }
  const outputs: Node[] = [];
  const outputWalk = newWalk();
  const leaves = new Set<Node>();
  // Fresh values that nobody asked for by another name may become versions without a copy.
  const own = new Set<Node>();
  for (const { node, holder } of roots) {
    if (node.lineage !== null) leaves.add(holder);
    if (holder.value !== null || holder.visit === outputWalk) continue;
    holder.visit = outputWalk;
    outputs.push(holder);
    own.add(holder);
  }
  for (const { node, holder } of roots) if (node.lineage === null) own.delete(holder);
  const run = outputs.length > 0 ? compute(outputs, leaves) : null;
  for (const { node, holder } of roots) settle(node, holder, own.has(holder));
  return { run, roots, own };
}

/** Runs the program that gives each output its value. */
function compute(outputs: readonly Node[], leaves: ReadonlySet<Node>): ProgramRun {
  const order = topologicalOrder(outputs, (node) => node.value !== null);
  const inputs: Node[] = [];
  const numbers: Node[] = [];
  const scalars: number[] = [];
  for (const node of order) {
    if (node.value !== null) inputs.push(node);
    else if (node.op === 'full') {
      numbers.push(node);
      scalars.push(node.attrs.value);
    } else if (node.op === 'random') {
      numbers.push(node);
      writeRandom(scalars, scalars.length, node.attrs);
    }
  }
  const onDevice = (node: Node): boolean =>
    leaves.has(node) || numel(node.shape) * bytesOf(node.dtype) > HOST_BYTES;
  const entry = programOf({ order, inputs, outputs, numbers, onDevice });
  const storages = outputs.map((node) => new Storage(node.dtype, numel(node.shape), null));
  const fault = entry.program.run(inputs.map(storageOf), scalars, storages);
  if (fault !== null) throw faultError(entry, fault);
  outputs.forEach((node, i) => {
    node.value = storages[i] ?? null;
  });
  return { entry, inputs, outputs, numbers };
}

/** The value of a node that is known to have one. */
export function storageOf(node: Node): Storage {
  if (node.value === null) throw internal(`${node.op} has no value`);
  return node.value;
}

/** What a fault of a program tells the user. */
export function faultError(entry: CachedProgram, fault: Fault): Error {
  const site = entry.sites[fault.site - 1];
  if (site === undefined) return internal(`a fault at the unknown site ${fault.site}`);
  const allowed = site.size === 0 ? 'none is allowed' : `allowed: 0 to ${site.size - 1}`;
  return new IndexError(
    `${site.name}: index ${fault.value} is out of range for a dim of size ${site.size} (${allowed})`,
  );
}

/** Gives a root the value of its holder, and forgets what only led there. */
function settle(root: Node, holder: Node, isOwn: boolean): void {
  const value = storageOf(holder);
  root.value = root.lineage === null ? unshared(value) : adoptVersion(value, root.lineage, isOwn);
  for (const node of [root, holder]) {
    node.group = null;
    if (node.isLeaf || !node.requiresGrad) forgetInputs(node);
  }
}

/**
 * The values of a realized node; not to be written to.
 * @throws ValueError while a call is recorded for `compile`.
 */
export function hostArray(node: Node): StorageArray {
  if (activeRecorder() !== null) {
    throw new ValueError(
      'compile: the function reads a value (item, toArray, printing ...), which its replays could ' +
        'not do. Return the tensor, and read it outside',
    );
  }
  return device().residency.read(storageOf(node));
}
