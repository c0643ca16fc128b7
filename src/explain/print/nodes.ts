/** The nodes of a program as a table. */

import type { ExplainedNode } from '../data/explained.js';
import { shortened, tableLines } from './table.js';
import { counted } from './units.js';

/** Nodes that no line is spent on: they are no work, and appear where they are used. */
function isQuiet({ placement }: ExplainedNode): boolean {
  return placement === 'view' || placement === 'number' || placement === 'unused';
}

/** An operand in the line of its user: numbers themselves, of views what they show. */
function operandText(start: ExplainedNode, nodes: readonly ExplainedNode[]): string {
  let node = start;
  while (node.placement === 'view') {
    const next = nodes[node.inputs[0] ?? -1];
    if (next === undefined) break;
    node = next;
  }
  return node.placement === 'number' ? (node.why.split(',')[0] ?? '') : `#${node.id}`;
}

function callText(node: ExplainedNode, nodes: readonly ExplainedNode[]): string {
  if (node.placement === 'input') return node.label === '' ? 'input' : node.label;
  const operands = node.inputs.flatMap((id) => {
    const input = nodes[id];
    return input === undefined ? [] : [operandText(input, nodes)];
  });
  return `${node.op} ${operands.join(' ')}`.trimEnd();
}

function whereText({ placement, array, kernels }: ExplainedNode): string {
  if (array !== '') return array;
  if (placement === 'unused') return '';
  return `kernel ${kernels.slice(0, 4).join(', ')}${kernels.length > 4 ? ' …' : ''}`;
}

function whyText(node: ExplainedNode): string {
  const { placement, why, label, array } = node;
  if (placement === 'input')
    return node.start === 0 ? 'input' : `input, from element ${node.start} on`;
  if (placement === 'output') return 'output';
  const name = label === '' || array !== '' ? '' : `${label}, `;
  return placement === 'temporary' ? why : `${name}${placement}: ${why}`;
}

/** The table of a program's nodes, in lines of at most `width` letters. */
export function nodeLines(nodes: readonly ExplainedNode[], width: number): string[] {
  const listed = nodes.filter((node) => !isQuiet(node));
  const rows = listed.map((node) => [
    `#${node.id}`.padStart(4),
    shortened(callText(node, nodes), 22),
    `${node.dtype === 'float32' ? '' : `${node.dtype} `}[${node.shape.join(', ')}]`,
    shortened(whereText(node), 20),
    whyText(node),
  ]);
  const hidden = nodes.filter(isQuiet);
  const views = hidden.filter(({ placement }) => placement === 'view').length;
  const numbers = hidden.filter(({ placement }) => placement === 'number').length;
  const parts = [
    ...(views > 0 ? [counted(views, 'view')] : []),
    ...(numbers > 0 ? [counted(numbers, 'number')] : []),
  ];
  const rest = parts.length === 0 ? [] : [`     and ${parts.join(' and ')}, which are no work`];
  return [...tableLines(rows, width), ...rest];
}
