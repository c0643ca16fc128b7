/**
 * Which copy of the package an object was made by. Two copies in one program (two versions
 * installed, or a bundle beside the package) have a memory each, so an address of one means nothing
 * in the other. Nodes, tensors and modules know their copy, and whatever takes one refuses that of
 * another.
 */

import { ValueError } from '../errors.js';

/** A loaded copy of the package. */
export interface Copy {
  readonly version: string;
  /** Where its code was loaded from. */
  readonly place: string;
}

/** What follows the folder of the package in the address of this file, built or not. */
const tail = /(src\/graph\/copy\.ts|dist\/chunks\/engine\.js)(\?.*)?$/;

function placeOf(url: string | undefined): string {
  return url === undefined ? 'a bundle' : url.replace(tail, '');
}

/** The copy that this file is a part of; nodes carry it, as handles do. */
export const thisCopy: Copy = { version: '0.1.0', place: placeOf(import.meta.url) };

/** The property in which handles carry their copy: the same symbol in all copies and versions. */
export const copyKey: unique symbol = Symbol.for('chainrule.copy');

function show(copy: Partial<Copy> | undefined): string {
  return `version ${copy?.version ?? 'unknown'}, from ${copy?.place ?? 'elsewhere'}`;
}

/** The error for something of another copy; `what` is `tensor` or `module`. */
export function foreignError(
  op: string,
  copy: Partial<Copy> | undefined,
  what: string,
): ValueError {
  return new ValueError(
    `${op}: this ${what} comes from another copy of chainrule (${show(copy)}) than the one that was ` +
      `called (${show(thisCopy)}), and cannot be used in both. See to it that one copy is loaded ` +
      '(npm ls chainrule; npm dedupe), or pass values on: tensor(x.toArray())',
  );
}

/**
 * @throws ValueError for a tensor or module of another copy; anything else is left to the caller.
 */
export function refuseForeign(op: string, value: unknown, what = 'tensor'): void {
  if (typeof value !== 'object' || value === null) return;
  // Members are found faster than by Reflect, and small networks ask dozens of times a step.
  if (copyKey in value && value[copyKey] === thisCopy) return;
  const copy: Copy | undefined = Reflect.get(value, copyKey);
  if (copy !== undefined) throw foreignError(op, copy, what);
}
