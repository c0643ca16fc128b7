/** Computes nodes on a device of one's own, beside the package's: compiles, assembles, runs. */

import type { CpuDevice } from '../../src/backend/cpu/device.js';
import { Program } from '../../src/backend/cpu/program.js';
import type { Fault } from '../../src/backend/device.js';
import { compileGraph } from '../../src/compiler/compile.js';
import type { Launch } from '../../src/compiler/lower/launch.js';
import { bytesOf, type StorageArray } from '../../src/graph/dtype.js';
import { type Node, topologicalOrder } from '../../src/graph/node.js';
import { numel } from '../../src/graph/shape.js';
import { Storage } from '../../src/graph/storage.js';
import { scalarOffsets, writeRandom } from '../../src/runtime/programs/scalars.js';
import { hostArray } from '../../src/runtime/realize/realize.js';

/** What a run left. */
export interface Outcome {
  readonly values: readonly StorageArray[];
  readonly fault: Fault | null;
  readonly launches: readonly Launch[];
}

/** The numbers of `full` and `random` nodes, in their order. */
function scalarsOf(numbers: readonly Node[]): number[] {
  const scalars: number[] = [];
  for (const node of numbers) {
    if (node.op === 'full') scalars.push(node.attrs.value);
    if (node.op === 'random') writeRandom(scalars, scalars.length, node.attrs);
  }
  return scalars;
}

/** Runs the program between what has values and `outputs`, which have none and get none. */
export function runOn(device: CpuDevice, outputs: readonly Node[]): Outcome {
  const order = topologicalOrder(outputs, (node) => node.value !== null);
  const inputs = order.filter((node) => node.value !== null);
  const numbers = order.filter(({ op, value }) => {
    return value === null && (op === 'full' || op === 'random');
  });
  const graph = compileGraph(order, inputs, outputs, scalarOffsets(numbers), device.target);
  const program = new Program(device, {
    ...graph,
    inputs: inputs.length,
    outputs: outputs.map(({ dtype, shape }, i) => ({
      place: i % 2 === 0 ? 'host' : 'device',
      bytes: numel(shape) * bytesOf(dtype),
    })),
  });
  // Copies: the storages of nodes may lie in the memory of the package's own device.
  const given = inputs.map((node) => {
    return new Storage(node.dtype, numel(node.shape), hostArray(node).slice());
  });
  const results = outputs.map(({ dtype, shape }) => new Storage(dtype, numel(shape), null));
  const fault = program.run(given, scalarsOf(numbers), results);
  const values = fault === null ? results.map((result) => device.residency.read(result)) : [];
  program.release();
  return { values, fault, launches: graph.batches.flat() };
}
