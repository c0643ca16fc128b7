/**
 * Runs a graph piece by piece, each by a small program that other graphs have in common with it. So
 * a new graph need not be compiled as a whole; compiling it pays from its second or third time on.
 * Both ways give the same bits, since the bits of a value depend on its node alone.
 */

import type { Place } from '../../backend/block-store.js';
import type { Device, Fault } from '../../backend/device.js';
import { isFirstUse, maxStagedBytes, storageBytes } from '../../backend/residency.js';
import type { Site } from '../../compiler/lower/launch.js';
import { cutIntoPieces, type Piece } from '../../compiler/schedule/pieces.js';
import { internal } from '../../errors.js';
import { bytesOf } from '../../graph/dtype.js';
import { type Node, topologicalOrder } from '../../graph/node.js';
import { numel } from '../../graph/shape.js';
import type { Block, Storage } from '../../graph/storage.js';
import { at } from '../../list.js';
import type { ProgramSource } from '../programs/program-cache.js';
import { writeNumber } from '../programs/scalars.js';
import { Offsets } from './offsets.js';
import { type PieceProgram, pieceProgram, trimPieces } from './piece-cache.js';

/** A fault, and what the program that met it says of it. */
export interface PieceFault {
  readonly fault: Fault;
  readonly sites: readonly Site[];
}

/** Where a node is while the pieces run: at an offset of a block, null for the arena. */
interface Spot {
  readonly block: Block | null;
  readonly offset: number;
}

/** One piece, ready to run. */
interface Step {
  readonly piece: Piece;
  readonly program: PieceProgram;
}

class PiecewiseRun {
  readonly #device: Device;
  readonly #source: ProgramSource;
  readonly #spots = new Map<Node, Spot>();
  readonly #offsets = new Offsets();
  readonly #blocks: (Block | null)[];
  /** Values that are copied to the arena before the first piece runs. */
  readonly #staged: { readonly storage: Storage; readonly offset: number }[] = [];
  #bytes = 0;

  constructor(device: Device, source: ProgramSource) {
    this.#device = device;
    this.#source = source;
    this.#blocks = source.outputs.map(() => null);
  }

  /** Computes the outputs; `makeRoom` may give memory up before they get theirs. */
  run(outputs: readonly Storage[], makeRoom: () => void): PieceFault | null {
    const pieces = this.#cut();
    const steps = pieces.map((piece): Step => {
      return { piece, program: pieceProgram(this.#device, piece) };
    });
    this.#placeInputs();
    makeRoom();
    try {
      this.#placeOutputs(outputs);
      this.#placeTemporaries(steps);
      const fault = this.#execute(steps);
      if (fault === null) this.#handOver(outputs);
      const count = this.#source.inputs.length + outputs.length;
      this.#device.residency.endRun(count, this.#bytes);
      return fault;
    } finally {
      for (const block of this.#blocks) if (block !== null) this.#device.residency.free(block);
      trimPieces();
    }
  }

  #cut(): Piece[] {
    const { outputs, slices } = this.#source;
    const roots = outputs.map(({ node }) => node);
    // A slice that is asked for itself is copied from what it is a slice of.
    const sliced = new Set(slices.map(({ node }) => node));
    for (const root of roots) sliced.delete(root);
    const order = topologicalOrder(roots, (node) => node.value !== null || sliced.has(node));
    const given = new Set(order.filter((node) => node.value !== null || sliced.has(node)));
    const strides = new Map(slices.map((slice) => [slice.node, slice.strides]));
    return cutIntoPieces(order, given, roots, strides);
  }

  /** Inputs are where they are; those in their first use will be copied to the arena. */
  #placeInputs(): void {
    const { inputs, offsets, slices } = this.#source;
    const nodes = inputs.slice();
    for (const { node, place } of slices) nodes[place] = node;
    const known = new Map<Storage, Spot>();
    inputs.forEach((base, i) => {
      const storage = base.value;
      if (storage === null) return;
      let spot = known.get(storage);
      if (spot === undefined) {
        spot = this.#placeInput(storage);
        known.set(storage, spot);
      }
      this.#spots.set(base, spot);
      this.#spots.set(at(nodes, i), { ...spot, offset: spot.offset + (offsets[i] ?? 0) });
    });
  }

  #placeInput(storage: Storage): Spot {
    const { residency } = this.#device;
    const bytes = storageBytes(storage);
    this.#bytes += bytes;
    if (!isFirstUse(storage) || bytes > maxStagedBytes) {
      return { block: residency.ensure(storage), offset: 0 };
    }
    const offset = this.#offsets.take(bytes);
    this.#staged.push({ storage, offset });
    return { block: null, offset };
  }

  #placeOutputs(outputs: readonly Storage[]): void {
    const { residency } = this.#device;
    this.#source.outputs.forEach(({ node, staysOnDevice }, i) => {
      const bytes = storageBytes(at(outputs, i));
      this.#bytes += bytes;
      if (staysOnDevice) {
        const block = residency.allocate(bytes);
        this.#blocks[i] = block;
        this.#spots.set(node, { block, offset: 0 });
      } else this.#spots.set(node, { block: null, offset: this.#offsets.take(bytes) });
    });
  }

  /**
   * Results of pieces lie in the arena from the piece that makes them to the last that reads them.
   */
  #placeTemporaries(steps: readonly Step[]): void {
    const lastReader = new Map<Node, number>();
    steps.forEach(({ piece }, i) => {
      for (const { base } of piece.inputs) lastReader.set(base, i);
    });
    const temporaries = new Set<Node>();
    steps.forEach(({ piece: { root, inputs } }, i) => {
      if (!this.#spots.has(root)) {
        temporaries.add(root);
        this.#spots.set(root, { block: null, offset: this.#offsets.take(nodeBytes(root)) });
      }
      for (const { base } of inputs) {
        if (lastReader.get(base) !== i || !temporaries.delete(base)) continue;
        this.#offsets.leave(this.#spotOf(base).offset, nodeBytes(base));
      }
    });
  }

  #spotOf(node: Node): Spot {
    const spot = this.#spots.get(node);
    if (spot === undefined) throw internal(`${node.op} has no place`);
    return spot;
  }

  #execute(steps: readonly Step[]): PieceFault | null {
    const { arena, residency } = this.#device;
    const scratch = this.#offsets.top;
    let needed = 0;
    for (const { program } of steps) needed = Math.max(needed, program.program.arenaBytes);
    const room = arena.reserve(scratch + needed);
    for (const { storage, offset } of this.#staged) {
      residency.copyTo(storage, { block: room, offset });
    }
    const placeOf = (node: Node, bytes = 0): Place => {
      const { block, offset } = this.#spotOf(node);
      return { block: block ?? room, offset: offset + bytes };
    };
    const temporaries = { block: room, offset: scratch };
    for (const { piece, program } of steps) {
      const inputs = piece.inputs.map(({ base, offset }) => {
        return placeOf(base, offset * bytesOf(base.dtype));
      });
      const scalars = scalarsOf(piece.numbers);
      const to = placeOf(piece.root);
      const fault = program.program.runAt(inputs, to, temporaries, scalars);
      if (fault !== null) return { fault, sites: program.sites };
    }
    return null;
  }

  #handOver(outputs: readonly Storage[]): void {
    const { residency, store, arena } = this.#device;
    const room = arena.reserve(0);
    this.#source.outputs.forEach(({ node }, i) => {
      const storage = at(outputs, i);
      const block = this.#blocks[i] ?? null;
      if (block !== null) {
        residency.adopt(storage, block);
        this.#blocks[i] = null;
      } else {
        const { offset } = this.#spotOf(node);
        storage.host = store.download({ block: room, offset }, storage.dtype, storage.length);
      }
    });
  }
}

function nodeBytes({ shape, dtype }: Node): number {
  return numel(shape) * bytesOf(dtype);
}

function scalarsOf(numbers: readonly Node[]): number[] {
  const scalars: number[] = [];
  for (const node of numbers) writeNumber(scalars, node);
  return scalars;
}

/**
 * Computes a graph piece by piece and gives each of `outputs`, which are storages without a value,
 * its value. When a kernel met an index out of range, returns that and leaves them empty.
 */
export function runPiecewise(
  device: Device,
  source: ProgramSource,
  outputs: readonly Storage[],
  makeRoom: () => void,
): PieceFault | null {
  return new PiecewiseRun(device, source).run(outputs, makeRoom);
}
