/**
 * The one door from the graph to values: computes nodes, together with what waits to be computed,
 * in one program.
 */

import { IndexError, internal } from '../errors.js';
import { bytesOf, type StorageArray } from '../graph/dtype.js';
import { forgetInputs, type Node, topologicalOrder } from '../graph/node.js';
import { numel } from '../graph/shape.js';
import { type Lineage, Storage } from '../graph/storage.js';
import { at } from '../list.js';
import { device } from './device.js';
import type { Fault } from './program.js';
import { type CachedProgram, programOf } from './program-cache.js';

/** Values larger than this stay in device memory until they are read. */
const HOST_BYTES = 65_536;
/** How many versions of a leaf can be read. */
const KEPT_VERSIONS = 2;

interface Pending {
  readonly node: Node;
  /** Takes back what waits for the value, when computing it failed. */
  readonly undo: () => void;
}

let pending: Pending[] = [];

/** Computes the node with the next program that runs. `undo` is called if that program fails. */
export function realizeLater(node: Node, undo: () => void = () => {}): void {
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

/** Computes the values of `nodes` and of all that is pending; nodes with values are left alone. */
export function realize(nodes: readonly Node[]): void {
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

/** Computes nodes in one program, and settles them in their order. */
function computeAll(nodes: readonly Node[]): void {
  const roots = new Set(nodes.filter((node) => node.value === null));
  const holders = new Map<Node, Node>();
  const leaves = new Set<Node>();
  for (const root of roots) {
    const holder = holderOf(root);
    holders.set(root, holder);
    if (root.lineage !== null) leaves.add(holder);
  }
  const outputs = [...new Set(holders.values())].filter((node) => node.value === null);
  if (outputs.length > 0) compute(outputs, leaves);
  // Fresh values that nobody asked for by another name may become versions without a copy.
  const own = new Set(outputs);
  for (const [root, holder] of holders) if (root.lineage === null) own.delete(holder);
  for (const [root, holder] of holders) settle(root, holder, own.has(holder));
}

/** Runs the program that gives each output its value. */
function compute(outputs: readonly Node[], leaves: ReadonlySet<Node>): void {
  const order = topologicalOrder(outputs, (node) => node.value !== null);
  const inputs: Node[] = [];
  const scalars: number[] = [];
  const places = new Map<Node, number>();
  for (const node of order) {
    if (node.value !== null) inputs.push(node);
    else if (node.op === 'full') {
      places.set(node, scalars.length);
      scalars.push(node.attrs.value);
    } else if (node.op === 'random') {
      places.set(node, scalars.length);
      const { seed, counter } = node.attrs;
      scalars.push(low(seed), high(seed), low(counter), high(counter));
    }
  }
  const onDevice = (node: Node): boolean =>
    leaves.has(node) || numel(node.shape) * bytesOf(node.dtype) > HOST_BYTES;
  const entry = programOf({ order, inputs, outputs, scalars: places, onDevice });
  const storages = outputs.map((node) => new Storage(node.dtype, numel(node.shape), null));
  const fault = entry.program.run(inputs.map(storageOf), scalars, storages);
  if (fault !== null) throw faultError(entry, fault);
  outputs.forEach((node, i) => {
    node.value = storages[i] ?? null;
  });
}

function low(value: number): number {
  return value | 0;
}

function high(value: number): number {
  return Math.floor(value / 2 ** 32) | 0;
}

function storageOf(node: Node): Storage {
  if (node.value === null) throw internal(`an input ${node.op} has no value`);
  return node.value;
}

function faultError(entry: CachedProgram, fault: Fault): Error {
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
  root.value = value;
  if (root.lineage !== null) adoptVersion(root, root.lineage, isOwn);
  else if (value.isVersion) root.value = copyOf(value);
  for (const node of [root, holder]) {
    node.group = null;
    if (node.isLeaf || !node.requiresGrad) forgetInputs(node);
  }
}

/** Makes a value the newest version of its leaf, and takes the memory of the oldest back. */
function adoptVersion(root: Node, lineage: Lineage, isOwn: boolean): void {
  const value = storageOf(root);
  const version = isOwn && !value.isVersion ? value : copyOf(value);
  root.value = version;
  version.isVersion = true;
  lineage.versions.push(version);
  const oldest = lineage.versions.length > KEPT_VERSIONS ? lineage.versions.shift() : undefined;
  if (oldest === undefined) return;
  device().residency.release(
    oldest,
    `${lineage.name} has been assigned ${KEPT_VERSIONS} times since this value was its own, and ` +
      'only the last two versions are kept. Read the result before the next step(), or call ' +
      'keep() on it',
  );
}

function copyOf(value: Storage): Storage {
  return new Storage(value.dtype, value.length, device().residency.read(value).slice());
}

/** The values of a realized node; not to be written to. */
export function hostArray(node: Node): StorageArray {
  return device().residency.read(storageOf(node));
}
