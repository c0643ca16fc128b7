/**
 * Where the nodes of an expression stand, by Graphviz, which is loaded when the first one is drawn.
 * A large expression is folded: each statement is one box, until it is opened.
 */

import type { Viz } from '@viz-js/viz';
import type { Tape } from '../tape/tape.js';

/** Size of a node, in pixels. */
export const nodeSize = { width: 112, height: 64 } as const;
/** Expressions with more nodes are folded. */
export const foldFrom = 40;

/** A box of the picture: a node, or all nodes of a statement. */
export interface Box {
  readonly key: string;
  /** The node that it shows: of a folded statement its last one. */
  readonly node: number;
  /** The statement that is folded into it; null for a node. */
  readonly folded: string | null;
  readonly x: number;
  readonly y: number;
}

/** An arrow between two boxes. */
export interface Arrow {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly path: string;
  /** A place near its start, for what flows back along it. */
  readonly near: readonly [number, number];
}

/** A picture of an expression. */
export interface Layout {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly width: number;
  readonly height: number;
  /** The box of each node. */
  readonly boxOf: ReadonlyMap<number, string>;
}

let graphviz: Promise<Viz> | null = null;

function load(): Promise<Viz> {
  graphviz ??= import('@viz-js/viz').then(({ instance }) => instance());
  return graphviz;
}

/** Statements whose nodes stand alone; the others are folded. */
export type Opened = ReadonlySet<string> | 'all';

/** Leaves that one statement alone uses belong to it. */
function statementsOf({ nodes }: Tape): Map<number, string> {
  const owner = new Map(nodes.map(({ id, statement, op }) => [id, op === 'leaf' ? '' : statement]));
  const users = new Map<number, Set<string>>();
  for (const { args, statement } of nodes) {
    for (const arg of args) users.set(arg, (users.get(arg) ?? new Set()).add(statement));
  }
  for (const { id, op } of nodes) {
    const [only, second] = users.get(id) ?? [];
    if (op === 'leaf' && only !== undefined && second === undefined) owner.set(id, only);
  }
  return owner;
}

/** The box of each node. */
function boxesOf(tape: Tape, opened: Opened): Map<number, string> {
  const owner = statementsOf(tape);
  return new Map(
    tape.nodes.map(({ id }) => {
      const statement = owner.get(id) ?? '';
      const isAlone = statement === '' || opened === 'all' || opened.has(statement);
      return [id, isAlone ? `n${id}` : `s:${statement}`];
    }),
  );
}

interface GraphvizNode {
  readonly _gvid: number;
  readonly name: string;
  readonly pos: string;
}

interface GraphvizEdge {
  readonly tail: number;
  readonly head: number;
  readonly pos: string;
}

interface GraphvizGraph {
  readonly bb: string;
  readonly objects?: readonly GraphvizNode[];
  readonly edges?: readonly GraphvizEdge[];
}

function pairOf(text: string): [number, number] {
  const [x = 0, y = 0] = text.split(',').map(Number);
  return [x, y];
}

/** `e,x,y x,y ...`: the tip, then a start and triples of control points. */
function pathOf(pos: string, flip: (y: number) => number): Pick<Arrow, 'path' | 'near'> {
  const parts = pos.split(' ');
  const tip = parts.find((part) => part.startsWith('e,'));
  const points = parts
    .filter((part) => !/^[es],/.test(part))
    .map(pairOf)
    .map(([x, y]): [number, number] => [x, flip(y)]);
  const origin: [number, number] = [0, 0];
  const [start = origin, ...rest] = points;
  const [endX, endY] = tip === undefined ? (points.at(-1) ?? [0, 0]) : pairOf(tip.slice(2));
  const end: [number, number] = [endX, tip === undefined ? endY : flip(endY)];
  const path = `M${start.join()}C${rest.map((point) => point.join()).join(' ')}L${end.join()}`;
  const [startX, startY] = start;
  const near: [number, number] = [
    startX + 0.45 * (end[0] - startX),
    startY + 0.45 * (end[1] - startY),
  ];
  return { path, near };
}

/** Lays an expression out, from left to right or downwards. */
export async function layOut(tape: Tape, opened: Opened, isTall: boolean): Promise<Layout> {
  const viz = await load();
  const boxOf = boxesOf(tape, opened);
  const keys = [...new Set(boxOf.values())];
  const edges = new Set<string>();
  for (const { id, args } of tape.nodes) {
    for (const arg of args) {
      const [from = '', to = ''] = [boxOf.get(arg), boxOf.get(id)];
      if (from !== to) edges.add(`${JSON.stringify(from)} -> ${JSON.stringify(to)}`);
    }
  }
  const [width, height] = [nodeSize.width / 72, nodeSize.height / 72];
  const dot = `digraph {
    rankdir=${isTall ? 'TB' : 'LR'}; nodesep=${isTall ? 0.4 : 0.25}; ranksep=${isTall ? 0.9 : 1.45};
    node [shape=box fixedsize=true width=${width} height=${height}]; edge [arrowsize=0.6];
    ${keys.map((key) => JSON.stringify(key)).join(';')};
    ${[...edges].join(';')} }`;
  const graph = viz.renderJSON(dot) as GraphvizGraph;
  const [, , right = 0, top = 0] = graph.bb.split(',').map(Number);
  const flip = (y: number): number => top - y;
  const names = new Map(graph.objects?.map(({ _gvid, name }) => [_gvid, name]));
  const boxes = (graph.objects ?? []).map(({ name, pos }): Box => {
    const [x, y] = pairOf(pos);
    const inside = tape.nodes.filter(({ id }) => boxOf.get(id) === name);
    const folded = name.startsWith('s:') ? name.slice(2) : null;
    return { key: name, node: inside.at(-1)?.id ?? -1, folded, x, y: flip(y) };
  });
  const arrows = (graph.edges ?? []).map(({ tail, head, pos }): Arrow => {
    const [from = '', to = ''] = [names.get(tail), names.get(head)];
    return { key: `${from} ${to}`, from, to, ...pathOf(pos, flip) };
  });
  return { boxes, arrows, width: right, height: top, boxOf };
}
