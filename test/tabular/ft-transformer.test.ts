/** The transformer over columns: what it looks at, and that it learns. */

import { manualSeed, optim, tensor } from 'chainrule';
import { describe, expect, it } from 'vitest';
import type { InputLayout } from '../../src/tabular/model/model-spec.js';
import { TableModel } from '../../src/tabular/model/table-model.js';

const layout: InputLayout = {
  dense: 2,
  binned: [],
  embedded: [{ count: 4, size: 3 }],
  outputs: 2,
};
const spec = { kind: 'ft-transformer', members: 2, hidden: 16, blocks: 2, dropout: 0 } as const;

describe('ft-transformer', () => {
  it('looks at each number and category, each member for itself', () => {
    manualSeed(1);
    const model = new TableModel(spec, layout).eval();
    const base = [0.5, -1, 2];
    const out = model.forward(tensor([base, [0.6, -1, 2], [0.5, 1, 2], [0.5, -1, 3]]));
    expect(out.shape).toEqual([2, 4, 2]);
    const rows = [0, 1, 2, 3].map((row) => out.at(0).at(row).toTypedArray()[0] ?? 0);
    expect(new Set(rows.map((value) => value.toFixed(6))).size).toBe(4);
    expect(out.at(0).sub(out.at(1)).abs().sum().item()).toBeGreaterThan(1e-3);
  });

  it('learns what only two columns together say', () => {
    manualSeed(2);
    const model = new TableModel({ ...spec, members: 1 }, layout);
    const x = tensor([
      [1, 1, 0],
      [1, -1, 1],
      [-1, 1, 2],
      [-1, -1, 3],
    ]);
    const y = tensor([0, 1, 1, 0], { dtype: 'int32' });
    const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-2 });
    // Without the category, which would give each row away.
    const blind = x.mul(tensor([1, 1, 0]));
    let last = Number.POSITIVE_INFINITY;
    for (let step = 0; step < 60; step++) {
      optimizer.zeroGrad();
      const rows = model.forward(blind).at(0).logSoftmax(1);
      const loss = rows.mul(y.oneHot(2).to('float32')).sum().neg();
      loss.backward();
      optimizer.step();
      last = loss.item();
    }
    expect(last).toBeLessThan(0.5);
    const unused = model.parameters().filter(({ grad }) => grad === null);
    expect(unused).toEqual([]);
  });
});
