/**
 * `SummaryWriter`: files that TensorBoard shows. What a message says is in summaries.ts, how it
 * stands in the file in record.ts. Node and Deno only.
 */

import { ValueError } from '../../errors.js';
import { fileError } from '../../io/file-errors.js';
import { makeFolder } from '../../io/make-folder.js';
import { nodeModule } from '../../io/node-modules.js';
import type { Module } from '../../nn/index.js';
import * as signatures from '../../signatures/train.js';
import type { Tensor } from '../../tensor/index.js';
import { bytes, double, type Field, message, text, whole } from './proto-writer.js';
import { recordOf } from './record.js';
import {
  type GraphNode,
  graphOf,
  type HyperParameter,
  histogramValue,
  hparamsValues,
  imageValue,
  scalarValue,
  textValue,
} from './summaries.js';

const op = 'SummaryWriter';

/** Where an event stands. */
interface At {
  /** Number of the step, 0 by default. */
  readonly step?: number;
}

/**
 * Writes an event file into `folder`, one of its own: several writers, and a training that goes on,
 * never write into the same file. `torch.utils.tensorboard.SummaryWriter`. Each event is in the
 * file when the call returns.
 *
 * @throws DataError when the folder or the file cannot be made or written.
 *
 * @example
 * const writer = new SummaryWriter('runs/scalars'); // then: tensorboard --logdir runs
 * for (let step = 0; step < 3; step++) writer.addScalar('loss/train', 1 / (step + 1), { step });
 * console.log(writer.path.startsWith('runs/scalars/events.out.tfevents')); // true
 */
export class SummaryWriter {
  /** Path of the event file. */
  readonly path: string;

  constructor(folder: string) {
    signatures.SummaryWriter.check(arguments);
    makeFolder(op, folder);
    const seconds = Date.now() / 1000;
    const { randomUUID } = nodeModule(op, 'node:crypto');
    const own = `${process.pid}.${randomUUID().slice(0, 8)}`;
    const name = `events.out.tfevents.${Math.floor(seconds)}.chainrule.${own}`;
    this.path = nodeModule(op, 'node:path').join(folder, name);
    this.#write(0, text(3, 'brain.Event:2'));
  }

  /** A number, such as a loss; names with slashes are shown in groups. */
  addScalar(tag: string, value: number, at: At = {}): void {
    signatures.SummaryWriter$addScalar.check(arguments);
    this.#add([scalarValue(tag, value)], at);
  }

  /** How numbers are spread; NaN and infinities are left out. @throws ValueError for none. */
  addHistogram(tag: string, values: Tensor | ArrayLike<number>, at: At = {}): void {
    signatures.SummaryWriter$addHistogram.check(arguments);
    const numbers = 'toTypedArray' in values ? values.toTypedArray() : values;
    this.#add([histogramValue(tag, numbers)], at);
  }

  /** A picture, as the bytes of a PNG file. @throws ValueError for something else. */
  addImage(tag: string, png: Uint8Array, at: At = {}): void {
    signatures.SummaryWriter$addImage.check(arguments);
    this.#add([imageValue(tag, png)], at);
  }

  /** Text in Markdown. */
  addText(tag: string, markdown: string, at: At = {}): void {
    signatures.SummaryWriter$addText.check(arguments);
    this.#add([textValue(tag, markdown)], at);
  }

  /** Hyper-parameters of the run, and how good it was with them. */
  addHparams(
    parameters: Readonly<Record<string, HyperParameter>>,
    metrics: Readonly<Record<string, number>>,
  ): void {
    signatures.SummaryWriter$addHparams.check(arguments);
    const names = Object.keys(metrics);
    for (const value of hparamsValues(parameters, names)) this.#add([value], {});
    for (const [name, value] of Object.entries(metrics)) this.addScalar(name, value);
  }

  /** The modules of a model, as a graph of groups. */
  addGraph(model: Module | readonly GraphNode[]): void {
    signatures.SummaryWriter$addGraph.check(arguments);
    const nodes = 'namedModules' in model ? nodesOf(model) : model;
    this.#write(0, bytes(4, graphOf(nodes)));
  }

  #add(values: readonly Uint8Array[], { step = 0 }: At): void {
    if (!Number.isSafeInteger(step) || step < 0) {
      throw new ValueError(`${op}: step must be a whole number, got ${step}`);
    }
    this.#write(step, bytes(5, message(...values.map((value) => bytes(1, value)))));
  }

  #write(step: number, what: Field): void {
    const event = message(double(1, Date.now() / 1000), whole(2, step), what);
    try {
      nodeModule(op, 'node:fs').appendFileSync(this.path, recordOf(event));
    } catch (error) {
      throw fileError(op, 'write', this.path, error);
    }
  }
}

/** Modules in their order, each fed by the one before it in the same module. */
function nodesOf(model: Module): GraphNode[] {
  const names = model.namedModules().filter(([name]) => name !== '');
  const isLeaf = (name: string): boolean => !names.some(([other]) => other.startsWith(`${name}.`));
  const leaves = names.filter(([name]) => isLeaf(name));
  return leaves.map(([name, module], i) => {
    const before = leaves[i - 1]?.[0];
    const inputs = before === undefined ? [] : [before.replaceAll('.', '/')];
    return { name: name.replaceAll('.', '/'), op: module.constructor.name, inputs };
  });
}
