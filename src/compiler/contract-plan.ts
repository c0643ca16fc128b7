/**
 * Chooses how a contraction is computed: the tile, what is packed, the blocks of the inner dim and
 * the slices that become units of parallel work. The numbers come from measurements on x86-64 with
 * 128-bit vectors; none of them changes a result except `block`, which depends on sizes alone.
 */

import {
  type ContractForm,
  type OperandForm,
  panelRows,
  panelWidth,
  scalarBytes,
  type TileShape,
} from '../kernel/contract-form.js';
import type { Scalar, Target } from '../kernel/ir.js';
import { formOf, innermost, type Operand } from './contract-operand.js';

/** Steps of k in a block: 256 steps of a panel of 12 columns take 12 KB, a third of a small L1. */
const blockSteps = 256;
/** A run of k at least this long is worth ending a block at, so that A can be read in place. */
const longRun = 64;
/** Bytes of packed operand that stay in a second-level cache. */
const packedBytes = 240 * 1024;
/** Reading one element per page and step misses the address cache. */
const pageBytes = 4096;
/** Units of scratch memory, and so the number of threads that one contraction can use. */
const maxSlots = 16;
/** Multiply-adds of a unit that is worth handing to another thread (about 15 us). */
const unitWork = 500_000;
/** Units that are enough: more would repeat packing. */
const enoughUnits = 8;
/** Multiply-adds per nanosecond on one thread. */
export const multiplyAdds: { readonly [S in Scalar]: number } = { f32: 27, i32: 12, f64: 13 };
/** What a tile costs besides its multiply-adds. */
const tileNanoseconds = 6;
/** Time to pack an element, in multiply-adds. */
const packCost = 6;

/** Tiles that fit sixteen registers, with their speed in cache (taller ones spill). */
const tiles: readonly (TileShape & { readonly speed: number })[] = [
  { rows: 3, vectors: 3, speed: 1 },
  { rows: 4, vectors: 2, speed: 0.98 },
  { rows: 6, vectors: 1, speed: 0.73 },
  { rows: 2, vectors: 4, speed: 0.9 },
  { rows: 1, vectors: 6, speed: 0.6 },
  { rows: 1, vectors: 4, speed: 0.5 },
];

/** The kernel's form and the sizes that go into its arguments. */
export interface ContractPlan {
  readonly form: ContractForm;
  /** Values of the arguments named in `contractKernel`, without addresses and strides. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly units: number;
  readonly grain: number;
  readonly scratchBytes: number;
  /** Estimated nanoseconds on one thread. */
  readonly work: number;
}

/** Sizes of the whole problem. */
export interface ContractSize {
  readonly batch: number;
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** How k is cut: into runs of equal length, and those into blocks of at most `block` steps. */
interface Blocks {
  readonly run: number;
  readonly block: number;
  readonly blocksPerRun: number;
}

/** The plan of one contraction with all sizes positive, except perhaps `K`. */
export function planContract(
  size: ContractSize,
  scalar: Scalar,
  a: Operand,
  b: Operand,
  target: Target,
): ContractPlan {
  const bytes = scalarBytes(scalar);
  const lanes = (target.lanes * 4) / bytes;
  const tile = chooseTile(size, lanes, b);
  const run = blockRun(size.K, a);
  const blocksPerRun = Math.max(1, Math.ceil(run / blockSteps));
  const block = Math.max(1, Math.ceil(run / blocksPerRun));
  const width = panelWidth({ tile, lanes });
  const form: ContractForm = {
    scalar,
    lanes,
    tile,
    a: operandForm(a, run, (isUneven) => isUneven || isWorthPackingRows(size, a, bytes)),
    b: operandForm(b, run, (isUneven) => isUneven || !isReadableInPlace(size, b, width)),
  };
  return layOut(size, form, { run, block, blocksPerRun });
}

/** The tile that takes least time, with what it computes beyond the edges and what it packs. */
function chooseTile(size: ContractSize, lanes: number, b: Operand): TileShape {
  let best: TileShape = { rows: 1, vectors: 1 };
  let least = Number.POSITIVE_INFINITY;
  for (const { rows, vectors, speed } of tiles) {
    const width = vectors * lanes;
    const columns = Math.ceil(size.N / width) * width;
    const packing = isReadableInPlace(size, b, width) ? 0 : packCost * columns;
    const time = (Math.ceil(size.M / rows) * rows * columns) / speed + packing;
    if (time >= least) continue;
    best = { rows, vectors };
    least = time;
  }
  return best;
}

/** Steps of k after which a block must end: a long run of A, or all of k. */
function blockRun(K: number, a: Operand): number {
  const inner = innermost(a.k);
  return a.k.sizes.length > 1 && inner >= longRun ? inner : K;
}

function operandForm(
  operand: Operand,
  run: number,
  isPacked: (isUneven: boolean) => boolean,
): OperandForm {
  const { batch, outer, k } = operand;
  const isUneven = k.sizes.length > 1 && innermost(k) % Math.max(run, 1) !== 0;
  return {
    batch: formOf(batch),
    outer: formOf(outer),
    k: formOf(k),
    isUneven,
    isPacked: isPacked(isUneven),
  };
}

/** Rows whose steps lie on different pages are gathered, unless few columns make use of it. */
function isWorthPackingRows({ N, K }: ContractSize, a: Operand, bytes: number): boolean {
  const stride = Math.abs(a.k.strides.at(-1) ?? 0) * bytes;
  return stride >= pageBytes && K > 32 && N >= 48;
}

/** Whole panels of neighbouring columns, in an operand that is small or hardly reused. */
function isReadableInPlace({ M, N, K }: ContractSize, b: Operand, width: number): boolean {
  const inner = innermost(b.outer);
  const isWhole = b.outer.strides.at(-1) === 1 && inner % width === 0;
  return isWhole && (N * K <= 4096 || M <= 8);
}

function layOut(
  size: ContractSize,
  form: ContractForm,
  { run, block, blocksPerRun }: Blocks,
): ContractPlan {
  const { M, N, K } = size;
  const bytes = scalarBytes(form.scalar);
  const width = panelWidth(form);
  const height = panelRows(form);
  const rowPanels = Math.ceil(M / height);
  const columnPanels = Math.ceil(N / width);
  const panelsThatFit = (panel: number): number =>
    Math.max(1, Math.floor(packedBytes / (panel * block * bytes)));
  const columnLimit = form.b.isPacked ? panelsThatFit(width) : columnPanels;
  const rowBlock = Math.min(rowPanels, panelsThatFit(height));
  const slices = slice(size, form, { rowPanels, columnPanels, columnLimit });
  const units = size.batch * slices.rows * slices.columns;
  const grain = Math.ceil(units / maxSlots);
  const sliceColumns = Math.ceil(columnPanels / slices.columns);
  const scratch = scratchLayout([
    ['tile', form.tile.rows * width * bytes],
    ['table.a', form.a.isUneven ? (block + 3) * 4 : 0],
    ['table.b', form.b.isUneven ? (block + 3) * 4 : 0],
    ['panels.a', form.a.isPacked ? rowBlock * height * block * bytes : 0],
    ['panels.b', form.b.isPacked ? sliceColumns * width * block * bytes : 0],
  ]);
  const sizes = {
    M,
    N,
    run,
    block,
    blocksPerRun,
    blocks: run === 0 ? 1 : (K / run) * blocksPerRun,
    rowPanels,
    columnPanels,
    rowSlices: slices.rows,
    columnSlices: slices.columns,
    rowBlock,
    grain,
    slot: scratch.bytes,
    ...scratch.offsets,
  };
  const scratchBytes = scratch.bytes * Math.ceil(units / grain);
  return { form, sizes, units, grain, scratchBytes, work: estimate(size, form, slices) };
}

/** Multiply-adds with those beyond the edges, packing, and what each tile costs besides. */
function estimate(
  { batch, M, N, K }: ContractSize,
  form: ContractForm,
  slices: { readonly rows: number; readonly columns: number },
): number {
  const { rows } = form.tile;
  const width = panelWidth(form);
  const count = Math.ceil(M / rows) * Math.ceil(N / width);
  const packed =
    (form.a.isPacked ? M * slices.columns : 0) + (form.b.isPacked ? N * slices.rows : 0);
  const steps = batch * K * (count * rows * width + packCost * packed);
  return steps / multiplyAdds[form.scalar] + batch * count * tileNanoseconds;
}

/**
 * Cuts rows and columns into enough units for threads. What is packed is packed again by each slice
 * of the other side, so the cut with the least packing is taken.
 */
function slice(
  { batch, M, N, K }: ContractSize,
  form: ContractForm,
  panels: {
    readonly rowPanels: number;
    readonly columnPanels: number;
    readonly columnLimit: number;
  },
): { readonly rows: number; readonly columns: number } {
  const { rowPanels, columnPanels, columnLimit } = panels;
  const work = batch * M * N * K;
  const wanted = Math.ceil(Math.max(1, Math.min(enoughUnits, Math.floor(work / unitWork))) / batch);
  let best = { rows: 1, columns: columnPanels };
  let least = Number.POSITIVE_INFINITY;
  // More columns than units wanted only repeat packing.
  for (let columns = Math.ceil(columnPanels / columnLimit); columns <= columnPanels; columns++) {
    const rows = Math.min(rowPanels, Math.ceil(wanted / columns));
    const packing = (form.a.isPacked ? columns * M : 0) + (form.b.isPacked ? rows * N : 0);
    const missing = Math.max(0, wanted - rows * columns);
    const cost = packing * K * batch * packCost + (missing / wanted) * work;
    if (cost < least) {
      best = { rows, columns };
      least = cost;
    }
    if (columns >= wanted) break;
  }
  return best;
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
