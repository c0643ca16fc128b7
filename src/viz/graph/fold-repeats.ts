/**
 * Folds what is computed in the same way many times: all boxes with the same op on the same kinds
 * of inputs become one, which says how many they are and over which range their numbers go. A
 * network applied to a hundred examples becomes the network applied to one.
 */

import { showNumber, showShort } from '../style/number.js';
import type { Box } from './drawing.js';

/** A kind of box, and its members so far. */
interface Kind {
  readonly members: Box[];
  readonly inputs: readonly Kind[];
}

function rangeOf(numbers: readonly (number | undefined)[]): string {
  let low = Infinity;
  let high = -Infinity;
  for (const x of numbers) {
    if (x === undefined) continue;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  return low === high ? showNumber(low) : `${showShort(low)} to ${showShort(high)}`;
}

function boxOf({ members }: Kind, inputs: readonly Box[]): Box | null {
  const [first] = members;
  if (first === undefined) return null;
  if (members.length === 1) return { ...first, inputs };
  const { data: _, grad: __, ...rest } = first;
  const data = members.map((member) => member.data);
  const grad = members.map((member) => member.grad);
  const labels = new Set(members.map(({ label }) => label));
  const name = labels.size === 1 ? first.label : '';
  return {
    ...rest,
    label: first.op === '' ? `${name || 'given'} ×${members.length}` : name,
    op: first.op === '' ? '' : `${first.op}  ×${members.length}`,
    facts: [`data ${rangeOf(data)}`, `grad ${rangeOf(grad)}`, ...first.facts.slice(2)],
    inputs,
    opPlace: 'header',
  };
}

/** The same graph with repetitions folded. Works on scalars, whose numbers it can summarise. */
export function foldRepeats(boxes: readonly Box[]): Box[] {
  const kinds = new Map<string, Kind>();
  const kindOf = new Map<Box, Kind>();
  const numbers = new Map<Kind, number>();
  for (const box of boxes) {
    const inputs = [...new Set(box.inputs.flatMap((input) => kindOf.get(input) ?? []))];
    const places = inputs.map((kind) => numbers.get(kind)).sort();
    const key = `${box.op}|${box.isParameter ?? ''}|${places.join()}`;
    const kind = kinds.get(key) ?? { members: [], inputs };
    kind.members.push(box);
    if (!kinds.has(key)) numbers.set(kind, kinds.size);
    kinds.set(key, kind);
    kindOf.set(box, kind);
  }
  const done = new Map<Kind, Box>();
  for (const kind of kinds.values()) {
    const box = boxOf(
      kind,
      kind.inputs.flatMap((input) => done.get(input) ?? []),
    );
    if (box !== null) done.set(kind, box);
  }
  return [...done.values()];
}
