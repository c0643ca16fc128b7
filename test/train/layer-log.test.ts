/** What a training notes about its layers, against numbers computed by hand. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualSeed, nn, optim, type Tensor, tensor } from 'chainrule';
import { LayerLog, RunFolder, Trainer } from 'chainrule/train';
import { afterAll, describe, expect, it } from 'vitest';
import { probeModules } from '../../src/train/layers/probe-modules.js';
import { histogramOf } from '../../src/train/layers/value-histogram.js';

const root = mkdtempSync(join(tmpdir(), 'chainrule-layers-'));
afterAll(() => rmSync(root, { recursive: true }));

const x = tensor([
  [0, 1],
  [1, 0],
  [1, 1],
]);
const y = tensor([[1], [1], [0]]);
const batches = {
  length: 2,
  epoch: 0,
  async *[Symbol.asyncIterator](): AsyncGenerator<[Tensor, Tensor]> {
    yield [x, y];
    yield [x, y];
  },
};

function lines(path: string) {
  const text = readFileSync(path, 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line));
}

async function train(callbacks: LayerLog[], name: string) {
  manualSeed(3);
  const model = new nn.Sequential(new nn.Linear(2, 4), new nn.Dropout(0.5), new nn.Linear(4, 1));
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
  const loss = nn.functional.mseLoss;
  const trainer = new Trainer(model, { optimizer, loss, train: batches, callbacks });
  const folder = RunFolder.create(join(root, name));
  await trainer.fit({ epochs: 3, folder });
  return { model, folder: folder.path };
}

describe('LayerLog', () => {
  it('notes weights, gradients, updates and activations, and changes nothing', async () => {
    const { model, folder } = await train([new LayerLog({ sample: x })], 'with');
    const alone = await train([], 'without');
    for (const [name, value] of Object.entries(model.stateDict())) {
      expect(value.toArray()).toEqual(alone.model.stateDict()[name]?.toArray());
    }
    const epochs = lines(join(folder, 'layers.jsonl'));
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    const { weight, gradient, update } = epochs[2].parameters['2.weight'];
    expect(weight).toEqual(histogramOf(model.stateDict()['2.weight']?.toTypedArray() ?? []));
    // Plain SGD: the update is the learning rate times the gradient.
    const rootOf = ({ mean, std }: { mean: number; std: number }): number =>
      Math.sqrt(mean ** 2 + std ** 2);
    expect(update).toBeCloseTo((0.1 * rootOf(gradient)) / rootOf(weight), 5);
    expect(Object.keys(epochs[0].activations)).toEqual(['0', '1', '2']);
    const { modules, parameters } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
    expect(modules.map(({ name, kind }: { name: string; kind: string }) => [name, kind])).toEqual([
      ['', 'Sequential'],
      ['0', 'Linear'],
      ['1', 'Dropout'],
      ['2', 'Linear'],
    ]);
    expect(modules[1]).toMatchObject({ inputs: [[3, 2]], outputs: [[3, 4]], bytes: 48 });
    // Without training, a dropout says the very tensor that it takes.
    const from = modules.map((module: { from: string[] }) => module.from);
    expect(from).toEqual([[], [], ['0'], ['0', '1']]);
    expect(parameters[0]).toEqual({ name: '0.weight', shape: [4, 2], numel: 8 });
  });

  it('looks at every so many epochs, without a sample at weights alone', async () => {
    const { folder } = await train([new LayerLog({ every: 2 })], 'rare');
    const epochs = lines(join(folder, 'layers.jsonl'));
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 3]);
    expect(epochs[0].activations).toEqual({});
  });
});

it('a histogram counts every finite number once', () => {
  const found = histogramOf([1, 2, 3, 3, Number.NaN, Number.POSITIVE_INFINITY]);
  expect(found).toMatchObject({ low: 1, high: 3, mean: 2.25, notFinite: 2 });
  expect(found.counts.reduce((a, b) => a + b)).toBe(4);
  expect([found.counts[0], found.counts[31]]).toEqual([1, 2]);
  expect(histogramOf([5, 5]).counts[0]).toBe(2);
  expect(histogramOf([]).counts).toEqual([]);
});

/** A transformer's block, with a linear layer for its attention. */
class Block extends nn.Module {
  readonly norm1 = new nn.LayerNorm(2);
  readonly attention = new nn.Linear(2, 2);
  readonly norm2 = new nn.LayerNorm(2);
  readonly ff = new nn.Sequential(new nn.Linear(2, 2), new nn.ReLU());

  forward(input: Tensor): Tensor {
    const middle = input.add(this.attention.forward(this.norm1.forward(input)));
    return middle.add(this.ff.forward(this.norm2.forward(middle)));
  }
}

it('a pass through a model tells what is added to what', () => {
  const model = new nn.Sequential(new nn.Linear(2, 2), new Block());
  const calls = new Map(probeModules(model, [x]).map((call) => [call.name, call]));
  expect(calls.get('0')?.behind).toEqual(['>']);
  expect(calls.get('1.norm1')?.behind).toEqual(['0']);
  expect(calls.get('1.norm2')).toMatchObject({ from: [], behind: ['0', '1.attention'] });
  expect(calls.get('1.ff.0')).toMatchObject({ from: ['1.norm2'], behind: ['1.norm2'], made: [] });
  // What the second norm takes is a sum of its own, and added once more.
  expect(calls.get('1')?.made).toEqual(['>1.norm2', '1.ff.1', '1.ff']);
  expect(calls.get('')?.made).toEqual(['1']);
});

it('a pass through a model leaves its modules as they were', () => {
  const model = new nn.Sequential(new nn.Linear(2, 2), new nn.Dropout(0.9));
  model.modules()[2]?.eval();
  const calls = probeModules(model, [x]);
  expect(calls.map(({ name }) => name)).toEqual(['', '0', '1']);
  expect(calls[2]?.values).toEqual(calls[1]?.values);
  expect(model.modules().map((module) => module.training)).toEqual([true, true, false]);
  expect(Object.keys(model.modules()[1] ?? {})).not.toContain('forward');
});
