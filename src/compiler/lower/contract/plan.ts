/**
 * Chooses how a contraction is computed, usually the cheapest of the candidates, and lays out its
 * arguments and scratch memory. Results depend on the choice, but never on the number of threads.
 */

import { internal } from '../../../errors.js';
import {
  type ContractForm,
  panelRows,
  panelWidth,
  scalarBytes,
} from '../../../kernel/contract/form.js';
import { isListed } from '../../../kernel/contract/operand.js';
import { loopScratchBytes, type Scalar, scratchBytes, type Target } from '../../../kernel/ir.js';
import { Memo, mostPlans } from '../kernel-cache.js';
import { fewestParts } from './blocks.js';
import { type Candidate, candidates } from './candidates.js';
import { cutContract } from './cut.js';
import { cutRows } from './cut-rows.js';
import type { DimGroup, Operand } from './operand.js';

/** Bytes of packed operand that stay in a second-level cache. */
const packedBytes = 240 * 1024;
/** Elements of all results of parts, which stay in the cache until they are added up. */
const partElements = 256 * 1024;
/** What a unit may take of the scratch memory that each thread has anyway. */
const ownBytes = scratchBytes - loopScratchBytes;
/**
 * Units of scratch memory where that is too little, and so the number of threads that can take
 * part.
 */
const maxSlots = 32;

/** The kernel's form and the sizes that go into its arguments. */
export interface ContractChoice {
  readonly form: ContractForm;
  /** Parts of the inner dim, whose results are to be added up. */
  readonly parts: number;
  /** Values of the arguments named in `contractKernel`, without addresses and strides. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly units: number;
  readonly grain: number;
  /** Scratch memory for all units together; 0 if that of each thread is enough. */
  readonly tempBytes: number;
  /** Estimated nanoseconds on one thread. */
  readonly work: number;
}

/** How contractions are computed, by what that depends on, their sizes included. */
const choices = new Memo<ContractChoice>(mostPlans);

/** A choice for two operands. */
export interface ContractPlan extends ContractChoice {
  /** The operands in the kernel's order, which is the other way round when tiles are transposed. */
  readonly a: Operand;
  readonly b: Operand;
}

/**
 * The sums out[m, n] = sum of a[m, k] b[n, k] with all sizes positive, except perhaps that of k.
 */
export interface Sums {
  readonly scalar: Scalar;
  readonly a: Operand;
  readonly b: Operand;
  /** Whether results are walked line by line when they are finished. */
  readonly hasEpilogue: boolean;
}

/** Picks one of several ways to compute a contraction. */
export type Choose = (candidates: Iterable<Candidate>) => Candidate;

/** The plan of some sums: the cheapest, which is remembered, or what `choose` picks. */
export function planContract(
  { scalar, a, b, hasEpilogue }: Sums,
  target: Target,
  choose: Choose = cheapest,
): ContractPlan {
  const { lanes, registers } = target;
  const key = `${scalar} ${lanes} ${registers} ${hasEpilogue} ${operandKey(a)} ${operandKey(b)}`;
  const plan = () => layOut(choose(candidates(target, scalar, a, b)), hasEpilogue, target);
  const choice = choose === cheapest ? choices.get(key, plan) : plan();
  return choice.form.isSwapped ? { ...choice, a: b, b: a } : { ...choice, a, b };
}

/** What of an operand decides how it is read. */
function operandKey({ batch, outer, k }: Operand): string {
  return [batch, outer, k].map((g) => `${g.count}:${g.sizes.join()}:${g.strides.join()}`).join('|');
}

/** The one with the least estimated time. */
export function cheapest(all: Iterable<Candidate>): Candidate {
  let best: Candidate | undefined;
  for (const candidate of all) {
    if (best === undefined || candidate.cost < best.cost) best = candidate;
  }
  if (best === undefined) throw internal('no tile');
  return best;
}

/** Sizes, blocks and scratch memory of a way to compute a contraction. */
function layOut(
  { form, a, b, size, blocks: { block, run, count: blocks }, packing, cost }: Candidate,
  hasEpilogue: boolean,
  { costs }: Target,
): ContractChoice {
  const { batch, M, N } = size;
  const bytes = scalarBytes(form.scalar);
  const [width, height] = [panelWidth(form), panelRows(form)];
  const rowPanels = Math.ceil(M / height);
  const columnPanels = Math.ceil(N / width);
  const panelsThatFit = (panel: number): number =>
    Math.max(1, Math.floor(packedBytes / (panel * block * bytes)));
  const columnLimit = form.b.isPacked ? panelsThatFit(width) : columnPanels;
  const results = batch * M * N;
  const leastParts = fewestParts(size.K, blocks, form.scalar);
  const panels = { rowPanels, columnPanels, columnLimit };
  const mostParts = partElements / results;
  const pieces = { ...panels, blocks, leastParts, mostParts, packing, hasEpilogue };
  const cut = cutContract(size, form, pieces);
  const units = cut.batchSlices * cut.parts * cut.rowSlices * cut.columnSlices;
  const slicePanels = Math.ceil(rowPanels / cut.rowSlices);
  const rowBlock = Math.min(slicePanels, panelsThatFit(height));
  const scratch = scratchOf(form, block, {
    rows: slicePanels * height,
    columns: Math.ceil(columnPanels / cut.columnSlices) * width,
    packedRows: rowBlock * height,
  });
  const isOwn = scratch.bytes <= ownBytes;
  const grain = isOwn ? 1 : Math.ceil(units / maxSlots);
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
    run,
    rowBlock,
    grain,
    slot: isOwn ? 0 : scratch.bytes,
    outBatch: M * N * bytes,
    outPart: batch * M * N * bytes,
    'reach.a': reach(a.outer) * bytes,
    'reach.b': reach(b.outer) * bytes,
    pitch: (form.isSwapped ? M : N) * bytes,
    ...scratch.offsets,
  };
  const tempBytes = isOwn ? 0 : scratch.bytes * Math.ceil(units / grain);
  const work = cost / costs.multiplyAdds[form.scalar];
  return { form, parts: cut.parts, sizes, units, grain, tempBytes, work };
}

/** Rows and columns of a unit, and the rows that it packs at a time. */
interface UnitSize {
  readonly rows: number;
  readonly columns: number;
  readonly packedRows: number;
}

/** What a unit needs scratch memory for. */
function scratchOf(form: ContractForm, block: number, unit: UnitSize): Layout {
  const bytes = scalarBytes(form.scalar);
  const width = panelWidth(form);
  // One panel may be copied even where others are read in place, but for sums along k.
  const copied = form.along === 'steps' ? 0 : width;
  const table = (block + form.lanes - 1) * 4;
  return layoutOf([
    ['tile', form.tile.rows * width * bytes],
    ['list.a', isListed(form.a) ? (unit.rows + form.tile.rows) * 4 : 0],
    ['table.a', form.a.isUneven ? table : 0],
    ['table.b', form.b.isUneven ? table : 0],
    ['panels.a', form.a.isPacked ? unit.packedRows * block * bytes : 0],
    ['panels.b', (form.b.isPacked ? unit.columns : copied) * block * bytes],
  ]);
}

/** The arguments that say how `count` things are cut into `slices`. */
function slices(things: string, count: number, slices: number): Record<string, number> {
  return { [`${things}.each`]: Math.floor(count / slices), [`${things}.longer`]: count % slices };
}

/** Elements from the first to the last of a group. */
function reach({ sizes, strides }: DimGroup): number {
  return sizes.reduce((sum, size, d) => sum + (size - 1) * (strides[d] ?? 0), 0);
}

/** Places in scratch memory, one after the other. */
interface Layout {
  readonly offsets: Readonly<Record<string, number>>;
  readonly bytes: number;
}

function layoutOf(parts: readonly (readonly [name: string, bytes: number])[]): Layout {
  const offsets: Record<string, number> = {};
  let bytes = 0;
  for (const [name, size] of parts) {
    offsets[name] = bytes;
    // Whole cache lines, so that two threads never write to one.
    bytes += Math.ceil(size / 64) * 64;
  }
  return { offsets, bytes };
}
