/** Ways of tensors past modules, as of residual connections: where they begin and end. */

import type { ModuleNode } from './module-tree.js';

/** A place among the modules inside an open one. */
export type SkipPlace =
  /** What the open module itself takes. */
  | { readonly at: 'head' }
  /** On the way to this one, where it is added to what this one takes, or what this one says. */
  | { readonly at: 'above' | 'into' | 'below'; readonly index: number }
  /** What the open module says. */
  | { readonly at: 'foot' };

/** A way past at least one module. */
export interface Skip {
  readonly from: SkipPlace;
  readonly to: SkipPlace;
  /** Which of the lines beside the modules it takes, the innermost first. */
  readonly lane: number;
}

/** More lines than this beside the modules lie on each other. */
export const mostLanes = 5;

/** How far down a place is. */
function depthOf(place: SkipPlace, count: number): number {
  if (place.at === 'head') return -1;
  if (place.at === 'foot') return count;
  return place.index + { above: -0.3, into: 0, below: 0.3 }[place.at];
}

/** The place that the name of a module stands for, `>name` being what it takes. */
function placeOf(name: string, children: readonly ModuleNode[]): SkipPlace {
  const isTaken = name.startsWith('>');
  const own = isTaken ? name.slice(1) : name;
  const index = children.findIndex(
    (child) => own === child.name || own.startsWith(`${child.name}.`),
  );
  if (index < 0) return { at: 'head' };
  // What the first one takes is what all of them are given.
  if (isTaken && index === 0) return { at: 'head' };
  return { at: isTaken ? 'above' : 'below', index };
}

/** Each way once: past something, and not the one from a module to the next. */
function waysTo(
  to: SkipPlace,
  names: readonly string[],
  children: readonly ModuleNode[],
): Omit<Skip, 'lane'>[] {
  const end = depthOf(to, children.length);
  const places = new Map(
    names.map((name) => {
      const place = placeOf(name, children);
      return [depthOf(place, children.length), place] as const;
    }),
  );
  return [...places].flatMap(([start, from]) => {
    const next = to.at === 'foot' ? children.length : Math.ceil(end);
    // The last module that it does not pass stands right above: that is the arrow between them.
    const isArrow = start >= next - 1;
    return isArrow || start >= end ? [] : [{ from, to }];
  });
}

/** The ways past modules inside `node`, of whose children the first `shown` are drawn. */
export function skipsIn(node: ModuleNode, shown: number): Skip[] {
  const { children } = node;
  const isShown = (place: SkipPlace): boolean => !('index' in place) || place.index < shown;
  const inner = children
    .slice(0, shown)
    .flatMap(({ from = [], behind = [] }, index) =>
      waysTo({ at: 'into', index }, [...from, ...behind], children),
    );
  const all =
    shown < children.length
      ? inner
      : [...inner, ...waysTo({ at: 'foot' }, node.made ?? [], children)];
  const drawn = all.filter(({ from, to }) => isShown(from) && isShown(to));
  const spanOf = ({ from, to }: Omit<Skip, 'lane'>): readonly [number, number] => [
    depthOf(from, children.length),
    depthOf(to, children.length),
  ];
  const lengthOf = (one: Omit<Skip, 'lane'>): number => spanOf(one)[1] - spanOf(one)[0];
  const lanes: (readonly [number, number])[][] = [];
  return [...drawn]
    .sort((a, b) => lengthOf(a) - lengthOf(b))
    .map((one) => {
      const [start, end] = spanOf(one);
      const free = lanes.findIndex((taken) => taken.every(([a, b]) => end <= a || start >= b));
      const lane = free >= 0 ? free : Math.min(lanes.length, mostLanes - 1);
      lanes[lane] = [...(lanes[lane] ?? []), [start, end]];
      return { ...one, lane };
    });
}
