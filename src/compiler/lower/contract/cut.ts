/**
 * Cuts a contraction into units of parallel work: batch items, rows, columns and, where results are
 * few and the inner dim is long, parts of the inner dim whose results are added up afterwards. The
 * cut depends on sizes alone, so results do not depend on the number of threads.
 */

import type { ContractForm } from '../../../kernel/contract/form.js';
import type { ContractSize, Packing } from './candidates.js';
import { partCosts } from './costs.js';

/** Work of a unit that is worth handing to another thread, in multiply-adds (about 5 us). */
const unitWork = 150_000;
/** Units that are enough for threads to end at about the same time: more would repeat packing. */
const enoughUnits = 32;
/** Elements of an operand that stay in a second-level cache. */
const cacheElements = 1024 * 1024;
/** Elements of a matrix that is worth reading from front to back. */
const longElements = 256 * 1024;

/** Into how many slices each dim is cut; a unit is one of each. */
export interface Cut {
  readonly batchSlices: number;
  readonly parts: number;
  readonly rowSlices: number;
  readonly columnSlices: number;
}

/** How one batch item is cut. */
type Slices = Omit<Cut, 'batchSlices'>;

/** What can be cut. */
export interface Pieces {
  readonly rowPanels: number;
  readonly columnPanels: number;
  /** Column panels that may be packed at a time. */
  readonly columnLimit: number;
  readonly blocks: number;
  /** Fewest and most parts of k. */
  readonly leastParts: number;
  readonly mostParts: number;
  readonly packing: Packing;
  /** Whether results are walked line by line when they are finished. */
  readonly hasEpilogue: boolean;
}

/**
 * The cut with the least repeated work and waiting. Parts of k are as many with an epilogue as
 * without, so that results do not depend on what is made of them.
 */
export function cutContract(size: ContractSize, form: ContractForm, pieces: Pieces): Cut {
  const plain = bestCut(size, form, { ...pieces, hasEpilogue: false });
  if (!pieces.hasEpilogue) return plain;
  return bestCut(size, form, { ...pieces, leastParts: plain.parts, mostParts: plain.parts });
}

function bestCut(size: ContractSize, form: ContractForm, pieces: Pieces): Cut {
  const { batch, M, N, K } = size;
  const { columnPanels, blocks, leastParts, hasEpilogue } = pieces;
  const work = batch * K * (M * N + (M + N) * partCosts.read);
  const enough = Math.max(1, Math.min(enoughUnits, Math.floor(work / unitWork)));
  // Columns that all items share are packed once per slice of the batch, and a block of k is done
  // for all items of one before the next block, which far results would not like.
  const isSliced = form.b.batch.rank === 0 || blocks === 1;
  const batchSlices = isSliced ? Math.min(batch, enough) : batch;
  let best = {
    batchSlices,
    parts: leastParts,
    rowSlices: 1,
    columnSlices: columnPanels,
  };
  let least = Number.POSITIVE_INFINITY;
  for (let wanted = Math.ceil(enough / batchSlices); wanted >= 1; wanted >>= 1) {
    for (const cut of cutsFor(wanted, pieces)) {
      const units = Math.min(wanted, cut.parts * cut.rowSlices * cut.columnSlices) * batchSlices;
      // In the end a thread waits for half a unit of another.
      const wait = (batch * M * N * K) / (2 * units);
      const lines = hasEpilogue ? linesOf(size, form, cut) * partCosts.line : 0;
      const cost = extraWork(size, form, pieces, cut) + lines + wait;
      if (cost >= least) continue;
      best = { ...cut, batchSlices };
      least = cost;
    }
  }
  return best;
}

/** Cuts of one batch item into about `wanted` units. */
function* cutsFor(wanted: number, pieces: Pieces): Generator<Slices> {
  const { rowPanels, columnPanels, columnLimit, blocks, leastParts, mostParts } = pieces;
  const most = Math.max(leastParts, Math.min(wanted, blocks, mostParts));
  for (let parts = leastParts; parts <= most; parts *= 2) {
    for (let columns = Math.ceil(columnPanels / columnLimit); columns <= columnPanels; columns++) {
      const rows = Math.min(rowPanels, Math.ceil(wanted / (parts * columns)));
      yield { parts, rowSlices: rows, columnSlices: columns };
      // More columns than units wanted only repeat work.
      if (parts * columns >= wanted) break;
    }
  }
}

/** Lines of results of all units. */
function linesOf({ batch, M, N }: ContractSize, { isSwapped }: ContractForm, cut: Slices): number {
  return batch * (isSwapped ? N * cut.rowSlices : M * cut.columnSlices);
}

/** What a cut costs that one unit would not cost, in multiply-adds. */
function extraWork(
  size: ContractSize,
  form: ContractForm,
  { packing }: Pieces,
  cut: Slices,
): number {
  const { batch, M, N, K } = size;
  const again = (isPacked: boolean, cost: number, count: number): number => {
    if (isPacked) return cost;
    return count * K > cacheElements ? partCosts.read : 0;
  };
  const rows = cut.columnSlices * M * again(form.a.isPacked, packing.a, M);
  const columns = cut.rowSlices * N * again(form.b.isPacked, packing.b, N);
  // A large matrix is read from front to back, which slices of its columns are not.
  const isBroken = cut.columnSlices > 1 && !form.b.isPacked && N * K > longElements;
  const order = isBroken ? N * K * partCosts.read : 0;
  const results = cut.parts > 1 ? cut.parts * M * N * partCosts.sum : 0;
  return batch * (K * (rows + columns) + order + results);
}
