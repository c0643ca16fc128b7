/**
 * The structure of a graph as a list of integers: equal lists mean equal programs. Values of numbers
 * and of random seeds are left out, since they are arguments.
 */

import { type DType, dtypes } from '../graph/dtype.js';
import type { Node, NodeOf } from '../graph/node.js';
import type { OpName } from '../graph/ops.js';

/** Collects integers and hashes them on the way. */
class KeyWriter {
  words: Int32Array = new Int32Array(4096);
  length = 0;
  hash = 0;

  reset(): void {
    this.length = 0;
    this.hash = 0x811c9dc5 | 0;
  }

  push(word: number): void {
    if (this.length === this.words.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.words);
      this.words = larger;
    }
    this.words[this.length] = word;
    this.length += 1;
    this.hash = Math.imul(this.hash ^ word, 0x01000193);
  }

  pushAll(list: readonly number[]): void {
    this.push(list.length);
    for (const word of list) this.push(word);
  }
}

type PushAttrs<K extends OpName> = (key: KeyWriter, attrs: NodeOf<K>['attrs']) => void;

const nothing = (): void => {};
const names = new Map<string, number>();

function numberOf(name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

const pushAttrs: { readonly [K in OpName]: PushAttrs<K> } = {
  data: nothing,
  full: nothing,
  iota: nothing,
  random: nothing,
  neg: nothing,
  abs: nothing,
  sign: nothing,
  exp: nothing,
  expm1: nothing,
  log: nothing,
  log1p: nothing,
  sqrt: nothing,
  sin: nothing,
  cos: nothing,
  tanh: nothing,
  erf: nothing,
  floor: nothing,
  cast: nothing,
  add: nothing,
  sub: nothing,
  mul: nothing,
  div: nothing,
  pow: nothing,
  maximum: nothing,
  minimum: nothing,
  lt: nothing,
  le: nothing,
  eq: nothing,
  ne: nothing,
  where: nothing,
  sum: (key, { dims }) => key.pushAll(dims),
  max: (key, { dims }) => key.pushAll(dims),
  reshape: nothing,
  permute: (key, { dims }) => key.pushAll(dims),
  expand: nothing,
  slice: (key, { start, step }) => {
    key.pushAll(start);
    key.pushAll(step);
  },
  window: (key, { dim, stride, dilation }) => {
    key.push(dim);
    key.push(stride);
    key.push(dilation);
  },
  alias: nothing,
  custom: nothing,
  place: (key, { placements }) => {
    for (const { start, step } of placements) {
      key.pushAll(start);
      key.pushAll(step);
    }
  },
  gather: (key, { dim, name }) => {
    key.push(dim);
    key.push(numberOf(name));
  },
  scatterAdd: (key, { dim, name }) => {
    key.push(dim);
    key.push(numberOf(name));
  },
  contract: (key, { batch, m, n }) => {
    key.push(batch);
    key.push(m);
    key.push(n);
  },
  cumsum: nothing,
  argsort: (key, { descending }) => key.push(Number(descending)),
};

const opNumbers = new Map(Object.keys(pushAttrs).map((op, i) => [op, i + 1]));
const dtypeNumbers: { readonly [D in DType]: number } = {
  bool: dtypes.indexOf('bool'),
  int32: dtypes.indexOf('int32'),
  float32: dtypes.indexOf('float32'),
  float64: dtypes.indexOf('float64'),
};

const writer = new KeyWriter();

/** A structure and its hash; `words` is only valid until the next call. */
export interface ProgramKey {
  readonly words: Int32Array;
  readonly hash: number;
}

/** The key of `order`, whose nodes are numbered by `index`, with the nodes that leave as outputs. */
export function programKey(
  order: readonly Node[],
  outputs: readonly Node[],
  onDevice: (output: Node) => boolean,
): ProgramKey {
  writer.reset();
  for (const node of order) {
    const isInput = node.value !== null;
    writer.push(isInput ? 0 : (opNumbers.get(node.op) ?? 0));
    writer.push(dtypeNumbers[node.dtype]);
    writer.pushAll(node.shape);
    if (isInput) continue;
    writer.push(node.inputs.length);
    for (const input of node.inputs) writer.push(input.index);
    pushAttrs[node.op](writer, node.attrs as never);
  }
  for (const output of outputs) writer.push(2 * output.index + Number(onDevice(output)));
  return { words: writer.words.subarray(0, writer.length), hash: writer.hash };
}

/** Whether a stored key is this one. */
export function sameKey(stored: Int32Array, key: ProgramKey): boolean {
  const { words } = key;
  if (stored.length !== words.length) return false;
  for (let i = 0; i < words.length; i++) if (stored[i] !== words[i]) return false;
  return true;
}
