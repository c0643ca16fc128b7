/**
 * Notices a loop that makes a new program in most of its steps, which takes longer than running it:
 * many new programs of the same operations within a short time. What varies between them is found
 * by comparing the last two.
 */

import { type Node, topologicalOrder } from '../../graph/node.js';
import { type Shape, sameShape, show } from '../../graph/shape.js';
import { warnOnce } from '../../warnings.js';

/** So many new programs of the same operations ... */
const MANY_NEW = 32;
/** ... among so many that ran are a loop: a step runs one or a few. */
const LATELY = 96;
/** More sets of operations than a loop has are no loop's. */
const MAX_KINDS = 256;
/** As many structures are told from new ones. */
const MAX_SEEN = 4096;

/** What was compiled for one set of operations. */
interface Kin {
  /** How many programs had been asked for when each was compiled, the last `MANY_NEW` of them. */
  readonly times: readonly number[];
  /** How many nodes the last one had, and the shapes of what it worked on. */
  readonly size: number;
  readonly shapes: readonly Shape[];
}

const kinOf = new Map<string, Kin>();
/** Hashes of the structures that have been new. */
const seen = new Set<number>();
let asked = 0;

/** Notes that a program is asked for. */
export function noteAsked(): void {
  asked += 1;
}

/** Notes that there is no program for a structure, by its hash, that computes `outputs`. */
export function noteMissing(hash: number, outputs: readonly Node[]): void {
  if (seen.has(hash)) return;
  if (seen.size === MAX_SEEN) seen.clear();
  seen.add(hash);
  noteNew(topologicalOrder(outputs, (node) => node.value !== null));
}

function noteNew(order: readonly Node[]): void {
  const ops = [...new Set(order.map(({ op }) => op))].sort().join();
  const before = kinOf.get(ops);
  if (before === undefined && kinOf.size === MAX_KINDS) kinOf.clear();
  const kin: Kin = {
    times: [...(before?.times ?? []), asked].slice(-MANY_NEW),
    size: order.length,
    shapes: order.filter(isGiven).map(({ shape }) => shape),
  };
  kinOf.set(ops, kin);
  const [first = asked] = kin.times;
  const lately = asked - first + 1;
  if (before === undefined || kin.times.length < MANY_NEW || lately > LATELY) return;
  warnOnce(
    'new programs',
    `${MANY_NEW} of the last ${lately} programs were new, because shapes or plain numbers in them ` +
      `vary${whatVaries(before, kin)}, and making a program takes longer than running it. Pad to a ` +
      'few lengths, or pass what changes as a tensor',
  );
}

function isGiven({ inputs, value }: Node): boolean {
  return value !== null || inputs.length === 0;
}

function whatVaries(before: Kin, now: Kin): string {
  if (before.size !== now.size) return ` (${now.size} operations, the last time ${before.size})`;
  const i = now.shapes.findIndex((shape, k) => !sameShape(shape, before.shapes[k] ?? shape));
  const [shape, old] = [now.shapes[i], before.shapes[i]];
  if (shape === undefined || old === undefined) return '';
  return ` (it works on ${show(shape)}, the last time on ${show(old)})`;
}
