/** The programs of pieces, by their structure. */

import type { Device, LoadedProgram } from '../../backend/device.js';
import { compileGraph } from '../../compiler/compile.js';
import type { Site } from '../../compiler/lower/launch.js';
import type { Piece, PieceInput } from '../../compiler/schedule/pieces.js';
import { type InputSlice, withStandIns } from '../../compiler/simplify/input-slices.js';
import { KeyWriter, pushInput, pushNode, pushSlice } from '../../compiler/simplify/structure.js';
import { bytesOf } from '../../graph/dtype.js';
import { numel } from '../../graph/shape.js';
import { at } from '../../list.js';
import { BoundedCache, type CacheEntry } from '../programs/bounded-cache.js';
import { scalarOffsets } from '../programs/scalars.js';

/** A compiled piece with what its faults mean. */
export interface PieceProgram extends CacheEntry {
  readonly program: LoadedProgram;
  readonly sites: readonly Site[];
}

const maxBytes = 16 * 2 ** 20;
const writer = new KeyWriter();
const pieces = new BoundedCache<PieceProgram>(maxBytes, ({ program }) => program.release());

/** The program of a piece, compiled now if it is new. */
export function pieceProgram(device: Device, piece: Piece): PieceProgram {
  writeKey(piece, device);
  const hash = writer.hash();
  return pieces.find(writer, hash) ?? newProgram(device, piece, hash);
}

/** Numbers the nodes of the piece on the way. */
function writeKey({ order, inputs }: Piece, { id }: Device): void {
  writer.reset();
  let next = 0;
  for (let i = 0; i < order.length; i++) {
    const node = at(order, i);
    node.index = i;
    const input = inputs[next];
    if (node !== input?.node) pushNode(writer, node);
    else {
      next += 1;
      if (isRowByRow(input)) pushInput(writer, node);
      else pushSlice(writer, node, input.strides);
    }
  }
  writer.push(order.length);
  writer.push(id);
}

function newProgram(device: Device, piece: Piece, hash: number): PieceProgram {
  const key = writer.copy();
  const { root, numbers } = piece;
  const span = withStandIns(
    { order: piece.order, inputs: piece.inputs.map(({ node }) => node), outputs: [root] },
    standInsOf(piece),
    new Map(),
  );
  const places = scalarOffsets(numbers);
  const graph = compileGraph(span.order, span.inputs, span.outputs, places, device.target, {
    lower: device.lower,
    prepare: (launch) => device.prepare(launch),
  });
  const program = device.load({
    ...graph,
    inputs: span.inputs.length,
    slices: new Set(),
    outputs: [{ place: 'device', bytes: numel(root.shape) * bytesOf(root.dtype) }],
  });
  const bytes = program.bytes + key.byteLength;
  const entry = { key, hash, bytes, lastUse: 0, isForgotten: false, program, sites: graph.sites };
  pieces.add(entry);
  return entry;
}

function isRowByRow({ node: { shape }, strides }: PieceInput): boolean {
  let expected = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    if (strides[d] !== expected) return false;
    expected *= shape[d] ?? 1;
  }
  return true;
}

/** Stand-ins for all inputs: few have a value of their own. */
function standInsOf({ inputs }: Piece): InputSlice[] {
  return inputs.map(({ node, strides }, place) => ({ node, place, strides }));
}

/**
 * Forgets programs that are too many: when a run is over, since it needs all of its own at once.
 */
export function trimPieces(): void {
  pieces.trim();
}

/** Forgets all programs of pieces, and gives their memory back. */
export function forgetPieces(): void {
  pieces.shrinkTo(0);
}
