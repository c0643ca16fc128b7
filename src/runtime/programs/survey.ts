/**
 * What is found out about a graph before it runs, in one walk: the key of its program (its
 * structure, as a list of integers) and what the program is to run on.
 */

import { holderOf } from '../../compiler/schedule/view.js';
import { type InputSlice, lookThrough } from '../../compiler/simplify/input-slices.js';
import {
  fullCode,
  inputCode,
  KeyWriter,
  pushNode,
  pushSlice,
  randomCode,
} from '../../compiler/simplify/structure.js';
import { bytesOf } from '../../graph/dtype.js';
import { currentEra, type Node, newWalk, tiesOf } from '../../graph/node.js';
import { numel } from '../../graph/shape.js';
import { isViewOp } from '../../graph/traits.js';
import { at } from '../../list.js';
import { device } from '../devices.js';
import { writeNumber } from './scalars.js';

/** What has more elements stays part of the programs that use it or slices of it. */
const MAX_APART = 2 ** 26;

const writer = new KeyWriter();

/** A node whose value is wanted. */
export interface Asked {
  readonly node: Node;
  /** Whether the value stays in device memory, or goes to a host array. */
  readonly staysOnDevice: boolean;
  /** Whether somebody goes on with it while the program goes on with the rest. */
  readonly isEarly: boolean;
}

/** A graph that is to run. */
export interface Survey {
  /** The nodes were seen in this walk. */
  readonly walk: number;
  /** Equal keys mean equal programs. Valid until the next survey. */
  readonly key: KeyWriter;
  /** Nodes with values, on which the program works, and the byte at which each input starts. */
  readonly inputs: Node[];
  readonly offsets: number[];
  /** Those of the inputs that are slices of the node's value. */
  readonly slices: InputSlice[];
  /** Nodes without values or gradients of which the graph has slices; some more than once. */
  readonly sliced: Node[];
  /**
   * Nodes without values that were there before the last program and no leaf is part of, such as
   * prepared data; some more than once.
   */
  readonly lasting: Node[];
  /** Nodes without values that are known to be used again: what leaves begin with. */
  readonly starts: Node[];
  /** Its `full` and `random` nodes, and what they are this time. */
  readonly numbers: Node[];
  readonly scalars: number[];
  /** How many nodes there are. */
  count: number;
}

/**
 * Looks through the graph of `outputs`; `key`: where its key is written, the shared one by default.
 */
export function survey(outputs: readonly Asked[], key: KeyWriter = writer): Survey {
  const walk = newWalk();
  const found: Survey = {
    walk,
    key,
    inputs: [],
    offsets: [],
    slices: [],
    sliced: [],
    lasting: [],
    starts: [],
    numbers: [],
    scalars: [],
    count: 0,
  };
  const path: Node[] = [];
  key.reset();
  for (const { node } of outputs) if (node.visit !== walk) lookBelow(node, walk, path, found);
  for (const { node, staysOnDevice, isEarly } of outputs) {
    key.push(4 * node.index + (isEarly ? 2 : 0) + (staysOnDevice ? 1 : 0));
  }
  // Says where the nodes end, so that no output is taken for one.
  key.push(found.count);
  key.push(device().id);
  return found;
}

/** The walk of `topologicalOrder`, written out: calls for each node would double its time. */
function lookBelow(output: Node, walk: number, path: Node[], found: Survey): void {
  let node: Node | undefined = output;
  node.visit = walk;
  if (output.op === 'slice' && addSlice(output, found)) return;
  node.index = 0;
  while (node !== undefined) {
    const { inputs, index }: Node = node;
    const input: Node | undefined = index < inputs.length ? inputs[index] : undefined;
    if (input === undefined) {
      add(node, found);
      node = path.pop();
      continue;
    }
    node.index = index + 1;
    if (input.visit === walk) continue;
    input.visit = walk;
    noteLasting(input, node, found);
    if (input.value !== null || input.inputs.length === 0) {
      add(input, found);
      continue;
    }
    if (input.op === 'slice' && addSlice(input, found)) continue;
    input.index = 0;
    path.push(node);
    node = input;
  }
}

/** Adds a node whose inputs have been added. */
function add(node: Node, found: Survey): void {
  node.index = found.count++;
  const code = pushNode(found.key, node);
  if (code === inputCode) {
    found.inputs.push(node);
    found.offsets.push(0);
  } else if (code === fullCode || code === randomCode) addNumber(node, found);
}

/** Adds a slice as an input, if it is one of what has a value. */
function addSlice(node: Node, found: Survey): boolean {
  const { base, view } = lookThrough(node);
  if (view === null) {
    if (!base.requiresGrad) found.sliced.push(base);
    return false;
  }
  const { strides, offset } = view;
  node.index = found.count++;
  pushSlice(found.key, node, strides);
  found.slices.push({ node, place: found.inputs.length, strides });
  found.inputs.push(base);
  found.offsets.push(offset * bytesOf(node.dtype));
  return true;
}

/** Notes an input that will be used again: what leaves begin with, and what was prepared before. */
function noteLasting(input: Node, { era }: Node, { starts, lasting }: Survey): void {
  if (input.value !== null) return;
  if (input.ties?.isLasting === true) {
    starts.push(input);
    return;
  }
  if (input.era === era || input.isMortal || input.requiresGrad) return;
  if (era !== currentEra()) return;
  // Views of what is there, and of a number, cost nothing.
  let base = input;
  while (base.value === null && isViewOp(base)) base = at(base.inputs, 0);
  if (base.value !== null || base.op === 'full') return;
  const smaller = numel(base.shape) < numel(input.shape) ? base : input;
  if (numel(smaller.shape) <= MAX_APART) lasting.push(smaller);
}

/**
 * What is computed before the rest, by itself: what many programs will use. A recorded call has one
 * program for all that it makes itself.
 */
export function apartOf(found: Survey, outputs: readonly Asked[], isRecorded: boolean): Node[] {
  const starts = isRecorded ? [] : startsApart(found, outputs);
  return [...starts, ...slicedAgain(found, outputs), ...lastingAgain(found)];
}

/**
 * What leaves begin with, as far as it is not asked for. Were it computed with the first step of a
 * training, the second step would need another program.
 */
function startsApart({ starts }: Survey, outputs: readonly Asked[]): Node[] {
  if (starts.length === 0) return starts;
  const asked = new Set(outputs.map(({ node }) => node));
  return starts.filter((node) => !asked.has(node) && !asked.has(holderOf(node)));
}

/**
 * Of what lasts, that which an earlier program has computed for itself. More will follow: it is
 * computed once, and not in each step of a training.
 */
function lastingAgain({ lasting }: Survey): Node[] {
  if (lasting.length === 0) return lasting;
  const again = lasting.filter((node) => tiesOf(node).wasUsed);
  for (const node of lasting) tiesOf(node).wasUsed = true;
  return again;
}

/**
 * Of what the graph has slices of, that of which an earlier one had, too. More will follow: once it
 * has a value, one program serves them all.
 */
function slicedAgain({ sliced }: Survey, outputs: readonly Asked[]): Node[] {
  const again: Node[] = [];
  if (sliced.length === 0) return again;
  for (const base of new Set(sliced)) {
    const ties = tiesOf(base);
    const isOutput = outputs.some(({ node }) => node === base);
    if (ties.wasSliced && !isOutput && numel(base.shape) <= MAX_APART) again.push(base);
    // Not while it is computed itself.
    ties.wasSliced = again.at(-1) !== base;
  }
  return again;
}

function addNumber(node: Node, { numbers, scalars }: Survey): void {
  numbers.push(node);
  writeNumber(scalars, node);
}
