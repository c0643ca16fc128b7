/** A program as boxes for a picture: the nodes that are work, and the kernels around them. */

import type { ExplainedNode, ExplainedProgram } from '../../explain/index.js';
import { kernelTime } from './kernel-time.js';
import type { ProgramBox, ProgramDrawing, ProgramEdge } from './program-drawing.js';

function kernelTitle(kernel: ExplainedProgram['kernels'][number], runs: number): string {
  const { index, launches, stages } = kernel;
  const facts = [
    `kernel ${index}`,
    ...(launches.length > 1 ? [`${launches.length} launches`] : []),
    ...(stages > 1 ? [`${stages} stages`] : []),
    kernelTime(kernel, runs),
  ];
  return facts.join(' · ');
}

function isDrawn({ placement }: ExplainedNode): boolean {
  return placement !== 'view' && placement !== 'number' && placement !== 'unused';
}

/** What a view shows, through any number of them. */
function seenThrough(start: ExplainedNode, nodes: readonly ExplainedNode[]): ExplainedNode {
  let node = start;
  while (node.placement === 'view') {
    const next = nodes[node.inputs[0] ?? -1];
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function kindOf({ placement }: ExplainedNode): ProgramBox['kind'] {
  if (placement === 'input') return 'given';
  if (placement === 'output') return 'result';
  return placement === 'temporary' ? 'stored' : 'computed';
}

function opText(node: ExplainedNode, operands: readonly ExplainedNode[]): string {
  const numbers = operands.filter(({ placement }) => placement === 'number');
  if (numbers.length === 0) return node.op;
  const texts = operands.map((x) => (x.placement === 'number' ? (x.why.split(',')[0] ?? '') : '·'));
  return `${node.op}(${texts.join(', ')})`;
}

function boxOf(node: ExplainedNode, operands: readonly ExplainedNode[]): ProgramBox {
  const isGiven = node.placement === 'input';
  const dtype = node.dtype === 'float32' ? '' : `${node.dtype} `;
  const shape = `${dtype}[${node.shape.join(', ')}]`;
  const lines = isGiven
    ? [node.label === '' ? node.array : node.label, shape]
    : [opText(node, operands), ...(node.array === '' ? [] : [node.array]), shape];
  const kernel = isGiven ? -1 : (node.kernels[0] ?? -1);
  return { id: `n${node.id}`, kind: kindOf(node), lines, heads: 1, kernel };
}

/** Every node that is work, in the frame of the kernel that computes it first. */
export function nodeDrawing({ nodes, kernels, runs }: ExplainedProgram): ProgramDrawing {
  const boxes: ProgramBox[] = [];
  const edges: ProgramEdge[] = [];
  for (const node of nodes.filter(isDrawn)) {
    const operands = node.inputs.flatMap((id) => {
      const input = nodes[id];
      return input === undefined ? [] : [seenThrough(input, nodes)];
    });
    const box = boxOf(node, operands);
    boxes.push(box);
    for (const from of new Set(operands.filter(isDrawn))) {
      const isInside = from.placement !== 'input' && from.kernels[0] === node.kernels[0];
      const throughMemory = from.array !== '' && !isInside;
      edges.push({ from: `n${from.id}`, to: box.id, throughMemory, label: '' });
    }
  }
  const frames = kernels.map((kernel) => {
    return { kernel: kernel.index, title: kernelTitle(kernel, runs) };
  });
  return { boxes, edges, frames };
}
