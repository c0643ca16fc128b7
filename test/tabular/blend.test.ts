/** How much of a linear model goes into a table's network, and that it is a blend of both. */

import { linalg, noGrad, tensor } from 'chainrule';
import { readTable } from 'chainrule/tabular';
import { describe, expect, it } from 'vitest';
import { blendLinear } from '../../src/tabular/fit/blend.js';
import { fitLinear } from '../../src/tabular/fit/fit-linear.js';
import { defaultWishes } from '../../src/tabular/fit/settings.js';
import { prepareTraining, type TableTraining } from '../../src/tabular/fit/table-training.js';
import { unseenOutputs } from '../../src/tabular/fit/unseen.js';
import { temporaryFolder } from './files.js';

const { file } = temporaryFolder();

/** A table of two numbers and a kind; what is asked of it is linear, or is not. */
async function training(target: 'line' | 'bowl' | 'side'): Promise<TableTraining> {
  const lines = Array.from({ length: 120 }, (_, i) => {
    const [a, b] = [Math.sin(7 * i), Math.cos(11 * i)];
    const kind = 'abc'[i % 3] ?? 'a';
    const line = 3 * a - 2 * b + (kind === 'a' ? 1 : 0) + 0.1 * Math.sin(101 * i);
    return [a, b, kind, { line, bowl: a * a + b * b, side: line > 0 ? 'yes' : 'no' }[target]];
  });
  const text = ['a,b,kind,target', ...lines.map((cells) => cells.join())].join('\n');
  const table = await readTable(file(`${target}.csv`, text));
  return prepareTraining(table, { ...defaultWishes('target'), ensemble: 3, hidden: 16 });
}

describe('a linear model', () => {
  it('is the ridge regression of scikit-learn', async () => {
    const made = await training('line');
    const model = fitLinear(made, { members: 1, isWeighted: false, embeddings: null });
    const { encoder, samples, split } = made;
    const rows = split.train;
    const x = tensor(encoder.encode(rows), { shape: [rows.length, encoder.width] }).to('float64');
    const y = tensor(Float64Array.from(rows, (row) => samples.targets[row] ?? 0)).unsqueeze(1);
    // Ridge leaves the intercept alone: it is what centring takes away.
    const [centred, wanted] = [x.sub(x.mean(0, true)), y.sub(y.mean())];
    const gram = centred
      .t()
      .matmul(centred)
      .add(tensor(identity(encoder.width)).to('float64'));
    const weight = linalg.solve(gram, centred.t().matmul(wanted)).flatten().toTypedArray();
    const found = model?.skip.weight.flatten().toTypedArray() ?? [];
    for (const [i, value] of weight.entries()) expect(found[i]).toBeCloseTo(value, 2);
  });
});

describe('a blend', () => {
  it.each(['line', 'side'] as const)('is what both say, mixed: %s', async (target) => {
    const made = await training(target);
    // Not trained, so the linear model is far better, but the network is not nothing.
    const linear = fitLinear(made, { members: 3, isWeighted: true, embeddings: [] });
    const [network, other] = [made.model, linear].map((model) =>
      model === null || model === undefined ? null : unseenOutputs(model, made),
    );
    const blend = blendLinear(made);
    const share = blend?.share ?? 0;
    expect(share).toBeGreaterThan(0.5);
    const { outputs } = unseenOutputs(made.model, made);
    outputs.forEach((value, i) => {
      const mixed = (1 - share) * (network?.outputs[i] ?? 0) + share * (other?.outputs[i] ?? 0);
      expect(value).toBeCloseTo(mixed, 4);
    });
    const { losses } = blend ?? expect.fail('there is a blend');
    expect(losses.blend).toBeLessThanOrEqual(Math.min(losses.network, losses.linear));
  });

  it('leaves a network alone that knows what no line can say', async () => {
    const made = await training('bowl');
    await made.trainer.fit({ epochs: 60 });
    made.model.eval();
    const before = noGrad(() => made.model.forward(probe(made))).toArray();
    const blend = blendLinear(made);
    expect(blend?.share).toBeLessThanOrEqual(0.2);
    expect(blend?.losses.network).toBeLessThan(0.7 * (blend?.losses.linear ?? 0));
    if (blend?.share === 0) {
      expect(noGrad(() => made.model.forward(probe(made))).toArray()).toEqual(before);
    }
  });
});

function probe({ encoder, split }: TableTraining) {
  const rows = split.train.subarray(0, 5);
  return tensor(encoder.encode(rows), { shape: [rows.length, encoder.width] });
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => {
    return Array.from({ length: size }, (__, k) => (i === k ? 1 : 0));
  });
}
