/**
 * Folds what one module computed into one box, down to a chosen depth of modules within modules.
 * A parameter that only its module uses goes in with it.
 */

import { showCount } from '../style/number.js';
import { type Box, boxesBelow, type Scope } from './drawing.js';

/** The scope that a box folds into at this depth; undefined when it stays. */
function scopeAt(box: Box, depth: number): Scope | undefined {
  const innermost = box.scopes.at(-1);
  return box.scopes[depth - 1] ?? (innermost?.isInnermost ? innermost : undefined);
}

/** For each box the key of the group it is in. */
function groupsOf(boxes: readonly Box[], depth: number): Map<Box, string> {
  const groups = new Map<Box, string>();
  const users = new Map<Box, Set<string | undefined>>();
  for (const box of boxes.toReversed()) {
    const own = scopeAt(box, depth)?.key;
    const around = users.get(box);
    const sole = around?.size === 1 ? [...around][0] : undefined;
    // What is given belongs where it is used; the input of a model has no scope and stays outside.
    const key = box.op === '' && box.isParameter === true ? sole : own;
    if (key !== undefined) groups.set(box, key);
    for (const input of box.inputs) {
      users.set(input, (users.get(input) ?? new Set()).add(key));
    }
  }
  return groups;
}

/** One box for a group; others see the shape of its last member. */
function groupBox(scope: Scope, members: readonly Box[], inputs: readonly Box[]): Box {
  let trained = 0;
  for (const member of members) trained += member.trained ?? 0;
  const last = members.at(-1);
  return {
    label: scope.name,
    op: scope.type,
    facts: [
      scope.output ?? last?.facts[0] ?? '',
      ...(trained === 0 ? [] : [`${showCount(trained)} parameters`]),
    ],
    inputs,
    opPlace: 'header',
    scopes: last?.scopes ?? [],
  };
}

/** The boxes of each group. */
function membersOf(groups: ReadonlyMap<Box, string>, boxes: readonly Box[]): Map<string, Box[]> {
  const members = new Map<string, Box[]>();
  for (const box of boxes) {
    const key = groups.get(box);
    if (key === undefined) continue;
    const group = members.get(key) ?? [];
    group.push(box);
    members.set(key, group);
  }
  return members;
}

/** A box of the folded graph, whose inputs are filled in once all boxes are there. */
interface Folded {
  readonly box: Box;
  readonly inputs: Box[];
}

/** What each box becomes, still without inputs. */
function foldEach(boxes: readonly Box[], depth: number): Map<Box, Folded> {
  const groups = groupsOf(boxes, depth);
  const members = membersOf(groups, boxes);
  const folded = new Map<Box, Folded>();
  for (const box of boxes) {
    if (folded.has(box)) continue;
    const group = members.get(groups.get(box) ?? '') ?? [];
    const scope = group.flatMap((member) => scopeAt(member, depth) ?? [])[0];
    const inputs: Box[] = [];
    if (scope === undefined) folded.set(box, { box: { ...box, inputs }, inputs });
    else {
      const one = { box: groupBox(scope, group, inputs), inputs };
      for (const member of group) folded.set(member, one);
    }
  }
  return folded;
}

/** The same graph with every module call at `depth` (1 is the outermost) folded into one box. */
export function foldModules(boxes: readonly Box[], depth: number): Box[] {
  const root = boxes.at(-1);
  if (root === undefined) return [];
  const folded = foldEach(boxes, depth);
  for (const [{ inputs }, one] of folded) {
    for (const source of inputs.flatMap((input) => folded.get(input)?.box ?? [])) {
      if (source !== one.box && !one.inputs.includes(source)) one.inputs.push(source);
    }
  }
  return boxesBelow(folded.get(root)?.box ?? root);
}
