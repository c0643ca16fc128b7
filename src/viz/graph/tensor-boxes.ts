/**
 * The expression behind a tensor as boxes: one for each operation that the user wrote, whatever it
 * is composed of, with its shape, and its value where that is short.
 */

import { StaleTensorError } from '../../errors.js';
import { isFloat } from '../../graph/dtype.js';
import { type Node, topologicalOrder } from '../../graph/node.js';
import { numel, show } from '../../graph/shape.js';
import { realize, Tensor } from '../../tensor/index.js';
import { showNumber, showShort } from '../style/number.js';
import { type Box, boxesBelow, type Scope } from './drawing.js';
import { type Match, matchTemplate } from './match-template.js';
import { isMatmul, seeThrough, visibleInputs } from './see-through.js';
import { makeTemplates } from './templates.js';

/** Values of tensors with more elements are not shown. */
const SHOWN_ELEMENTS = 3;

/** Operations of single numbers as they stand in formulas. */
const symbols: Readonly<Record<string, string>> = { add: '+', sub: '-', mul: '*', div: '/' };

/** What the caller knows about nodes. */
export interface TensorFacts {
  /** Names of tensors: parameters, and what the user named. */
  readonly names: ReadonlyMap<Tensor, string>;
  /** Which of them belong to the model. */
  readonly parameters: ReadonlySet<Tensor>;
  /** The modules that a node was computed in, outermost first. */
  readonly scopesOf: (node: Node) => readonly Scope[];
}

/** One operation of the user's. */
interface Step {
  readonly node: Node;
  readonly op: string;
  readonly inputs: readonly Node[];
}

const opNames: Readonly<Record<string, string>> = {
  data: '',
  full: '',
  random: 'rand',
  iota: 'arange',
};

function nameOfOp(node: Node): string {
  if (node.isLeaf) return '';
  if (node.op === 'contract') {
    const name = isMatmul(node) ? 'matmul' : 'linear';
    return node.attrs.aTransposed ? `${name} of a.T` : name;
  }
  if (node.op === 'custom' || node.op === 'gather') return node.attrs.name;
  if (node.op === 'place') return node.inputs.length > 1 ? 'cat' : 'pad';
  return opNames[node.op] ?? node.op;
}

function showConstant(x: number): string {
  return String(Number(x.toPrecision(4)));
}

/** Numbers that are operands are written into the op, `mul(·, 0.5)`. */
function stepOf(node: Node, named: ReadonlyMap<Node, Tensor>): Step {
  const all = node.isLeaf ? [] : visibleInputs(node);
  const isNumber = (input: Node): boolean => input.op === 'full' && !named.has(input);
  const constants = all.map((x) =>
    x.op === 'full' && isNumber(x) ? showConstant(x.attrs.value) : '·',
  );
  const inputs = all.filter((input) => !isNumber(input));
  const name = nameOfOp(node);
  const isPlain = inputs.length === all.length || inputs.length === 0;
  return { node, op: isPlain ? name : `${name}(${constants.join(', ')})`, inputs };
}

/** How often each visible node is used, by whom. */
function usersOf(order: readonly Node[]): Map<Node, Node[]> {
  const users = new Map<Node, Node[]>();
  for (const node of order) {
    if (node.isLeaf || seeThrough(node) !== node) continue;
    for (const input of node.inputs.map(seeThrough)) {
      const list = users.get(input) ?? [];
      list.push(node);
      users.set(input, list);
    }
  }
  return users;
}

/** Whether nobody outside of the match uses what is inside of it. */
function isClosed({ members }: Match, root: Node, users: ReadonlyMap<Node, Node[]>): boolean {
  return [...members].every(
    (node) => node === root || (users.get(node) ?? []).every((user) => members.has(user)),
  );
}

/** The user's operations, from the result down. */
function stepsBelow(root: Node, named: ReadonlyMap<Node, Tensor>): Step[] {
  const users = usersOf(topologicalOrder([root], (node) => node.isLeaf));
  const templates = makeTemplates();
  const steps: Step[] = [];
  const wanted = new Set([seeThrough(root)]);
  for (const node of wanted) {
    const match = node.isLeaf
      ? undefined
      : templates
          .map((template) => matchTemplate(template, node))
          .find((found) => found !== null && isClosed(found, node, users));
    const step = match ? { node, op: match.name, inputs: match.inputs } : stepOf(node, named);
    steps.push(step);
    for (const input of step.inputs) wanted.add(input);
  }
  return steps;
}

/** Short values by node, computed together. What has moved on since is left out. */
function readValues(nodes: readonly Node[]): Map<Node, string> {
  const short = nodes.filter(({ shape }) => numel(shape) <= SHOWN_ELEMENTS && numel(shape) > 0);
  const tensors = new Map(short.map((node) => [node, new Tensor(node)]));
  const values = new Map<Node, string>();
  try {
    realize(tensors.values());
    for (const [node, one] of tensors) values.set(node, showValues(one));
  } catch (error) {
    if (!(error instanceof StaleTensorError)) throw error;
  }
  return values;
}

function showValues(x: Tensor): string {
  const writeFloat = x.ndim === 0 ? showNumber : showShort;
  const write = isFloat(x.dtype) ? writeFloat : String;
  const numbers = Array.from(x.toTypedArray(), write);
  return x.ndim === 0 ? (numbers[0] ?? '') : `[${numbers.join(', ')}]`;
}

function boxOf(
  { node, op }: Step,
  owner: Tensor | null,
  value: string | undefined,
  facts: TensorFacts,
): Omit<Box, 'inputs'> {
  const grad = owner?.grad;
  const dtype = node.dtype === 'float32' ? '' : `${node.dtype} `;
  const isScalar = node.shape.length === 0 && value !== undefined;
  const lines = isScalar ? [] : [`${dtype}${show(node.shape)}`];
  if (value !== undefined) lines.push(`data ${value}`);
  if (grad && grad.numel <= SHOWN_ELEMENTS) lines.push(`grad ${showValues(grad)}`);
  const isParameter = owner !== null && facts.parameters.has(owner);
  return {
    label: (owner && facts.names.get(owner)) ?? (op === '' ? 'tensor' : ''),
    op,
    facts: lines,
    opPlace: 'header',
    scopes: facts.scopesOf(node),
    isParameter,
    ...(isParameter && owner.requiresGrad ? { trained: owner.numel } : {}),
  };
}

/** An expression of single numbers looks as one of `Value`s does: each operation in a circle. */
const asNumbers = (box: Box): Box => ({
  ...box,
  op: symbols[box.op] ?? box.op,
  opPlace: 'circle',
});

/** The boxes of the expression behind `root`. Short values are computed if they are not yet. */
export function tensorBoxes(root: Tensor, facts: TensorFacts): Box[] {
  const named = new Map(Array.from(facts.names.keys(), (one) => [seeThrough(one.node), one]));
  const steps = stepsBelow(root.node, named);
  const values = readValues(steps.map(({ node }) => node));
  const isOfNumbers = steps.every(({ node }) => node.shape.length === 0);
  const boxes = new Map<Node, Box>();
  // Results come first, so the lists of inputs are filled once all boxes are there.
  const fill: (() => void)[] = [];
  for (const step of steps) {
    const { node } = step;
    // An older version of a leaf is found by whom its gradient goes to.
    const sink = node.ties?.sink;
    const owner = sink instanceof Tensor ? sink : (named.get(node) ?? null);
    const inputs: Box[] = [];
    const box = { ...boxOf(step, owner, values.get(node), facts), inputs };
    boxes.set(node, isOfNumbers ? asNumbers(box) : box);
    fill.push(() => inputs.push(...step.inputs.flatMap((input) => boxes.get(input) ?? [])));
  }
  for (const add of fill) add();
  const drawn = boxes.get(seeThrough(root.node));
  return drawn === undefined ? [] : boxesBelow(drawn);
}
