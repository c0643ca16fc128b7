/**
 * The names of a program's arrays and numbers in code: labels of tensors, then what each array is
 * for.
 */

import type { Buffer } from '../../compiler/lower/launch.js';
import type { Node } from '../../graph/node.js';
import type { Outline } from '../../runtime/programs/outline.js';
import { identifierOf, type ProgramNames, UniqueNames } from '../code/program-names.js';
import type { Decisions } from './decisions.js';

/** Names by node and by buffer, and the labels that they come from. */
export interface ArrayNames extends ProgramNames {
  bufferName(buffer: Buffer): string;
  /** What the tensor of a node is called, `''` if nobody has said. */
  labelOf(node: Node): string;
}

/** Words of JavaScript, and functions that code calls: no array may be called so. */
const reserved: readonly string[] = [
  ...['in', 'do', 'if', 'for', 'let', 'new', 'try', 'var', 'case', 'else', 'this', 'with', 'const'],
  ...['default', 'delete', 'function', 'return', 'switch', 'typeof', 'void', 'while', 'class'],
  ...[
    'abs',
    'cos',
    'erf',
    'exp',
    'expm1',
    'floor',
    'log',
    'log1p',
    'max',
    'min',
    'pow',
    'random',
    'random64',
  ],
  ...['sigmoid', 'sign', 'sin', 'sqrt', 'tanh', 'ensure', 'argsort', 'row', 'order', 'total'],
];

/** A number as short as it is exact. */
export function numberText(node: Node): string {
  if (node.op === 'random') return `${node.attrs.seed}, ${node.attrs.counter}`;
  if (node.op !== 'full') return node.op;
  const { value } = node.attrs;
  const number = node.dtype === 'float32' ? Number(Math.fround(value).toPrecision(8)) : value;
  return Object.is(number, -0) ? '-0' : String(number);
}

/** Labels of the nodes that the compiler saw, from those of the user's nodes. */
function compiledLabels(
  { span, bases }: Outline,
  { standsFor }: Decisions,
  labels: ReadonlyMap<Node, string>,
): Map<Node, string> {
  const known = new Map<Node, string>();
  for (const [node, label] of labels) {
    known.set(node, label);
    const other = standsFor.get(node);
    if (other !== undefined && !known.has(other)) known.set(other, label);
  }
  for (const [i, node] of span.inputs.entries()) {
    const base = bases[i];
    const label = base === undefined ? undefined : labels.get(base);
    if (label !== undefined && base !== node) known.set(node, `${label} slice`);
  }
  return known;
}

/** Names everything in a program; `labels`: what the user's nodes are called. */
export function nameArrays(
  outline: Outline,
  decisions: Decisions,
  labels: ReadonlyMap<Node, string>,
): ArrayNames {
  const { span } = outline;
  const known = compiledLabels(outline, decisions, labels);
  const unique = new UniqueNames();
  for (const word of reserved) unique.take(word);
  const byNode = new Map<Node, string>();
  const byBuffer = new Map<string, string>();
  const name = (node: Node, kind: Buffer['kind'], index: number): void => {
    const label = known.get(node);
    const plain = identifierOf(label ?? '');
    const taken = byNode.get(node);
    const given = taken ?? (plain === '' ? unique.numbered(prefixes[kind]) : unique.take(plain));
    byNode.set(node, given);
    byBuffer.set(`${kind}${index}`, given);
  };
  span.inputs.forEach((node, i) => name(node, 'input', i));
  span.outputs.forEach((node, i) => name(decisions.standsFor.get(node) ?? node, 'output', i));
  const touched = new Set<Buffer>(
    outline.graph.batches.flat().flatMap(({ reads, writes }) => [...reads, ...writes]),
  );
  const placed = [...decisions.buffers].filter(([, buffer]) => touched.has(buffer));
  const temporaries = placed.sort(([, a], [, b]) => a.index - b.index);
  for (const [node, { index }] of temporaries) name(node, 'temp', index);
  return {
    arrayOf: (node) => byNode.get(node) ?? `${node.op}Result`,
    numberOf: numberText,
    bufferName: ({ kind, index }) => byBuffer.get(`${kind}${index}`) ?? `scratch${index}`,
    labelOf: (node) => known.get(node) ?? '',
  };
}

const prefixes: { readonly [K in Buffer['kind']]: string } = {
  input: 'input',
  output: 'output',
  temp: 'temp',
};
