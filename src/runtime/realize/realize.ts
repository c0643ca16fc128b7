/**
 * The one entry point from the graph to values: computes nodes, together with what waits to be
 * computed, in one program.
 */

import type { RunListener } from '../../backend/device.js';
import { hostValue, hostValueLater } from '../../backend/host-value.js';
import { activeWatch } from '../../backend/watch.js';
import { ValueError } from '../../errors.js';
import { allocate, type StorageArray } from '../../graph/dtype.js';
import { lineageOf, type Node, newEra, topologicalOrder } from '../../graph/node.js';
import type { Leaf } from '../../graph/ops.js';
import { numel } from '../../graph/shape.js';
import { checkThere } from '../../graph/stale.js';
import { type Block, Storage } from '../../graph/storage.js';
import { at } from '../../list.js';
import { device } from '../devices.js';
import { runPiecewise } from '../pieces/piecewise.js';
import { faultError } from '../programs/fault-error.js';
import { noteMissing } from '../programs/new-programs.js';
import {
  type CachedProgram,
  knownProgram,
  newProgram,
  type ProgramSource,
} from '../programs/program-cache.js';
import { isTimeToCompile } from '../programs/sightings.js';
import { type Asked, apartOf, type Survey, survey } from '../programs/survey.js';
import { activeWitness } from '../programs/witness.js';
import {
  dueGradients,
  giveBack,
  hasHeld,
  keepRead,
  keepVersions,
  peekHeld,
  takeHeld,
} from '../values/held.js';
import { activeRecorder, type Recorder } from '../values/recorder.js';
import { settle, storageOf } from '../values/settle.js';
import { makeRoom, protect } from '../values/version.js';
import { type Gathered, gather, type Output, type Root } from './gather.js';
import { withRoom } from './make-way.js';

/** Who goes on with the values of some nodes while the others are computed. */
export interface ValueListener {
  readonly nodes: ReadonlySet<Node>;
  /** The value of a node is complete, and lies in this block of the device. */
  ready(node: Node, block: Block): void;
  /** Called now and then once a value is ready. */
  between(): void;
}

interface Pending {
  readonly node: Node;
  /** The leaf that was pointed at the node, and what it was before. */
  readonly leaf: Leaf | null;
  readonly before: Node;
}

let pending: Pending[] = [];

/**
 * Computes the node with the next program that runs. If that program fails, `leaf`, which has been
 * pointed at the node, is what it was `before`.
 */
export function realizeLater(node: Node, leaf: Leaf | null = null, before: Node = node): void {
  pending.push({ node, leaf, before });
}

/** Takes assignments back, the last one first. */
function undo(assignments: readonly Pending[]): void {
  for (const { node, leaf, before } of assignments.toReversed()) {
    if (leaf?.node === node) leaf.node = before;
  }
}

/**
 * Computes the values of `nodes` and of all that is pending; nodes with values are left alone.
 * While a call is recorded, nothing is computed before its end. `call` is for messages; `listener`
 * may be told of values before all are there.
 */
export function realize(
  nodes: readonly Node[],
  call = 'realize',
  listener: ValueListener | null = null,
): void {
  if (activeRecorder() !== null) {
    for (const node of nodes) realizeLater(node);
    return;
  }
  const waiting = pending;
  pending = [];
  const roots = withWaiting(waiting, nodes);
  const advances = waiting.some(({ leaf }) => leaf !== null);
  const values = takeHeld(roots, advances ? () => leavingWith(waiting) : null);
  try {
    computeBeside(roots, values, { call, isRecorded: false, listener });
  } catch (error) {
    salvage(waiting);
    throw error;
  }
}

/** What the next program would compute if `nodes` were read now. */
export function gatherNext(nodes: readonly Node[]): Gathered {
  const roots = withWaiting(pending, nodes);
  const advances = pending.some(({ leaf }) => leaf !== null);
  const values = peekHeld(roots, advances ? () => leavingWith(pending) : null);
  return gather([...roots, ...values]);
}

/**
 * Runs `fn`, and takes back what it left to be computed later, which is returned with what `fn`
 * gave.
 */
export function withoutPending<T>(fn: () => T): { readonly value: T; readonly nodes: Node[] } {
  const before = pending;
  pending = [];
  try {
    const value = fn();
    return { value, nodes: pending.map(({ node }) => node) };
  } finally {
    undo(pending);
    pending = before;
  }
}

/** The versions that updates put out of date. */
function leavingWith(waiting: readonly Pending[]): ReadonlySet<Storage> {
  const previous = waiting.flatMap(({ node }) => lineageOf(node)?.previous ?? []);
  return new Set(previous);
}

/** Computes nodes, and what a user may hold: if only that fails, nobody has asked for it. */
function computeBeside(nodes: readonly Node[], values: readonly Node[], asking: Asking): void {
  if (values.length === 0) {
    computeAll(nodes, asking);
    return;
  }
  try {
    computeAll([...nodes, ...values], asking);
  } catch (error) {
    giveBack(values);
    // Who listens may have gone on with values of the first attempt.
    if (asking.listener !== null) throw error;
    computeAll(nodes, asking);
  }
}

/** What waits comes first: versions of one leaf are settled in the order of their assignment. */
function withWaiting(waiting: readonly Pending[], nodes: readonly Node[]): Node[] {
  const all = new Array<Node>(waiting.length + nodes.length);
  for (let i = 0; i < waiting.length; i++) all[i] = at(waiting, i).node;
  for (let i = 0; i < nodes.length; i++) all[waiting.length + i] = at(nodes, i);
  return all;
}

/**
 * Gives constants their values now, without a program, and apart from what waits for the next one.
 * Other nodes are left alone, and all are while a call is recorded.
 */
export function fillConstants(nodes: readonly Node[]): void {
  if (activeRecorder()?.isTakenBack === false) return;
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
      undo(waiting.slice(i));
      return;
    }
  }
}

/** Computes what is pending, if anything is. */
export function realizePending(): void {
  if (pending.length > 0 || hasHeld()) realize([]);
}

/**
 * Computes `nodes` and everything that a recorded call left pending, in one program, and tells what
 * ran. When that fails, no leaf has changed.
 */
export function realizeRecorded(nodes: readonly Node[], recorder: Recorder): Realized {
  const waiting = pending.splice(0);
  const roots = withWaiting(waiting, nodes);
  try {
    const due = dueGradients(() => leavingWith(waiting));
    computeBeside(givenTo(roots, recorder), due, plainly);
    return computeAll(roots, { call: 'compile', isRecorded: true, listener: null });
  } catch (error) {
    undo(waiting);
    throw error;
  }
}

/**
 * Expressions from before the call that it builds on: each is computed once, not in each replay.
 */
function givenTo(roots: readonly Node[], { era, assigned }: Recorder): Node[] {
  const isGiven = (node: Node): boolean => node.value !== null || node.era !== era;
  const leaves = new Set([...assigned.values()].map(({ node }) => node));
  return topologicalOrder(roots, isGiven).filter(
    (node) => isGiven(node) && (node.op !== 'full' || leaves.has(node)),
  );
}

/** Who asks for values: `call` is for messages; what is recorded needs a program of its own. */
interface Asking {
  readonly call: string;
  readonly isRecorded: boolean;
  readonly listener: ValueListener | null;
}

const plainly: Asking = { call: 'realize', isRecorded: false, listener: null };

/** What was computed together. */
export interface Realized {
  /** Null when there was nothing to compute. */
  readonly run: ProgramRun | null;
  /** Whose values were set, in order. */
  readonly roots: readonly Root[];
}

/** A program that ran. */
export interface ProgramRun {
  /** Null when it ran piece by piece. */
  readonly entry: CachedProgram | null;
  /** Nodes that it computed, and on what, were seen in this walk. */
  readonly walk: number;
  readonly inputs: readonly Node[];
  readonly offsets: readonly number[];
  readonly outputs: readonly Asked[];
  /** Its `full` and `random` nodes, in order. */
  readonly numbers: readonly Node[];
}

/** Computes nodes in one program, and settles them in their order. */
function computeAll(nodes: readonly Node[], asking: Asking = plainly): Realized {
  const { roots, outputs, advances } = gather(nodes);
  if (advances) keepVersions();
  const run = outputs.length > 0 ? compute(outputs, roots, asking) : null;
  if (!advances && run !== null) keepRead(run.walk, run.inputs);
  for (const { node, holder, output } of roots) settle(node, holder, output?.isOwn ?? false);
  return { run, roots };
}

/** What somebody waits for stays on the device, and is computed as soon as it can be. */
function hurry(roots: readonly Root[], listener: ValueListener): Map<Output, Node> {
  const early = new Map<Output, Node>();
  for (const { node, output } of roots) {
    if (output === null || !listener.nodes.has(node)) continue;
    output.isEarly = true;
    output.staysOnDevice = true;
    early.set(output, node);
  }
  return early;
}

/** Tells a listener of outputs by their nodes. */
function runListener(
  roots: readonly Root[],
  outputs: readonly Output[],
  listener: ValueListener,
): RunListener {
  const early = hurry(roots, listener);
  return {
    ready: (output, block) => {
      const node = early.get(at(outputs, output));
      if (node !== undefined) listener.ready(node, block);
    },
    between: () => listener.between(),
  };
}

/** Runs the program that gives each output its value. */
function compute(
  outputs: readonly Output[],
  roots: readonly Root[],
  { call, isRecorded, listener }: Asking,
): ProgramRun {
  const told = listener === null ? null : runListener(roots, outputs, listener);
  let found = survey(outputs);
  const apart = apartOf(found, outputs, isRecorded);
  if (apart.length > 0) {
    computeAll(apart, { ...plainly, call });
    found = survey(outputs);
  }
  const { walk, inputs, offsets, slices, numbers, scalars } = found;
  for (const node of inputs) checkThere(node, call);
  const source = { inputs, offsets, slices, outputs, numbers };
  const storages = outputs.map(({ storage }) => storage);
  const options = {
    makeRoom: () => makeRoomFor(roots),
    offsets,
    listener: told,
  };
  const entry = withRoom((isRetry) => {
    // A whole program needs less memory than pieces.
    const program = entryFor(found, source, isRecorded || isRetry);
    if (program !== null) activeWitness()?.(program, source, roots);
    if (program === null) {
      const met = runPiecewise(device(), source, storages, options.makeRoom);
      if (met !== null) throw faultError(met.sites, met.fault);
    } else {
      const fault = program.program.run(inputs.map(storageOf), scalars, storages, options);
      if (fault !== null) throw faultError(program.sites, fault);
    }
    return program;
  });
  for (const { node, storage } of outputs) node.value = storage;
  if (activeRecorder() === null) newEra();
  return { entry, walk, inputs, offsets, outputs, numbers };
}

/**
 * The program of a graph: the one that is known, or a new one if it has come often enough, and for
 * whatever is recorded or measured. Null when it is to run piece by piece.
 */
function entryFor(
  { key, count }: Survey,
  source: ProgramSource,
  isRecorded: boolean,
): CachedProgram | null {
  const known = knownProgram(key, source);
  if (known !== null) return known;
  noteMissing(
    key.hash(),
    source.outputs.map(({ node }) => node),
  );
  const isWhole = isRecorded || activeWatch() !== null;
  return isWhole || isTimeToCompile(key.hash(), count) ? newProgram(key, source) : null;
}

/** Gives up versions that the roots make too old, except values that others go on with. */
function makeRoomFor(roots: readonly Root[]): void {
  for (const { holder } of roots) if (holder.value !== null) protect(holder.value);
  for (const { node } of roots) {
    const lineage = lineageOf(node);
    if (lineage !== null) makeRoom(lineage);
  }
}

/**
 * The values of a realized node; not to be written to. `call` is for messages.
 * @throws ValueError while a call is recorded for `compile`; StaleTensorError
 */
export function hostArray(node: Node, call = 'read'): StorageArray {
  checkReadable(node, call);
  return hostValue(storageOf(node), call);
}

/** The same on devices that cannot answer at once. */
export async function hostArrayLater(node: Node, call = 'read'): Promise<StorageArray> {
  checkReadable(node, call);
  return hostValueLater(storageOf(node), call);
}

function checkReadable(node: Node, call: string): void {
  if (activeRecorder() !== null) {
    throw new ValueError(
      'compile: the function reads a value (item, toArray, printing ...), which its replays could ' +
        'not do. Return the tensor, and read it outside',
    );
  }
  checkThere(node, call);
}
