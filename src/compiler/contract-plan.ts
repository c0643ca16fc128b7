/**
 * Chooses how a contraction is computed: which operand is multiplied element by element, the tile,
 * what is packed and the blocks of the inner dim. The numbers come from measurements on x86-64 with
 * 128-bit vectors. Results depend on them, but never on the number of threads.
 */

import { internal } from '../errors.js';
import {
  type ContractForm,
  type OperandForm,
  panelRows,
  panelWidth,
  scalarBytes,
  type TileShape,
} from '../kernel/contract-form.js';
import { isListed } from '../kernel/contract-side.js';
import type { Scalar, Target } from '../kernel/ir.js';
import { cutContract } from './contract-cut.js';
import { formOf, type Group, innermost, type Operand } from './contract-operand.js';
import { cutRows } from './contract-rows.js';

/** Bytes of a panel in a block of k: a third of a small first-level cache. */
const panelBytes = 12 * 1024;
/** Bytes of packed operand that stay in a second-level cache. */
const packedBytes = 240 * 1024;
/** Reading one element per page and step misses the address cache. */
const pageBytes = 4096;
/** Elements between steps of k, beyond which lines that are read again have left the cache. */
const nearSteps = 256;
/** Speed of tiles whose elements are read in place, each step beyond `nearSteps` elements. */
const farSpeed = 0.94;
/** Units of scratch memory, and so the number of threads that one contraction can use. */
const maxSlots = 16;
/** Multiply-adds per nanosecond on one thread. */
export const multiplyAdds: { readonly [S in Scalar]: number } = { f32: 29, i32: 12, f64: 13 };
/** What a tile costs besides its multiply-adds, in multiply-adds; more when it is turned over. */
const tileCosts = { plain: 160, turned: 260 } as const;
/** Time to pack an element in multiply-adds: whole vectors, squares that are turned, one by one. */
const packCosts = { vectors: 3, squares: 6, elements: 12 } as const;
/** Time to list the offset of a row. */
const listCost = 24;

/** A tile with its speed in cache, and the rows of lower ones that end where it does not fit. */
interface TileChoice extends TileShape {
  readonly lowRows?: number;
  readonly speed: number;
}

/** Those that do not fit a target's registers would spill. Of the first, AVX-512 (Zen 4) says the speed. */
const tiles: readonly TileChoice[] = [
  { rows: 6, vectors: 4, lowRows: 4, speed: 1.07 },
  { rows: 6, vectors: 2, lowRows: 4, speed: 1 },
  { rows: 3, vectors: 3, speed: 0.94 },
  { rows: 4, vectors: 2, speed: 0.92 },
  { rows: 6, vectors: 1, speed: 0.69 },
  { rows: 2, vectors: 4, speed: 0.9 },
  { rows: 1, vectors: 6, speed: 0.57 },
  { rows: 1, vectors: 4, speed: 0.47 },
];

/** Sizes of the whole problem; `M` counts rows of the operand that is multiplied by elements. */
export interface ContractSize {
  readonly batch: number;
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** The kernel's form and the sizes that go into its arguments. */
export interface ContractPlan {
  readonly form: ContractForm;
  /** The operands in the kernel's order, which is the other way round when tiles are turned. */
  readonly a: Operand;
  readonly b: Operand;
  /** Parts of the inner dim, whose results are to be added up. */
  readonly parts: number;
  /** Values of the arguments named in `contractKernel`, without addresses and strides. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly units: number;
  readonly grain: number;
  readonly scratchBytes: number;
  /** Estimated nanoseconds on one thread. */
  readonly work: number;
}

/** A way to compute a contraction. */
interface Candidate {
  readonly form: ContractForm;
  readonly a: Operand;
  readonly b: Operand;
  readonly size: ContractSize;
  /** Estimated time in multiply-adds. */
  readonly cost: number;
}

/** The plan of out[m, n] = sum of a[m, k] b[n, k] with all sizes positive, except perhaps that of k. */
export function planContract(scalar: Scalar, a: Operand, b: Operand, target: Target): ContractPlan {
  const lanes = (target.lanes * 4) / scalarBytes(scalar);
  let best: Candidate | undefined;
  for (const candidate of candidates(target, scalar, lanes, a, b)) {
    if (best === undefined || candidate.cost < best.cost) best = candidate;
  }
  if (best === undefined) throw internal('no tile');
  return layOut(best);
}

/** Whether there are registers for the sums, a row of the right operand, an element, and one to spare. */
function fits({ rows, vectors }: TileShape, registers: number): boolean {
  return rows * vectors + vectors + 2 <= registers;
}

function* candidates(
  { registers }: Target,
  scalar: Scalar,
  lanes: number,
  a: Operand,
  b: Operand,
): Generator<Candidate> {
  for (const { speed, lowRows = null, ...tile } of tiles) {
    if (!fits(tile, registers)) continue;
    yield candidate({ scalar, lanes, tile, lowRows, isTurned: false }, speed, a, b);
    // Tiles are turned over as squares of vectors; the rows that are left go one by one.
    const canTurn = lanes > 1 && tile.rows >= lanes;
    if (canTurn) yield candidate({ scalar, lanes, tile, lowRows, isTurned: true }, speed, b, a);
  }
}

function candidate(
  shape: Omit<ContractForm, 'a' | 'b'>,
  speed: number,
  a: Operand,
  b: Operand,
): Candidate {
  const { tile, scalar, isTurned } = shape;
  const size = {
    batch: Math.max(a.batch.count, b.batch.count),
    M: a.outer.count,
    N: b.outer.count,
    K: a.k.count,
  };
  const width = panelWidth(shape);
  const form: ContractForm = {
    ...shape,
    a: operandForm(a, isWorthPackingRows(size, a, scalarBytes(scalar))),
    b: operandForm(b, b.k.sizes.length > 1 || !isReadableInPlace(size, b, width)),
  };
  const { batch, M, N, K } = size;
  const { rows, count } = cutRows(M, shape);
  const columns = batch * Math.ceil(N / width);
  const sharing = form.b.batch.rank === 0 ? 1 : batch;
  const tileCost = blocksOf(size, shape) * tileCosts[isTurned ? 'turned' : 'plain'];
  const cost =
    columns *
      ((rows * width * K) / (isFarApart(form.a, a) ? farSpeed * speed : speed) + count * tileCost) +
    (form.b.isPacked ? sharing * N * K * packCost(form.b, width, N) : 0) +
    (form.a.isPacked ? batch * M * K * packCost(form.a, tile.rows, M) : 0) +
    (isListed(form.a) ? batch * M * listCost : 0);
  return { form, a, b, size, cost };
}

function operandForm({ batch, outer, k }: Operand, isPacked: boolean): OperandForm {
  return {
    batch: formOf(batch),
    outer: formOf(outer),
    k: formOf(k),
    isUneven: k.sizes.length > 1,
    isPacked,
  };
}

/** Time to pack an element of a panel. */
function packCost({ outer, k }: OperandForm, width: number, count: number): number {
  if (outer.unit && count >= width) return packCosts.vectors;
  return k.unit ? packCosts.squares : packCosts.elements;
}

/** Rows whose steps lie on different pages are gathered, unless few columns make use of it. */
function isWorthPackingRows({ N, K }: ContractSize, a: Operand, bytes: number): boolean {
  const stride = Math.abs(a.k.strides.at(-1) ?? 0) * bytes;
  return stride >= pageBytes && K > 32 && N >= 48;
}

/** Whether rows are read in place at steps so far apart that each meets a line that has left the cache. */
function isFarApart({ isPacked }: OperandForm, { k }: Operand): boolean {
  return !isPacked && k.sizes.length === 1 && Math.abs(k.strides[0] ?? 0) > nearSteps;
}

/** Whole panels of neighbouring columns, in an operand that is small or hardly reused. */
function isReadableInPlace({ M, N, K }: ContractSize, b: Operand, width: number): boolean {
  const inner = innermost(b.outer);
  const isWhole = b.outer.strides.at(-1) === 1 && inner % width === 0;
  const isNear = Math.abs(b.k.strides.at(-1) ?? 0) <= nearSteps;
  return isWhole && ((N * K <= 4096 && isNear) || M <= 8);
}

function layOut({ form, a, b, size, cost }: Candidate): ContractPlan {
  const { batch, M, N, K } = size;
  const bytes = scalarBytes(form.scalar);
  const [width, height] = [panelWidth(form), panelRows(form)];
  const block = Math.max(1, Math.ceil(K / blocksOf(size, form)));
  // An empty sum has a block too, which writes zeros.
  const blocks = Math.max(1, Math.ceil(K / block));
  const rowPanels = Math.ceil(M / height);
  const columnPanels = Math.ceil(N / width);
  const panelsThatFit = (panel: number): number =>
    Math.max(1, Math.floor(packedBytes / (panel * block * bytes)));
  const columnLimit = form.b.isPacked ? panelsThatFit(width) : columnPanels;
  const cut = cutContract(size, form, { rowPanels, columnPanels, columnLimit, blocks });
  const units = cut.batchSlices * cut.parts * cut.rowSlices * cut.columnSlices;
  const grain = Math.ceil(units / maxSlots);
  const rowBlock = Math.min(rowPanels, panelsThatFit(height));
  const sliceRows = Math.ceil(rowPanels / cut.rowSlices) * height;
  const sliceColumns = Math.ceil(columnPanels / cut.columnSlices) * width;
  const scratch = scratchLayout([
    ['tile', form.tile.rows * width * bytes],
    ['list.a', isListed(form.a) ? (sliceRows + form.tile.rows) * 4 : 0],
    ['table.a', form.a.isUneven ? (block + form.lanes - 1) * 4 : 0],
    ['table.b', form.b.isUneven ? (block + form.lanes - 1) * 4 : 0],
    ['panels.a', form.a.isPacked ? rowBlock * height * block * bytes : 0],
    ['panels.b', form.b.isPacked ? sliceColumns * block * bytes : 0],
  ]);
  const sizes = {
    ...size,
    tall: cutRows(M, form).tall,
    parts: cut.parts,
    rowSlices: cut.rowSlices,
    columnSlices: cut.columnSlices,
    ...slices('batch', batch, cut.batchSlices),
    ...slices('blocks', blocks, cut.parts),
    ...slices('rowPanels', rowPanels, cut.rowSlices),
    ...slices('columnPanels', columnPanels, cut.columnSlices),
    block,
    rowBlock,
    grain,
    slot: scratch.bytes,
    outBatch: M * N * bytes,
    outPart: batch * M * N * bytes,
    'reach.a': reach(a.outer) * bytes,
    pitch: (form.isTurned ? M : N) * bytes,
    ...scratch.offsets,
  };
  const scratchBytes = scratch.bytes * Math.ceil(units / grain);
  const work = cost / multiplyAdds[form.scalar];
  return { form, a, b, parts: cut.parts, sizes, units, grain, scratchBytes, work };
}

/** Blocks of k, so that a panel of one stays in the first-level cache. */
function blocksOf({ K }: ContractSize, form: Omit<ContractForm, 'a' | 'b'>): number {
  return Math.max(
    1,
    Math.ceil((K * panelWidth(form) * scalarBytes(form.scalar)) / panelBytes - 0.25),
  );
}

/** The arguments that say how `count` things are cut into `slices`. */
function slices(things: string, count: number, slices: number): Record<string, number> {
  return { [`${things}.each`]: Math.floor(count / slices), [`${things}.longer`]: count % slices };
}

/** Elements from the first to the last of a group. */
function reach({ sizes, strides }: Group): number {
  return sizes.reduce((sum, size, d) => sum + (size - 1) * (strides[d] ?? 0), 0);
}

function scratchLayout(parts: readonly (readonly [name: string, bytes: number])[]): {
  readonly offsets: Record<string, number>;
  readonly bytes: number;
} {
  const offsets: Record<string, number> = {};
  let bytes = 0;
  for (const [name, size] of parts) {
    offsets[name] = bytes;
    // Whole cache lines, so that two threads never write to one.
    bytes += Math.ceil(size / 64) * 64;
  }
  return { offsets, bytes };
}
