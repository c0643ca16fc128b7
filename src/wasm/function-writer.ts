/**
 * Writes the body of one WebAssembly function: instructions by their text-format names, locals by
 * index, branches by label. It checks only what TypeScript can; the engine validates the rest.
 */

import { ByteWriter } from './byte-writer.js';
import { memoryLaneOpcodes, memoryOpcodes } from './memory-opcodes.js';
import { scalarOpcodes } from './scalar-opcodes.js';
import { laneOpcodes, vectorOpcodes } from './vector-opcodes.js';

const valueTypes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };
/** Bytes that most functions take. */
const bodyCapacity = 8192;
const simpleOpcodes = { ...scalarOpcodes, ...vectorOpcodes };

/** Type of a value on the stack. */
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** Parameters and results of a function. */
export interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** An instruction without immediates. */
export type SimpleInstruction = keyof typeof scalarOpcodes | keyof typeof vectorOpcodes;
/** An instruction whose immediate is a lane. */
export type LaneInstruction = keyof typeof laneOpcodes;
/** An instruction that accesses memory. */
export type MemoryInstruction = keyof typeof memoryOpcodes;
/** An instruction that moves one lane of a vector from or to memory. */
export type MemoryLaneInstruction = keyof typeof memoryLaneOpcodes;

/** Where a branch goes: the end of a block, the start of a loop. */
export interface Label {
  readonly depth: number;
}

/** Byte of a value type. */
export function codeOf(type: ValueType): number {
  return valueTypes[type];
}

/** One function; every method appends and returns the writer. */
export class FunctionWriter {
  readonly signature: Signature;
  /** What comes first when the function is called, and all that follows. */
  readonly #start = new ByteWriter();
  readonly #body = new ByteWriter(bodyCapacity);
  #code: ByteWriter = this.#body;
  readonly #locals: ValueType[] = [];
  #depth = 0;

  constructor(signature: Signature) {
    this.signature = signature;
  }

  /** A new local (they start at zero); parameters are the locals before it. */
  local(type: ValueType): number {
    return this.signature.params.length + this.#locals.push(type) - 1;
  }

  /** New locals with successive indices; returns the first. */
  locals(types: readonly ValueType[]): number {
    const first = this.signature.params.length + this.#locals.length;
    for (const type of types) this.#locals.push(type);
    return first;
  }

  /** Appends what `write` writes to the start of the function, before all else. */
  atStart(write: () => void): this {
    this.#code = this.#start;
    write();
    this.#code = this.#body;
    return this;
  }

  /** An instruction without immediates. */
  op(name: SimpleInstruction): this {
    return this.#opcode(simpleOpcodes[name]);
  }

  /** An instruction of one byte, so many times. */
  repeat(name: SimpleInstruction, count: number): this {
    this.#code.fill(simpleOpcodes[name], count);
    return this;
  }

  /** Pushes an i32, taken modulo 2^32. */
  i32(value: number): this {
    if (value >= -0x40 && value <= 0x3f) this.#code.pair(0x41, value & 0x7f);
    else this.#code.byte(0x41).s32(value);
    return this;
  }

  /** Pushes an i64. */
  i64(value: bigint): this {
    this.#code.byte(0x42).s64(value);
    return this;
  }

  /** Pushes an f32, rounded to nearest. */
  f32(value: number): this {
    this.#code.byte(0x43).f32(value);
    return this;
  }

  /** Pushes an f64. */
  f64(value: number): this {
    this.#code.byte(0x44).f64(value);
    return this;
  }

  /** Pushes a vector of sixteen bytes. */
  v128(bytes: ArrayLike<number>): this {
    this.#opcode(0xfd000c).#code.bytes(bytes);
    return this;
  }

  /** Pushes a local. */
  get(local: number): this {
    this.#code.pair(0x20, local);
    return this;
  }

  /** Pops into a local. */
  set(local: number): this {
    this.#code.pair(0x21, local);
    return this;
  }

  /** Copies the top into a local. */
  tee(local: number): this {
    this.#code.pair(0x22, local);
    return this;
  }

  /** Pushes a global. */
  getGlobal(index: number): this {
    this.#code.pair(0x23, index);
    return this;
  }

  /** A load, store or atomic at the popped address plus `offset` bytes (which never wraps). */
  memory(name: MemoryInstruction, offset = 0): this {
    const { code, align } = memoryOpcodes[name];
    this.#opcode(code).#code.pair(align, offset);
    return this;
  }

  /** A load or store of one lane. */
  memoryLane(name: MemoryLaneInstruction, lane: number, offset = 0): this {
    const { code, align } = memoryLaneOpcodes[name];
    this.#opcode(code).#code.pair(align, offset).byte(lane);
    return this;
  }

  /** Extracts or replaces a lane. */
  lane(name: LaneInstruction, lane: number): this {
    this.#opcode(laneOpcodes[name]).#code.byte(lane);
    return this;
  }

  /** i8x16.shuffle: byte i is byte `pattern[i]` of the two popped vectors, first one first. */
  shuffle(pattern: ArrayLike<number>): this {
    this.#opcode(0xfd000d).#code.bytes(pattern);
    return this;
  }

  /** Calls a function by index. */
  call(index: number): this {
    this.#code.pair(0x10, index);
    return this;
  }

  /** Calls the function at the popped index of a table; `type` comes from `ModuleWriter.type`. */
  callIndirect(type: number, table = 0): this {
    this.#code.byte(0x11).u32(type).u32(table);
    return this;
  }

  /** Size of memory in pages of 64 KiB. */
  memorySize(): this {
    this.#code.byte(0x3f).byte(0);
    return this;
  }

  /** Pops a size, a byte and an address, and fills. */
  memoryFill(): this {
    this.#opcode(0xfc000b).#code.byte(0);
    return this;
  }

  /** Pops a size, a source and a destination, and copies; they may overlap. */
  memoryCopy(): this {
    this.#opcode(0xfc000a).#code.byte(0).byte(0);
    return this;
  }

  /** block: a branch to its label leaves it. */
  block(body: (label: Label) => void): this {
    return this.#structured(0x02, body);
  }

  /** loop: a branch to its label repeats it; reaching the end leaves it. */
  loop(body: (label: Label) => void): this {
    return this.#structured(0x03, body);
  }

  /** if the popped i32 is not zero. */
  if(then: () => void, otherwise?: () => void): this {
    return this.#structured(0x04, () => {
      then();
      if (otherwise === undefined) return;
      this.#code.byte(0x05);
      otherwise();
    });
  }

  /** Branches to a label around this point. */
  br(label: Label): this {
    this.#code.pair(0x0c, this.#depth - label.depth);
    return this;
  }

  /** Branches when the popped i32 is not zero. */
  brIf(label: Label): this {
    this.#code.pair(0x0d, this.#depth - label.depth);
    return this;
  }

  /** The function as the code section holds it, without its size. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const out = new ByteWriter(
      this.#start.length + this.#body.length + 4 * this.#locals.length + 8,
    );
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = runs[runs.length - 1];
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    out.u32(runs.length);
    for (const { type, count } of runs) out.u32(count).byte(codeOf(type));
    return out.bytes(this.#start.finished()).bytes(this.#body.finished()).byte(0x0b).finished();
  }

  #opcode(code: number): this {
    if (code > 0xffff) this.#code.pair(code >> 16, code & 0xffff);
    else this.#code.byte(code);
    return this;
  }

  #structured(opcode: number, body: (label: Label) => void): this {
    this.#code.pair(opcode, 0x40);
    this.#depth++;
    body({ depth: this.#depth });
    this.#depth--;
    this.#code.byte(0x0b);
    return this;
  }
}
