/**
 * Cuts the rows of a contraction into tiles: tall ones, and low ones where a tall one would hang
 * over.
 */

import { internal } from '../../../errors.js';
import { type ContractForm, panelRows } from '../../../kernel/contract/form.js';

/** How M rows are cut into tiles. */
export interface RowCut {
  /** Rows before the first low tile. */
  readonly tall: number;
  /** Rows of all tiles. */
  readonly rows: number;
  /** Number of tiles. */
  readonly count: number;
}

/**
 * The cut of `M` rows with the fewest rows. What is packed must not be read across the end of a
 * panel; in place, tall tiles must not hang over, so that they need not look where the rows end.
 */
export function cutRows(
  M: number,
  form: Pick<ContractForm, 'tile' | 'lanes' | 'along' | 'lowRows' | 'a'>,
): RowCut {
  const { rows: height } = form.tile;
  const most = Math.ceil(M / height);
  const { lowRows } = form;
  if (lowRows === null) return { tall: most * height, rows: most * height, count: most };
  const panel = form.a.isPacked ? panelRows(form) : Number.POSITIVE_INFINITY;
  const cuts = [most, most - 1, most - 2].map((tiles) => {
    const tall = tiles * height;
    const low = Math.max(0, Math.ceil((M - tall) / lowRows));
    return { tall, low, rows: tall + low * lowRows, count: tiles + low };
  });
  const [first, ...others] = cuts.filter(({ tall, low }) => {
    if (tall < 0 || (tall > M && !form.a.isPacked)) return false;
    return low === 0 || (tall % panel) + low * lowRows <= panel;
  });
  if (first === undefined) throw internal('no cut of rows');
  return others.reduce((best, cut) => (cut.rows < best.rows ? cut : best), first);
}
