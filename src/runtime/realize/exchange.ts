/**
 * Values as plain arrays where they lie, for those who hand memory to other processes: what is
 * written there is the value from then on, so nobody else may hold it.
 */

import { pointerOf } from '../../backend/cpu/memory/store.js';
import { realized } from '../../graph/builders/source.js';
import { bytesOf, type DType, type StorageArray } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import { numel, type Shape } from '../../graph/shape.js';
import { Storage } from '../../graph/storage.js';
import { cpuDevice } from '../devices.js';
import { storageOf } from '../values/settle.js';
import { hostArray, realize } from './realize.js';

/**
 * The elements of a node that has a value: a view of device memory, valid until that grows, or the
 * host array of a value that is not there. The next call may move the value.
 */
export function elementsOf(node: Node, call: string): StorageArray {
  const storage = storageOf(node);
  const cpu = cpuDevice();
  if (storage.device === null || storage.home !== cpu.residency || storage.stale !== null) {
    return hostArray(node, call);
  }
  return cpu.memory.view(pointerOf(storage.device), storage.dtype, storage.length);
}

/** As `elementsOf`, of a value that is about to be written: a host array would be out of date. */
export function writableElementsOf(node: Node, call: string): StorageArray {
  const elements = elementsOf(node, call);
  const storage = storageOf(node);
  if (storage.host !== elements) storage.host = null;
  return elements;
}

/**
 * Computes `nodes`, and hands over the elements of those that are `early`, to be written to, as
 * soon as they are there; `between` is called now and then while the others are computed.
 */
export function realizeInTurn(
  nodes: readonly Node[],
  early: ReadonlySet<Node>,
  ready: (node: Node, elements: StorageArray) => void,
  between: () => void,
): void {
  const told = new Set<Node>();
  const { memory } = cpuDevice();
  realize(nodes, 'realize', {
    nodes: early,
    ready: (node, block) => {
      told.add(node);
      ready(node, memory.view(pointerOf(block), node.dtype, numel(node.shape)));
    },
    between,
  });
  for (const node of early) {
    if (!told.has(node)) ready(node, writableElementsOf(node, 'realize'));
  }
}

/** A node whose value is in memory that nobody has written yet. */
export function unwritten(shape: Shape, dtype: DType): Node {
  const storage = new Storage(dtype, numel(shape), null);
  const { residency } = cpuDevice();
  residency.adopt(storage, residency.allocate(storage.length * bytesOf(dtype)));
  return realized(storage, shape);
}
