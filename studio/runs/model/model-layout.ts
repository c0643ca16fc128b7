/** Where the open modules of a model stand in its drawing: what is inside stands in a frame. */

import { fewModules, type ModuleNode, sizeOf } from './module-tree.js';
import { type Skip, type SkipPlace, skipsIn } from './skips.js';

/** Pixels: a box, the space around what is inside, between two boxes, and of a way past them. */
export const boxSize = { width: 276, height: 50, pad: 10, gap: 26, more: 32, lane: 12 } as const;
/** Modules that a module shows when it is opened, and with each wish for more. */
export const portion = 50;

/** How many of its children each open module shows, by name. */
export type Opened = ReadonlyMap<string, number>;

/** A module in the drawing; a frame around those inside, where it is open. */
export interface ModuleBox {
  readonly node: ModuleNode;
  readonly depth: number;
  readonly isOpen: boolean;
  /** Across, the line that all boxes of the drawing stand on. */
  readonly middle: number;
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

/** A way past modules: to the right, down its lane, and back. */
export interface SkipLine {
  readonly x1: number;
  readonly y1: number;
  readonly lane: number;
  readonly x2: number;
  readonly y2: number;
  readonly words: string;
}

/** The drawing. Boxes are in the order in which they are read. */
export interface ModelLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly ModuleBox[];
  readonly more: readonly MoreBox[];
  readonly arrows: readonly ModuleArrow[];
  readonly skips: readonly SkipLine[];
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

/** Pixels between the frame of an open module and what is inside: room for the ways past it. */
function padOf(skips: readonly Skip[]): number {
  return boxSize.pad + boxSize.lane * Math.max(0, ...skips.map(({ lane }) => lane + 1));
}

/** The ways past the modules inside an open one. */
type WaysIn = (node: ModuleNode) => readonly Skip[];

/** Looks for the ways inside each module once. */
function waysOf(opened: Opened): WaysIn {
  const known = new Map<ModuleNode, readonly Skip[]>();
  return (node) => {
    const ways = known.get(node) ?? skipsIn(node, opened.get(node.name) ?? 0);
    known.set(node, ways);
    return ways;
  };
}

/** Pixels for all frames around the innermost open module, itself included. */
interface Room {
  readonly left: number;
  /** Here stand the ways past what is inside. */
  readonly right: number;
}

function roomIn(node: ModuleNode, opened: Opened, waysIn: WaysIn): Room {
  const shown = opened.get(node.name) ?? 0;
  if (shown === 0 || node.children.length === 0) return { left: 0, right: 0 };
  const inside = node.children.slice(0, shown).map((child) => roomIn(child, opened, waysIn));
  return {
    left: boxSize.pad + Math.max(...inside.map(({ left }) => left)),
    right: padOf(waysIn(node)) + Math.max(...inside.map(({ right }) => right)),
  };
}

/** Whether something of the one before goes on to this one, as far as anybody knows. */
function isFollowing({ from, behind = [] }: ModuleNode, before: ModuleNode): boolean {
  // Without a pass through the model, nobody knows what is called after what.
  if (from === undefined) return false;
  const names = [...from, ...behind];
  const isOf = (name: string): boolean =>
    name === before.name || name.startsWith(`${before.name}.`);
  return names.length === 0 || behind.length === 0 || names.some(isOf);
}

function wordsOf({ from, to }: Skip, node: ModuleNode, children: readonly ModuleNode[]): string {
  const name = (place: SkipPlace): string =>
    'index' in place ? (children[place.index]?.label ?? '') : node.label;
  const begin = from.at === 'below' ? 'says' : 'takes';
  const end = to.at === 'foot' ? `what ${name(to)} says` : `what ${name(to)} takes`;
  return `what ${name(from)} ${begin} is part of ${end}`;
}

/** Where a way leaves the line of the boxes: at the side of one, or on the way to it. */
function beginOf(
  { at: kind }: SkipPlace,
  box: ModuleBox,
  middle: number,
): Pick<SkipLine, 'x1' | 'y1'> {
  if (kind === 'below') return { x1: box.x + box.width, y1: box.y + box.height - 12 };
  return { x1: middle, y1: box.y - (kind === 'head' ? boxSize.pad / 4 : boxSize.gap - 6) };
}

/** The lines of the ways past the modules inside a frame. */
function linesOf(
  frame: ModuleBox,
  places: readonly ModuleBox[],
  list: readonly Skip[],
): SkipLine[] {
  const { pad, lane: step } = boxSize;
  const { middle } = frame;
  const inner = frame.x + frame.width - padOf(list);
  const nodes = places.map(({ node }) => node);
  const boxOf = (place: SkipPlace): ModuleBox =>
    places['index' in place ? place.index : 0] ?? frame;
  const foot = { x2: middle, y2: frame.y + frame.height - pad / 2 };
  return list.map((skip) => {
    const { from, to, lane } = skip;
    const end = boxOf(to);
    return {
      ...beginOf(from, boxOf(from), middle),
      ...(to.at === 'foot' ? foot : { x2: end.x + end.width, y2: end.y + 12 }),
      lane: inner + pad / 2 + step * (lane + 0.5),
      words: wordsOf(skip, frame.node, nodes),
    };
  });
}

/** Places the model and all that is shown of it; what is closed costs nothing. */
export function layOutModel(root: ModuleNode, opened: Opened): ModelLayout {
  const { width, height, pad, gap, more: moreHeight } = boxSize;
  const boxes: ModuleBox[] = [];
  const more: MoreBox[] = [];
  const arrows: ModuleArrow[] = [];
  const skips: SkipLine[] = [];
  const waysIn = waysOf(opened);
  const most = roomIn(root, opened, waysIn);
  const middle = most.left + width / 2;

  const place = (node: ModuleNode, depth: number, y: number): ModuleBox => {
    const shown = opened.get(node.name) ?? 0;
    const isOpen = shown > 0 && node.children.length > 0;
    // A frame leaves room for all frames inside it.
    const { left, right } = roomIn(node, opened, waysIn);
    const x = most.left - left;
    const at = boxes.length;
    const box = { node, depth, isOpen, middle, x, y, width: left + width + right, height };
    boxes.push(box);
    if (!isOpen) return box;
    let below = y + height + pad / 2;
    let before: ModuleBox | null = null;
    const list = node.children.slice(0, shown);
    const places: ModuleBox[] = [];
    for (const child of list) {
      const next = place(child, depth + 1, below);
      if (before !== null && isFollowing(child, before.node)) {
        const isPassed = child.from?.includes(before.node.name) ?? false;
        arrows.push({ from: before, to: next, isPassed });
      }
      places.push(next);
      below = next.y + next.height + gap;
      before = next;
    }
    below -= gap;
    const hidden = node.children.length - list.length;
    if (hidden > 0) {
      more.push({ node, hidden, x: most.left, y: below + pad });
      below += pad + moreHeight;
    }
    const frame = { ...box, height: below + pad - y };
    boxes[at] = frame;
    skips.push(...linesOf(frame, places, waysIn(node)));
    return frame;
  };
  const outermost = place(root, 0, 0);
  return { width: outermost.width, height: outermost.height, boxes, more, arrows, skips };
}
