/** The table of a model: shapes, parameters, multiply-adds, and that asking leaves no trace. */

import { getRandomState, nn, zeros } from 'chainrule';
import { ModelSummary, summary } from 'chainrule/viz';
import { describe, expect, it } from 'vitest';

describe('summary', () => {
  it('prints the table of a network', () => {
    const model = new nn.Sequential(new nn.Linear(64, 128), new nn.ReLU(), new nn.Linear(128, 10));
    for (const one of model.at(0)?.parameters() ?? []) one.requiresGrad = false;
    expect(summary(model, [32, 64])).toBeInstanceOf(ModelSummary);
    expect(`\n${summary(model, [32, 64])}\n`).toMatchInlineSnapshot(`
      "
      Layer         Output shape   Parameters   Multiply-adds
      ───────────────────────────────────────────────────────
      Sequential    [32, 10]                –               –
        0: Linear   [32, 128]           8,320         262,144
        1: ReLU     [32, 128]               –               –
        2: Linear   [32, 10]            1,290          40,960
      ───────────────────────────────────────────────────────
      Parameters: 9,610 (1,290 trainable, 8,320 not)
      Multiply-adds: 303,104
      Memory: input 8.00 kB, outputs 33.25 kB, parameters 37.54 kB
      "
    `);
  });

  it('counts convolutions, and runs batch norm and dropout as when the model is used', () => {
    const norm = new nn.BatchNorm2d(8);
    const model = new nn.Sequential(
      new nn.Conv2d(1, 8, 3, { padding: 1 }),
      norm,
      new nn.Dropout(0.5),
      new nn.MaxPool2d(2),
      new nn.Flatten(),
      new nn.Linear(8 * 14 * 14, 10),
    );
    const state = getRandomState();
    const { rows, totals } = summary(model, [1, 1, 28, 28]);
    expect(rows.map(({ type }) => type)).toEqual([
      'Sequential',
      'Conv2d',
      'BatchNorm2d',
      'Dropout',
      'MaxPool2d',
      'Flatten',
      'Linear',
    ]);
    expect(rows[1]?.multiplyAdds).toBe(28 * 28 * 8 * 9);
    expect(rows[4]?.outputShapes).toEqual([[1, 8, 14, 14]]);
    expect(totals.parameters).toBe(80 + 16 + 15_690);
    expect(norm.runningMean?.toArray()).toEqual(new Array(8).fill(0));
    expect(model.modules().every(({ training }) => training)).toBe(true);
    expect(getRandomState()).toEqual(state);
  });

  it('counts a shared parameter once, and every step of a recurrent network', () => {
    const shared = new nn.Linear(4, 4);
    expect(summary(new nn.Sequential(shared, shared), [1, 4]).totals.parameters).toBe(20);
    const { rows } = summary(new nn.LSTM(8, 16), [150, 3, 8]);
    expect(rows[0]?.multiplyAdds).toBe(150 * 3 * 4 * 16 * (8 + 16));
    expect(rows[0]?.outputShapes).toEqual([
      [150, 3, 16],
      [1, 3, 16],
      [1, 3, 16],
    ]);
  });

  it('takes indices as a tensor, and one input per argument', () => {
    const table = summary(new nn.Embedding(10, 4), zeros([2, 3], { dtype: 'int32' }));
    expect(table.rows[0]?.outputShapes).toEqual([[2, 3, 4]]);
    const attention = new nn.MultiheadAttention(8, 2);
    const shape = [5, 1, 8];
    expect(summary(attention, [shape, shape, shape]).totals.multiplyAdds).toBe(
      4 * 5 * 8 * 8 + 2 * 5 * 5 * 8,
    );
  });

  it('says what it needs', () => {
    expect(() => summary(new nn.Linear(2, 2), [])).toThrow('summary: a model needs an input');
    expect(() => summary(new nn.Linear(2, 2), [1, 3])).toThrow('Linear(2, 2): the last dim');
    expect(() => Reflect.apply(summary, null, [null, [1]])).toThrow('expected a module');
  });
});
