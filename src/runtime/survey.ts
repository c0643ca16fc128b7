/**
 * What is found out about a graph before it runs, in one walk: the key of its program (its structure,
 * as a list of integers) and what the program is to run on.
 */

import { KeyWriter, pushNode } from '../compiler/structure.js';
import { type Node, walkGraph } from '../graph/node.js';
import { at } from '../list.js';
import { writeRandom } from './scalars.js';

/** A graph that is to run. */
export interface Survey {
  /** Equal keys mean equal programs. Valid until the next survey. */
  readonly key: KeyWriter;
  /** Nodes with values, on which the program works. */
  readonly inputs: readonly Node[];
  /** Its `full` and `random` nodes, and what they are this time. */
  readonly numbers: readonly Node[];
  readonly scalars: readonly number[];
}

const writer = new KeyWriter();

/** Whether the value of a node is there, so that nothing below it has to be computed. */
export function isKnown(node: Node): boolean {
  return node.value !== null;
}

/** Looks through the graph of `outputs`; `onDevice` tells which of them stay in device memory. */
export function survey(outputs: readonly Node[], onDevice: readonly boolean[]): Survey {
  const inputs: Node[] = [];
  const numbers: Node[] = [];
  const scalars: number[] = [];
  writer.reset();
  walkGraph(outputs, isKnown, (node) => {
    pushNode(writer, node);
    if (node.value !== null) inputs.push(node);
    else if (node.op === 'full') {
      numbers.push(node);
      scalars.push(node.attrs.value);
    } else if (node.op === 'random') {
      numbers.push(node);
      writeRandom(scalars, scalars.length, node.attrs);
    }
  });
  for (let i = 0; i < outputs.length; i++) {
    writer.push(2 * at(outputs, i).index + Number(onDevice[i]));
  }
  return { key: writer, inputs, numbers, scalars };
}
