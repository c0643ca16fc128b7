/** Gives nodes their values once these have been computed, and drops the inputs of these nodes. */

import { holderOf } from '../../compiler/schedule/view.js';
import { internal } from '../../errors.js';
import { forgetInputs, lineageOf, type Node } from '../../graph/node.js';
import type { Storage } from '../../graph/storage.js';
import { activeRecorder } from './recorder.js';
import { adoptVersion, held } from './version.js';

/** The value of a node that is known to have one. */
export function storageOf(node: Node): Storage {
  if (node.value === null) throw internal(`${node.op} has no value`);
  return node.value;
}

/**
 * Gives a node the value of its holder, and forgets what only led there. `isOwn`: whether the value
 * is that of a version of a leaf and of nothing else.
 */
export function settle(node: Node, holder: Node, isOwn: boolean): void {
  const value = storageOf(holder);
  const lineage = lineageOf(node);
  node.value = lineage === null ? held(value) : adoptVersion(value, lineage, isOwn);
  if (node.ties?.isHeld || holder.ties?.isHeld) node.value.isHeld = true;
  node.isMortal = lineage !== null || isAttached(node);
  leaveGraph(node);
  if (holder !== node) {
    holder.isMortal = lineageOf(holder) !== null || isAttached(holder);
    leaveGraph(holder);
  }
}

/** Whether a node keeps its graph, which what is computed from it should not. */
function isAttached({ requiresGrad, isLeaf }: Node): boolean {
  return requiresGrad && !isLeaf;
}

/**
 * Gives a node the value of the one that it is another name of, if that has one: it then holds
 * nothing else.
 */
export function settleNow(node: Node): void {
  if (node.value !== null || activeRecorder() !== null) return;
  const holder = holderOf(node);
  if (holder.value !== null && holder.value.stale === null) settle(node, holder, false);
}

/** Lets go of what only a node without a value needs. */
function leaveGraph(node: Node): void {
  if (node.ties !== null) node.ties.group = null;
  if (node.isLeaf || !node.requiresGrad) forgetInputs(node);
}
