/** Cuts the rows of a contraction into tiles: tall ones, and low ones where a tall one would hang over. */

import { type ContractForm, panelRows } from '../kernel/contract-form.js';

/** How M rows are cut into tiles. */
export interface RowCut {
  /** Rows before the first low tile. */
  readonly tall: number;
  /** Rows of all tiles. */
  readonly rows: number;
  /** Number of tiles. */
  readonly count: number;
}

/** The cut of `M` rows with the fewest rows; low tiles must not reach across the end of a panel. */
export function cutRows(
  M: number,
  form: Pick<ContractForm, 'tile' | 'lanes' | 'along' | 'lowRows'>,
): RowCut {
  const { rows: height } = form.tile;
  const panel = panelRows(form);
  const most = Math.ceil(M / height);
  let best = { tall: most * height, rows: most * height, count: most };
  if (form.lowRows === null) return best;
  for (const tiles of [most - 1, most - 2]) {
    const tall = tiles * height;
    const low = Math.ceil((M - tall) / form.lowRows);
    const rows = tall + low * form.lowRows;
    if (tiles < 0 || rows >= best.rows || (tall % panel) + low * form.lowRows > panel) continue;
    best = { tall, rows, count: tiles + low };
  }
  return best;
}
