/**
 * The structure of nodes as integers: equal lists mean equal computations. Values of numbers and of
 * random seeds are left out, since they are arguments; shapes and dtypes that follow from the
 * inputs are left out, too.
 */

import { internal } from '../../errors.js';
import { type DType, dtypes } from '../../graph/dtype.js';
import type { Node, NodeOf } from '../../graph/node.js';
import type { OpName, OpsOf } from '../../graph/ops.js';
import { opNames } from '../../graph/traits.js';

/**
 * Collects integers, to be compared with other lists of them. Most lists are like the one before,
 * so words are compared with it as they are written.
 */
export class KeyWriter {
  words: Int32Array = new Int32Array(4096);
  length = 0;
  #lengthBefore = 0;
  #hasChanged = false;

  /** Starts a list. */
  reset(): void {
    this.#lengthBefore = this.length;
    this.#hasChanged = false;
    this.length = 0;
  }

  push(word: number): void {
    const { length } = this;
    if (length === this.words.length) this.#grow();
    if (this.words[length] !== word) {
      this.words[length] = word;
      this.#hasChanged = true;
    }
    this.length = length + 1;
  }

  /** Whether the list is equal to the one before it. */
  get isUnchanged(): boolean {
    return !this.#hasChanged && this.length === this.#lengthBefore;
  }

  pushAll(list: readonly number[]): void {
    this.push(list.length);
    for (let i = 0; i < list.length; i++) this.push(list[i] ?? 0);
  }

  /** A copy of what has been written. */
  copy(): Int32Array {
    return this.words.slice(0, this.length);
  }

  /** Whether these words have been written. */
  equals(words: Int32Array): boolean {
    const { words: own, length } = this;
    if (words.length !== length) return false;
    for (let i = 0; i < length; i++) if (words[i] !== own[i]) return false;
    return true;
  }

  /** A number that equal words have in common, and others hardly ever. */
  hash(): number {
    let hash = 0x811c9dc5 | 0;
    for (let i = 0; i < this.length; i++) {
      hash = Math.imul(hash ^ (this.words[i] ?? 0), 0x01000193);
    }
    return hash;
  }

  #grow(): void {
    const larger = new Int32Array(2 * this.length);
    larger.set(this.words);
    this.words = larger;
  }
}

/** What the inputs do not tell of a node; null when they tell everything. */
type Encode<K extends OpName> = ((key: KeyWriter, node: NodeOf<K>) => void) | null;

const names = new Map<string, number>();

function numberOf(name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

/** Bits of a word that hold a dtype. */
const DTYPE_BITS = 4;

/** A number for each dtype, which fits beside a rank. */
export function numberDTypes(names: readonly string[]): ReadonlyMap<string, number> {
  if (names.length > 1 << DTYPE_BITS) {
    throw internal(`${names.length} dtypes do not fit into ${DTYPE_BITS} bits of a key`);
  }
  return new Map(names.map((name, i) => [name, i]));
}

/** One word that is another one for each rank and each dtype, by its number. */
export function packLooks(rank: number, dtype: number): number {
  return (rank << DTYPE_BITS) | dtype;
}

const dtypeNumbers = numberDTypes(dtypes);
const float32Number = dtypeNumbers.get('float32') ?? 0;

function numberOfDType(dtype: DType): number {
  // A comparison in most cases, which takes a fraction of the time of a look-up by name.
  return dtype === 'float32' ? float32Number : (dtypeNumbers.get(dtype) ?? 0);
}

function pushLooks(key: KeyWriter, { dtype, shape }: Node): void {
  key.push(packLooks(shape.length, numberOfDType(dtype)));
  for (let d = 0; d < shape.length; d++) key.push(shape[d] ?? 0);
}

const pushShape = (key: KeyWriter, { shape }: Node): void => key.pushAll(shape);
const pushDims = (key: KeyWriter, node: NodeOf<'sum' | 'max' | 'permute'>): void =>
  key.pushAll(node.attrs.dims);

/** Ops whose result follows from the inputs, and which have no attributes: their kinds say so. */
type PlainKind = 'unary' | 'arithmetic' | 'comparison' | 'choice';

const encoders: { readonly [K in Exclude<OpName, OpsOf<PlainKind>>]: Encode<K> } = {
  data: pushLooks,
  full: pushLooks,
  iota: pushLooks,
  random: pushLooks,
  cast: (key, { dtype }) => key.push(numberOfDType(dtype)),
  ensure: (key, { attrs: { name, problem } }) => {
    key.push(numberOf(name));
    key.push(numberOf(problem));
  },
  sum: pushDims,
  max: pushDims,
  reshape: pushShape,
  permute: pushDims,
  expand: pushShape,
  slice: (key, { shape, attrs: { start, step } }) => {
    key.pushAll(shape);
    key.pushAll(start);
    key.pushAll(step);
  },
  window: (key, { attrs: { dim, size, stride, dilation } }) => {
    key.push(dim);
    key.push(size);
    key.push(stride);
    key.push(dilation);
  },
  alias: null,
  custom: null,
  place: (key, { shape, attrs: { placements } }) => {
    key.pushAll(shape);
    for (const { start, step } of placements) {
      key.pushAll(start);
      key.pushAll(step);
    }
  },
  gather: (key, { attrs: { dim, name } }) => {
    key.push(dim);
    key.push(numberOf(name));
  },
  scatterAdd: (key, { attrs: { dim, size, name } }) => {
    key.push(dim);
    key.push(size);
    key.push(numberOf(name));
  },
  contract: (key, { attrs: { batch, m, n, aTransposed, bTransposed } }) => {
    key.push(4 * batch + (aTransposed ? 2 : 0) + (bTransposed ? 1 : 0));
    key.push(m);
    key.push(n);
  },
  cumsum: null,
  cummax: (key, { attrs: { gives } }) => key.push(Number(gives === 'values')),
  argsort: (key, { attrs: { descending, count } }) => {
    key.push(Number(descending));
    key.push(count);
  },
};

/** Number of an op in keys, with its encoder. */
interface OpCode {
  readonly op: string;
  readonly code: number;
  readonly encode: Encode<OpName>;
}

/** Bits of a word that hold the number of an op. */
const OP_BITS = 6;
/** Stands where the op does, when its inputs have larger numbers. */
const LONG_FORM = (1 << OP_BITS) - 1;
/** Stands where the op does for a slice of a value. */
const SLICE_INPUT = LONG_FORM - 1;

/** What `pushNode` returns for a node with a value. */
export const inputCode = 0;

/** A number for each op, between those that stand for something else. */
export function numberOps(names: readonly string[]): ReadonlyMap<string, number> {
  const first = inputCode + 1;
  if (first + names.length > SLICE_INPUT) {
    throw internal(`${names.length} ops do not fit into ${OP_BITS} bits of a key`);
  }
  return new Map(names.map((name, i) => [name, first + i]));
}

const encoderOf: ReadonlyMap<string, Encode<OpName>> = new Map(
  Object.entries(encoders) as [string, Encode<OpName>][],
);
const opCodes: ReadonlyMap<string, OpCode> = new Map(
  [...numberOps(opNames)].map(([op, code]) => [
    op,
    { op, code, encode: encoderOf.get(op) ?? null },
  ]),
);

/** The ops that stood at the first places of the last graphs: mostly the same come again. */
const lastAt: OpCode[] = new Array<OpCode>(1024).fill({ op: '', code: 0, encode: null });

/** A comparison in most cases, which takes a fraction of the time of a look-up by name. */
function opCodeOf({ op, index }: Node): OpCode {
  const place = index % lastAt.length;
  const last = lastAt[place];
  if (last?.op === op) return last;
  const found = opCodes.get(op);
  if (found === undefined) throw internal(`${op} has no code`);
  lastAt[place] = found;
  return found;
}

/** An op and two inputs with smaller numbers than this share one word: 6, 2, 12 and 12 bits. */
const SMALL_INDEX = 4096;
/** Stands for this many inputs, or more. */
const MANY = 3;

function pushInputs(key: KeyWriter, code: number, inputs: readonly Node[]): void {
  const { length } = inputs;
  const first = length > 0 ? (inputs[0]?.index ?? 0) : 0;
  const second = length > 1 ? (inputs[1]?.index ?? 0) : 0;
  if (first < SMALL_INDEX && second < SMALL_INDEX) {
    key.push(code | (Math.min(length, MANY) << OP_BITS) | (first << 8) | (second << 20));
    if (length >= MANY) pushRest(key, inputs, 2);
    return;
  }
  key.push(LONG_FORM);
  key.push(code);
  pushRest(key, inputs, 0);
}

/** Writes what is in memory before, whatever it was computed from. */
export function pushInput(key: KeyWriter, node: Node): void {
  key.push(inputCode);
  pushLooks(key, node);
}

/**
 * Writes a slice of a value, which is an input of its own. Where it starts is left out, and what it
 * is a slice of: that tells where the input lies.
 */
export function pushSlice(key: KeyWriter, node: Node, strides: readonly number[]): void {
  key.push(SLICE_INPUT);
  pushLooks(key, node);
  for (let d = 0; d < strides.length; d++) key.push(strides[d] ?? 0);
}

function pushRest(key: KeyWriter, inputs: readonly Node[], from: number): void {
  key.push(inputs.length);
  for (let i = from; i < inputs.length; i++) key.push(inputs[i]?.index ?? 0);
}

/** What `pushNode` returns for nodes of these ops. */
export const fullCode: number = codeOf('full');
export const randomCode: number = codeOf('random');

function codeOf(op: OpName): number {
  return opCodes.get(op)?.code ?? inputCode;
}

/**
 * Writes one node, whose inputs are numbered by `index`, and returns the number of its op in keys.
 */
export function pushNode(key: KeyWriter, node: Node): number {
  if (node.value !== null) {
    pushInput(key, node);
    return inputCode;
  }
  const { code, encode } = opCodeOf(node);
  pushInputs(key, code, node.inputs);
  if (encode !== null) encode(key, node as never);
  return code;
}
