/**
 * What is found out about a graph before it runs, in one walk: the key of its program (its structure,
 * as a list of integers) and what the program is to run on.
 */

import { KeyWriter, pushNode } from '../compiler/structure.js';
import { type Node, newWalk } from '../graph/node.js';
import { at } from '../list.js';
import { writeRandom } from './scalars.js';

const writer = new KeyWriter();
/** The way from an output to the node at hand; empty between surveys. */
const path: Node[] = [];

/** A graph that is to run. */
export class Survey {
  /** Equal keys mean equal programs. Valid until the next survey. */
  readonly key: KeyWriter = writer;
  /** Nodes with values, on which the program works. */
  readonly inputs: Node[] = [];
  /** Its `full` and `random` nodes, and what they are this time. */
  readonly numbers: Node[] = [];
  readonly scalars: number[] = [];
  #count = 0;

  /** Looks through the graph of `outputs`; `onDevice` tells which of them stay in device memory. */
  constructor(outputs: readonly Node[], onDevice: readonly boolean[]) {
    const walk = newWalk();
    writer.reset();
    for (const output of outputs) if (output.visit !== walk) this.#lookBelow(output, walk);
    for (let i = 0; i < outputs.length; i++) {
      writer.push(2 * at(outputs, i).index + Number(onDevice[i]));
    }
    // Says where the nodes end, so that no output is taken for one.
    writer.push(this.#count);
  }

  /** The walk of `topologicalOrder`, written out: calls for each node would double its time. */
  #lookBelow(output: Node, walk: number): void {
    let node: Node | undefined = output;
    node.visit = walk;
    node.index = 0;
    while (node !== undefined) {
      const input: Node | undefined = node.inputs[node.index];
      if (input === undefined) {
        this.#add(node);
        node = path.pop();
        continue;
      }
      node.index += 1;
      if (input.visit === walk) continue;
      input.visit = walk;
      if (input.value !== null || input.inputs.length === 0) {
        this.#add(input);
        continue;
      }
      input.index = 0;
      path.push(node);
      node = input;
    }
  }

  /** Adds a node whose inputs have been added. */
  #add(node: Node): void {
    node.index = this.#count++;
    pushNode(writer, node);
    if (node.value !== null) this.inputs.push(node);
    else if (node.op === 'full') {
      this.numbers.push(node);
      this.scalars.push(node.attrs.value);
    } else if (node.op === 'random') {
      this.numbers.push(node);
      writeRandom(this.scalars, this.scalars.length, node.attrs);
    }
  }
}
