/**
 * Values that a user may hold. A tensor that requires no gradient is a value and never goes stale:
 * what is computed from a version of a leaf is either computed with the next program, or the
 * version stays. Which of the two is decided here, since computing every intermediate result would
 * undo fusion: the results of `detach`, `clone` and `noGrad`, gradients that were read, and what
 * nothing else is computed from are computed; for the rest, versions stay.
 */

import { currentEra, type Node, newWalk, tiesOf, topologicalOrder } from '../../graph/node.js';
import type { Storage } from '../../graph/storage.js';
import { activeRecorder } from './recorder.js';
import { worthKeeping } from './worth-keeping.js';

/** Handles are forgotten beyond this, when the versions that they need have been marked as held. */
const MANY_HANDLES = 1024;
/** A value that hangs on a longer chain of pending nodes is computed, so that chains stay short. */
const LONG_CHAIN = 8;
/** So many nodes an op puts between an operand and its result, casts and broadcasts. */
const NODES_OF_AN_OP = 3;

/** Values that are computed with the next program, whatever else is computed from them. */
let values: Node[] = [];
/** Other nodes that a user got a tensor of since the last program. */
let handles: Node[] = [];
/** Those of before that something else is computed from: their versions stay. */
let older: Node[] = [];
/** Gradients that were read; most are used at once, by an update. */
let gradients: Node[] = [];
/** States that a recurrent layer gave, which the next step goes on from. */
let carried: Node[] = [];

/** Nodes of graphs that gradients may yet flow through, whose values were detached. */
let cuts: Node[] = [];
/**
 * Leaves whose gradients have no values yet, and the number of updates from which on these may be
 * due: at once for a sum that goes on, else after the update that they were made for.
 */
const sums = new Map<Accumulator, number>();
/** How many programs with updates have asked for values. */
let updates = 0;

/** A leaf, which adds gradients up. */
export interface Accumulator {
  /** The sum so far. */
  ownGrad(): { readonly node: Node } | null;
}

/** Whether the nodes that are made now are the library's own. */
let isInternal = false;

/**
 * Runs `fn`, which gives no tensors to the user that are computed from leaves, but by `holdValue`.
 */
export function internally<T>(fn: () => T): T {
  const before = isInternal;
  isInternal = true;
  try {
    return fn();
  } finally {
    isInternal = before;
  }
}

/** Whether a node without a value depends on versions, or hangs on a long chain. */
function needsCare({ isMortal, depth }: Node): boolean {
  return isMortal || depth > LONG_CHAIN;
}

/**
 * Notes that the user has a tensor of a node without a value that requires no gradient. Returns
 * whether there are so many that they should be computed, whether or not anything is read: most may
 * be dropped by now.
 */
export function noteHandle(node: Node): boolean {
  if (!needsCare(node) || isInternal || activeRecorder() !== null) return false;
  holdSurvivors(node, NODES_OF_AN_OP);
  return handles.push(node) + values.length > MANY_HANDLES;
}

/**
 * What was there before the last program and is used now was in the user's hands all along: a
 * running mean, whose next value is computed from the one before. It is computed with the next
 * program, as the graph below it would grow from step to step.
 */
function holdSurvivors({ inputs }: Node, nodes: number): void {
  for (const input of inputs) {
    if (input.value !== null || input.requiresGrad) continue;
    if (input.era !== currentEra()) holdValue(input);
    else if (nodes > 1) holdSurvivors(input, nodes - 1);
  }
}

/** Computes the value of a node with the next program. */
export function holdValue(node: Node): void {
  if (node.value !== null || node.requiresGrad || activeRecorder() !== null) return;
  if (needsCare(node)) values.push(node);
}

/** Notes that the user has read a gradient. */
export function noteGradient(node: Node): void {
  if (node.value === null && node.isMortal && activeRecorder() === null) gradients.push(node);
}

/** Notes a state that is likely to be detached and gone on from after the next update. */
export function noteCarried(node: Node): void {
  if (activeRecorder() !== null || !node.requiresGrad || carried.length >= MANY_HANDLES) return;
  carried.push(node);
}

/** Notes that the value of an attached node goes on as a constant. */
export function noteCut(node: Node): void {
  if (!node.requiresGrad || node.value !== null || activeRecorder() !== null) return;
  // So that gradients leave a mark.
  tiesOf(node);
  cuts.push(node);
}

/** Notes that a leaf got a gradient; `isSum`: added to one that has no value yet. */
export function noteSum(leaf: Accumulator, isSum: boolean): void {
  if (activeRecorder() === null) sums.set(leaf, isSum ? updates : updates + 1);
}

/**
 * What is computed on the way to a detached value, and needed again when a gradient flows there: as
 * in a network whose output another one learns from first.
 */
function neededAgain(): Node[] {
  const open = cuts.filter(({ value, ties }) => value === null && !ties?.wasReached);
  cuts = [];
  if (open.length === 0) return [];
  const order = topologicalOrder(
    open,
    ({ value, requiresGrad }) => value !== null || !requiresGrad,
  );
  return worthKeeping(order).filter(({ requiresGrad }) => requiresGrad);
}

/**
 * Gradients that need a version which is about to go: `leaving`. One that is cleared before is
 * never computed, and those of a usual step, which are used and cleared, are not looked at.
 */
export function dueGradients(leaving: () => ReadonlySet<Storage>): Node[] {
  const old: Node[] = [];
  for (const [leaf, from] of sums) {
    const node = leaf.ownGrad()?.node;
    if (node === undefined || node.value !== null) sums.delete(leaf);
    else if (from <= updates) old.push(node);
  }
  updates += 1;
  if (old.length === 0) return old;
  const versions = leaving();
  // One walk for all tells most often that there is none.
  return reaches(old, versions) ? old.filter((node) => reaches([node], versions)) : [];
}

function reaches(roots: readonly Node[], storages: ReadonlySet<Storage>): boolean {
  const order = topologicalOrder(roots, ({ value }) => value !== null);
  return order.some(({ value }) => value !== null && storages.has(value));
}

/** Before the library uses gradients up: those that the user read and did not use are values. */
export function holdGradients(): void {
  if (gradients.length === 0) return;
  const walk = reachBelow([...handles, ...values]);
  for (const node of gradients) (node.visit === walk ? older : values).push(node);
  gradients = [];
}

/** Whether there are values to be computed. */
export function hasHeld(): boolean {
  return values.length > 0 || handles.length > 0 || gradients.length > 0;
}

/** Tells what nothing else is computed from, which is computed, from the rest. */
function sortHandles(roots: readonly Node[]): void {
  const walk = reachBelow([...roots, ...handles]);
  for (const node of handles) {
    if (node.value === null) (node.visit === walk ? older : values).push(node);
  }
  handles = [];
  if (older.length > MANY_HANDLES) keepVersions();
}

/** Marks what the nodes are computed from, as far as that needs care; returns the walk. */
function reachBelow(nodes: readonly Node[]): number {
  const walk = newWalk();
  const stack: Node[] = [];
  for (const node of nodes) if (node.value === null) pushPending(node, walk, stack);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    pushPending(node, walk, stack);
  }
  return walk;
}

function pushPending({ inputs }: Node, walk: number, stack: Node[]): void {
  for (const input of inputs) {
    if (input.value !== null || input.visit === walk || !needsCare(input)) continue;
    input.visit = walk;
    stack.push(input);
  }
}

/**
 * Takes the values that are to be computed now. `roots`: what the program computes anyway;
 * `leaving`: finds the versions that go with its updates, null when it has none.
 */
export function takeHeld(
  roots: readonly Node[],
  leaving: (() => ReadonlySet<Storage>) | null,
): readonly Node[] {
  holdGradients();
  if (handles.length > 0) sortHandles(roots);
  let taken = values;
  if (values.length > 0) values = [];
  if (cuts.length > 0) taken = [...taken, ...neededAgain()];
  if (leaving === null) return taken;
  if (carried.length > 0) taken = [...taken, ...carried];
  if (carried.length > 0) carried = [];
  return sums.size > 0 ? [...taken, ...dueGradients(leaving)] : taken;
}

/** What `takeHeld` would take, which it then still can. */
export function peekHeld(
  roots: readonly Node[],
  leaving: (() => ReadonlySet<Storage>) | null,
): readonly Node[] {
  const lists = [values, handles, older, gradients, carried, cuts].map((list) => [...list]);
  const before = [...sums];
  const count = updates;
  try {
    return takeHeld(roots, leaving);
  } finally {
    [values = [], handles = [], older = [], gradients = [], carried = [], cuts = []] = lists;
    for (const [leaf, from] of before) sums.set(leaf, from);
    updates = count;
  }
}

/** Gives values back that could not be computed: the versions that they need stay. */
export function giveBack(nodes: readonly Node[]): void {
  for (const node of nodes) if (node.value === null && !node.requiresGrad) older.push(node);
}

/**
 * Lets the versions stay that a handle may need, before leaves move on, and forgets the handles.
 * Few programs have any: a step of an optimiser leaves none.
 */
export function keepVersions(): void {
  if (older.length === 0) return;
  const walk = newWalk();
  const stack = older;
  older = [];
  // A leaf may be about to get the value of one of them as its own.
  for (const node of stack) if (node.value === null) tiesOf(node).isHeld = true;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.visit === walk) continue;
    node.visit = walk;
    if (node.value !== null) node.value.isHeld = true;
    else {
      if (node.ties !== null) node.ties.isHeld = true;
      pushMortal(node, walk, stack);
    }
  }
}

/**
 * Adds the inputs that may be versions, or be computed from some, and were not seen in this walk.
 */
function pushMortal({ inputs }: Node, walk: number, stack: Node[]): void {
  for (const input of inputs) if (input.isMortal && input.visit !== walk) stack.push(input);
}

/**
 * After a program that updates no leaf: the versions stay that it has read, if a handle is among
 * what it has computed on the way (the nodes of its `walk`).
 */
export function keepRead(walk: number, inputs: readonly Node[]): void {
  if (older.length === 0) return;
  const rest = older.filter(({ visit, value }) => value === null && visit !== walk);
  if (rest.length < older.length) {
    for (const { value, isMortal } of inputs) if (isMortal && value !== null) value.isHeld = true;
  }
  older = rest;
}
