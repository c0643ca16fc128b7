/** Where the open modules of a model stand in its drawing: what is inside stands in a frame. */

import { fewModules, type ModuleNode, sizeOf } from './module-tree.js';

/** Pixels of a box, of the space around what is inside it, and between two boxes. */
export const boxSize = { width: 276, height: 50, pad: 10, gap: 26, more: 32 } as const;
/** Modules that a module shows when it is opened, and with each wish for more. */
export const portion = 50;

/** How many of its children each open module shows, by name. */
export type Opened = ReadonlyMap<string, number>;

/** A module in the drawing; a frame around those inside, where it is open. */
export interface ModuleBox {
  readonly node: ModuleNode;
  readonly depth: number;
  readonly isOpen: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The place of the modules that an open one does not show yet. */
export interface MoreBox {
  readonly node: ModuleNode;
  readonly hidden: number;
  readonly x: number;
  readonly y: number;
}

/** From a module to the one that is called after it. */
export interface ModuleArrow {
  readonly from: ModuleBox;
  readonly to: ModuleBox;
  /** Whether the second one takes the very tensor that the first one says. */
  readonly isPassed: boolean;
}

/** The drawing. Boxes are in the order in which they are read. */
export interface ModelLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly ModuleBox[];
  readonly more: readonly MoreBox[];
  readonly arrows: readonly ModuleArrow[];
}

/** The modules that are open from the start: all of a small model, else as far as there is one. */
export function openFromStart(root: ModuleNode): Opened {
  const opened = new Map<string, number>();
  const isSmall = sizeOf(root) <= fewModules;
  const open = (node: ModuleNode): void => {
    const { name, children } = node;
    if (children.length === 0) return;
    opened.set(name, portion);
    if (isSmall || children.length === 1) for (const child of children) open(child);
  };
  open(root);
  return opened;
}

/** Frames around the innermost open module, itself included. */
function framesIn(node: ModuleNode, opened: Opened): number {
  const shown = opened.get(node.name) ?? 0;
  if (shown === 0 || node.children.length === 0) return 0;
  let most = 0;
  for (const child of node.children.slice(0, shown)) {
    most = Math.max(most, framesIn(child, opened));
  }
  return 1 + most;
}

/** Places the model and all that is shown of it; what is closed costs nothing. */
export function layOutModel(root: ModuleNode, opened: Opened): ModelLayout {
  const { width, height, pad, gap, more: moreHeight } = boxSize;
  const boxes: ModuleBox[] = [];
  const more: MoreBox[] = [];
  const arrows: ModuleArrow[] = [];
  const whole = width + 2 * pad * framesIn(root, opened);

  const place = (node: ModuleNode, depth: number, y: number): ModuleBox => {
    const shown = opened.get(node.name) ?? 0;
    const isOpen = shown > 0 && node.children.length > 0;
    // A frame leaves room for all frames inside it; all boxes share the line in the middle.
    const wide = width + 2 * pad * framesIn(node, opened);
    const x = (whole - wide) / 2;
    const at = boxes.length;
    const box = { node, depth, isOpen, x, y, width: wide, height };
    boxes.push(box);
    if (!isOpen) return box;
    let below = y + height + pad / 2;
    let before: ModuleBox | null = null;
    const list = node.children.slice(0, shown);
    for (const child of list) {
      const next = place(child, depth + 1, below);
      const { from } = child;
      // Without a pass through the model, nobody knows what is called after what.
      if (before !== null && from !== undefined) {
        const isPassed = from.includes(before.node.name);
        arrows.push({ from: before, to: next, isPassed });
      }
      below = next.y + next.height + gap;
      before = next;
    }
    below -= gap;
    const hidden = node.children.length - list.length;
    if (hidden > 0) {
      more.push({ node, hidden, x: (whole - width) / 2, y: below + pad });
      below += pad + moreHeight;
    }
    const frame = { ...box, height: below + pad - y };
    boxes[at] = frame;
    return frame;
  };
  const outermost = place(root, 0, 0);
  return { width: whole, height: outermost.height, boxes, more, arrows };
}
