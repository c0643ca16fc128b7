/** What keys do in the drawing of a model: as in every tree of folders. */

import type { ModuleBox } from './model-layout.js';

type Act = 'choose' | 'fold' | ModuleBox | undefined;
type Rule = (box: ModuleBox, boxes: readonly ModuleBox[]) => Act;

function placeOf({ node }: ModuleBox, boxes: readonly ModuleBox[]): number {
  return boxes.findIndex((one) => one.node === node);
}

/** The module around a box: the nearest one before it that is less deep. */
function around(box: ModuleBox, boxes: readonly ModuleBox[]): Act {
  return boxes.slice(0, placeOf(box, boxes)).findLast(({ depth }) => depth < box.depth);
}

const rules: Readonly<Record<string, Rule>> = {
  ArrowDown: (box, boxes) => boxes[placeOf(box, boxes) + 1],
  ArrowUp: (box, boxes) => boxes[placeOf(box, boxes) - 1],
  Home: (_, boxes) => boxes[0],
  End: (_, boxes) => boxes.at(-1),
  ArrowRight: (box, boxes) => {
    if (box.node.children.length === 0) return undefined;
    return box.isOpen ? boxes[placeOf(box, boxes) + 1] : 'fold';
  },
  ArrowLeft: (box, boxes) => (box.isOpen ? 'fold' : around(box, boxes)),
  Enter: () => 'choose',
  ' ': () => 'choose',
};

/** What a key asks for at a box: to choose it, to open or close it, or another box to go to. */
export function graphKey(key: string, box: ModuleBox, boxes: readonly ModuleBox[]): Act {
  return rules[key]?.(box, boxes);
}
