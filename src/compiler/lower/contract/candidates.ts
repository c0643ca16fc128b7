/**
 * The ways to compute a contraction that are worth a thought, each with an estimate of its time:
 * which operand is multiplied element by element, the tile, which way vectors run, what is packed.
 * Speeds come from measurements on x86-64 with 128-bit vectors, and so does what else costs time
 * (`costs.ts`).
 */

import {
  type ContractForm,
  type OperandForm,
  panelWidth,
  scalarBytes,
  type TileShape,
} from '../../../kernel/contract/form.js';
import { isListed } from '../../../kernel/contract/operand.js';
import { isTight } from '../../../kernel/contract/tile.js';
import type { Scalar, Target } from '../../../kernel/ir.js';
import {
  type Blocks,
  cutRuns,
  cutSteps,
  cutStreams,
  cutStretch,
  longestBlock,
  oneBlock,
} from './blocks.js';
import { copyCost, packCost, partCosts } from './costs.js';
import { cutRows } from './cut-rows.js';
import { formOf, innermost, type Operand } from './operand.js';

const pageBytes = 4096;
/** Steps this far apart lie in one or two sets of a first-level cache, and on as many pages. */
const farBytes = 2048;
/** Lines of a first-level cache, and those whose addresses are equal in a page. */
const lineBytes = 64;
const waysOfCache = 8;
/** Bytes of rows that stay in a first-level cache beside columns. */
const nearBytes = 24 * 1024;
/** Elements between steps of k, beyond which lines that are read again have left the cache. */
const nearSteps = 256;
/** Speed of tiles whose rows are read in place from a further cache. */
const farSpeed = 0.94;
/** Speed of tiles whose columns are read in place: from a further cache, or through a table. */
const placeSpeeds = { near: 1, far: 0.86, listed: 0.9 } as const;
/** Most steps of a block that are read once: each may take an entry in a table. */
const longestOnce = 4096;
/** Fewest steps of a stretch that are worth a vector along k. */
const leastRun = 8;

/** A tile with its speed in cache, and the rows of lower ones that end where it does not fit. */
interface TileChoice extends TileShape {
  readonly along: ContractForm['along'];
  readonly lowRows?: number;
  readonly speed: number;
  /** What a tile costs besides its multiply-adds, in multiply-adds; more when it is transposed. */
  readonly cost: number;
  readonly swappedCost: number;
}

/**
 * Those that do not fit a target's registers would spill. Of the first, AVX-512 (Zen 4) says the
 * speed.
 */
const tiles: readonly TileChoice[] = [
  { along: 'columns', rows: 6, vectors: 4, lowRows: 4, speed: 1.07, cost: 170, swappedCost: 260 },
  { along: 'columns', rows: 6, vectors: 2, lowRows: 4, speed: 1, cost: 170, swappedCost: 260 },
  { along: 'columns', rows: 3, vectors: 3, speed: 0.94, cost: 160, swappedCost: 260 },
  { along: 'columns', rows: 4, vectors: 2, speed: 0.95, cost: 95, swappedCost: 105 },
  { along: 'columns', rows: 6, vectors: 1, speed: 0.69, cost: 120, swappedCost: 200 },
  { along: 'columns', rows: 2, vectors: 4, speed: 0.97, cost: 75, swappedCost: 130 },
  { along: 'columns', rows: 1, vectors: 8, speed: 0.8, cost: 80, swappedCost: 80 },
  { along: 'columns', rows: 1, vectors: 7, speed: 0.75, cost: 80, swappedCost: 80 },
  { along: 'columns', rows: 1, vectors: 6, speed: 0.57, cost: 80, swappedCost: 80 },
  { along: 'columns', rows: 1, vectors: 4, speed: 0.47, cost: 80, swappedCost: 80 },
  { along: 'steps', rows: 6, vectors: 2, lowRows: 4, speed: 0.95, cost: 280, swappedCost: 280 },
  { along: 'steps', rows: 6, vectors: 1, lowRows: 4, speed: 0.7, cost: 280, swappedCost: 280 },
];

/** Sizes of the whole problem; `M` counts rows of the operand that is multiplied by elements. */
export interface ContractSize {
  readonly batch: number;
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** Cost to pack an element of each operand; nothing where it is read in place. */
export interface Packing {
  readonly a: number;
  readonly b: number;
}

/** A way to compute a contraction. */
export interface Candidate {
  readonly form: ContractForm;
  /** The operands in the order of the form. */
  readonly a: Operand;
  readonly b: Operand;
  readonly size: ContractSize;
  readonly blocks: Blocks;
  readonly packing: Packing;
  /** Estimated time in multiply-adds. */
  readonly cost: number;
}

/** What is known of a candidate before it is decided what is packed. */
interface Outline {
  readonly shape: Omit<ContractForm, 'a' | 'b'>;
  readonly speed: number;
  readonly tileCost: number;
  readonly a: Operand;
  readonly b: Operand;
  readonly size: ContractSize;
}

/** All of them for out[m, n] = sum of a[m, k] b[n, k]. */
export function* candidates(
  { lanes: words, registers }: Target,
  scalar: Scalar,
  a: Operand,
  b: Operand,
): Generator<Candidate> {
  const lanes = (words * 4) / scalarBytes(scalar);
  for (const { rows, vectors, along, lowRows = null, speed, cost, swappedCost } of tiles) {
    const tile = { rows, vectors };
    if (!fits(tile, registers)) continue;
    const shape = { scalar, lanes, tile, along, lowRows, isLong: false };
    const plain = { tileCost: cost, a, b, size: sizeOf(a, b) };
    yield* ways({ shape: { ...shape, isSwapped: false }, speed, ...plain });
    const swapped = { tileCost: swappedCost, a: b, b: a, size: sizeOf(b, a) };
    yield* ways({ shape: { ...shape, isSwapped: true }, speed, ...swapped });
  }
}

/** What may be packed in a form. */
function* ways(outline: Outline): Generator<Candidate> {
  const { shape, a, b } = outline;
  if (!isOffered(outline)) return;
  if (shape.along === 'steps') {
    const run = runOf(a, b);
    const blocks = run >= leastRun ? blocksOfRuns(outline, run) : null;
    if (blocks !== null) yield bySteps(outline, blocks);
    return;
  }
  yield byColumns(outline, true);
  const isNear = b.outer.strides.at(-1) === 1;
  // What is read through a table has no copies of panels that are no neighbours.
  const isWhole = b.k.sizes.length <= 1 || edges(b, panelWidth(shape)) === 0;
  if (isNear && isWhole) yield byColumns(outline, false);
}

/**
 * Single rows are for single rows. Other tiles are transposed as squares of vectors, the rows that
 * are left one by one.
 */
function isOffered({ shape: { tile, lanes, along, isSwapped }, size: { M } }: Outline): boolean {
  if (along === 'steps') return lanes > 1;
  if (tile.rows === 1) return M === 1 && (lanes > 1 || !isSwapped);
  return !isSwapped || (lanes > 1 && tile.rows >= lanes);
}

/**
 * Whether there are registers for the sums, a row of the right operand, an element, and one to
 * spare. A single row of elements needs vectors of the right operand one by one.
 */
function fits({ rows, vectors }: TileShape, registers: number): boolean {
  return rows * vectors + (rows === 1 ? 1 : vectors) + 2 <= registers;
}

function sizeOf(a: Operand, b: Operand): ContractSize {
  const batch = Math.max(a.batch.count, b.batch.count);
  return { batch, M: a.outer.count, N: b.outer.count, K: a.k.count };
}

/** Steps of k that are neighbours in both operands. */
function runOf(a: Operand, b: Operand): number {
  const isUnit = [a, b].every(({ k }) => k.strides.at(-1) === 1);
  // One is a multiple of the other, since dims are merged from the last on.
  return isUnit ? Math.min(innermost(a.k), innermost(b.k)) : 0;
}

function byColumns(outline: Outline, isPacked: boolean): Candidate {
  const { shape, speed, a, b, size } = outline;
  const { batch, M, N, K } = size;
  const [height, width] = [shape.tile.rows, panelWidth(shape)];
  const form: ContractForm = {
    ...shape,
    a: operandForm(a, isWorthPackingRows(outline)),
    b: operandForm(b, isPacked),
  };
  const isCopied = form.a.isPacked || isPacked;
  const blocks = isCopied || M > height ? cutSteps(K, shape) : cutOnce(outline);
  const sharing = form.b.batch.rank === 0 ? 1 : batch;
  const packing = {
    a: packingOf(shape, form.a, a, height),
    b: packingOf(shape, form.b, b, width),
  };
  const copying = isPacked ? packing.b : copyCost(edges(b, width));
  const far = isFarApart(form.a, a) ? farSpeed : 1;
  const place = isPacked ? 1 : placeSpeeds[placeOf(shape, b, blocks)];
  const cost =
    tilesCost(outline, form, blocks, (K * width) / (far * place * speed)) +
    sharing * N * K * copying +
    batch * M * K * packing.a;
  return { form, a, b, size, blocks, packing, cost };
}

/** Cost to pack an element of an operand in panels of `width`. */
function packingOf(
  { scalar }: Outline['shape'],
  form: OperandForm,
  operand: Operand,
  width: number,
): number {
  if (!form.isPacked) return 0;
  const isFar = stepBytes(operand, scalar) >= farBytes;
  return packCost(form, { width, edges: edges(operand, width), isFar });
}

/** Bytes from one step of k to the next. */
function stepBytes({ k }: Operand, scalar: Scalar): number {
  return Math.abs(k.strides.at(-1) ?? 0) * scalarBytes(scalar);
}

/** The blocks of steps that are read once, and need not stay in a cache unless they are copied. */
function cutOnce({ shape, size: { M, K }, b }: Outline): Blocks {
  const all = oneBlock(K);
  if (M === 1 && placeOf(shape, b, all) === 'far') return cutStreams(K);
  return edges(b, panelWidth(shape)) === 0 && K <= longestOnce ? all : cutSteps(K, shape);
}

/** The blocks of k where vectors run along it; what is read once need not stay in a cache. */
function blocksOfRuns({ shape, size: { N, K } }: Outline, run: number): Blocks | null {
  if (N > shape.tile.vectors) return cutRuns(K, run, shape);
  if (K <= longestBlock(K, shape)) return { block: K, run, count: 1 };
  return run === K ? cutStretch(K, shape) : cutRuns(K, run, shape);
}

function bySteps(outline: Outline, blocks: Blocks): Candidate {
  const { shape, speed, a, b, size } = outline;
  const { lanes, tile } = shape;
  const isLong = blocks.run > longestBlock(size.K, shape);
  const [left, right] = [operandForm(a, false), operandForm(b, false)];
  const form: ContractForm = { ...shape, isLong, a: left, b: right };
  const isOnce = size.N <= tile.vectors;
  const stretches = size.K / blocks.run;
  const steps = lanes * Math.ceil(blocks.run / lanes);
  // Rows are read again for each panel of columns.
  const isNear = size.M * blocks.block * scalarBytes(shape.scalar) <= nearBytes;
  const place = isOnce || isNear ? 1 : farSpeed;
  const time =
    stretches * ((steps * tile.vectors) / (place * speed) + partCosts.stretch / tile.rows);
  const cost = tilesCost(outline, form, blocks, time);
  return { form, a, b, size, blocks, packing: { a: 0, b: 0 }, cost };
}

/** Time of all tiles, when a row of one takes `rowTime`. */
function tilesCost(
  { tileCost, size: { batch, M, N, K } }: Outline,
  form: ContractForm,
  { count: blocks }: Blocks,
  rowTime: number,
): number {
  const { rows, count } = cutRows(M, form);
  const columns = batch * Math.ceil(N / panelWidth(form));
  const listing = isListed(form.a) ? batch * M * partCosts.list : 0;
  const unrolled = isTight(form.tile) ? 0 : partCosts.unrolled / Math.max(1, K);
  return columns * (rows * rowTime + count * blocks * (tileCost + unrolled)) + listing;
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

/**
 * Columns of panels from multiples of `width` on that are not all neighbours, as a share of all
 * columns.
 */
function edges({ outer }: Operand, width: number): number {
  const run = innermost(outer);
  if (outer.sizes.length <= 1) return run % width === 0 ? 0 : width / run;
  return run < width ? 1 : (width - greatestDivisor(run, width)) / run;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/**
 * Where a tile finds columns in place: whether the lines of a panel stay in the first-level cache.
 */
function placeOf(
  { scalar }: Outline['shape'],
  { k }: Operand,
  { block }: Blocks,
): keyof typeof placeSpeeds {
  if (k.sizes.length > 1) return 'listed';
  const stride = Math.abs(k.strides[0] ?? 0) * scalarBytes(scalar);
  const sets =
    stride % lineBytes === 0 ? pageBytes / greatestDivisor(pageBytes, stride) : lineBytes;
  return block > waysOfCache * Math.min(sets, lineBytes) ? 'far' : 'near';
}

/** Rows whose steps are far apart are gathered, unless few columns make use of it. */
function isWorthPackingRows({ shape, size: { N, K }, a }: Outline): boolean {
  return stepBytes(a, shape.scalar) >= farBytes && K > 32 && N >= 48;
}

/**
 * Whether rows are read in place at steps so far apart that each meets a line that has left the
 * cache.
 */
function isFarApart({ isPacked }: OperandForm, { k }: Operand): boolean {
  return !isPacked && k.sizes.length === 1 && Math.abs(k.strides[0] ?? 0) > nearSteps;
}
