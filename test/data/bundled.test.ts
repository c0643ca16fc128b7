/**
 * The bundled data sets: their modules against their files, and their values against scikit-learn.
 */

import { readFileSync } from 'node:fs';
import {
  DataLoader,
  type LabelledDataset,
  loadBreastCancer,
  loadDiabetes,
  loadDigits,
  loadIris,
  loadWine,
  TensorDataset,
} from 'chainrule/data';
import { describe, expect, it } from 'vitest';
import { pack, renderModule, sources } from '../../scripts/pack-tables.js';
import { unpackColumns } from '../../src/data/bundled/tables/packed-table.js';
import { expectClose, sklearn } from './sklearn.js';

describe('the packed tables', () => {
  it.each(Object.entries(sources))('%s is what its files make', (module, source) => {
    const path = new URL(`../../src/data/bundled/tables/${module}.ts`, import.meta.url);
    expect(readFileSync(path, 'utf8')).toBe(renderModule(source));
  });

  it.each(Object.entries(sources))('%s keeps every number', (_, source) => {
    const rows = source.read();
    const columns = unpackColumns(pack(rows));
    rows.forEach((row, at) => {
      const unpacked = columns.map((column) => column[at]);
      expectClose(unpacked, row.map(Number), 1e-14);
    });
  });

  it('keep any decimals exactly', () => {
    const rows = [
      ['0', '0.1', '123456.789', '4095'],
      ['64', '2.50', '0.001', '4096'],
    ];
    const columns = unpackColumns(pack(rows)).map((column) => [...column]);
    expect(columns).toEqual([
      [0, 64],
      [0.1, 2.5],
      [123456.789, 0.001],
      [4095, 4096],
    ]);
  });

  it('refuse what they cannot hold', () => {
    expect(() => pack([['-1']])).toThrow('negative');
    expect(() => pack([['0.12345678912']])).toThrow('more than 9 decimals');
  });
});

const loaders: Readonly<Record<string, () => LabelledDataset>> = {
  loadBreastCancer,
  loadDiabetes: () => loadDiabetes(),
  loadDiabetesRaw: () => loadDiabetes({ scaled: false }),
  loadDigits,
  loadIris,
  loadWine,
};

describe.each(Object.entries(loaders))('%s', (name, load) => {
  const expected = sklearn.bundled[name];
  const dataset = load();

  it("holds scikit-learn's numbers", () => {
    if (expected === undefined) throw new Error(`no fixture for ${name}`);
    const { data, target } = dataset;
    expect(data.shape).toEqual(expected.shape);
    expect(data.dtype).toBe('float32');
    expect(target.dtype).toBe(name.startsWith('loadDiabetes') ? 'float32' : 'int32');
    expect(target.toArray()).toEqual(expected.target);
    const [samples = 0, features = 0] = data.shape;
    const values = Float64Array.from(data.toTypedArray());
    expectClose([...values.subarray(0, features)], expected.first, 1e-7);
    expectClose([...values.subarray(-features)], expected.last, 1e-7);
    for (let feature = 0; feature < features; feature++) {
      const column = values.filter((_, at) => at % features === feature);
      const mean = column.reduce((sum, value) => sum + value, 0) / samples;
      const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples;
      expectClose(
        [mean, Math.sqrt(variance)],
        [expected.mean[feature] ?? 0, expected.std[feature] ?? 0],
        1e-6,
      );
    }
  });

  it('names its columns and classes', () => {
    expect(dataset.featureNames).toEqual(expected?.feature_names);
    expect(dataset.targetNames).toEqual(expected?.target_names);
    expect(dataset.description.length).toBeGreaterThan(50);
  });

  it('is a data set of samples', () => {
    expect(dataset).toBeInstanceOf(TensorDataset);
    expect(dataset.length).toBe(expected?.shape[0]);
    const [x, y] = dataset.get(dataset.length - 1);
    expect(x.shape).toEqual([expected?.shape[1]]);
    expect(y.item()).toBe(expected?.target.at(-1));
    const [[batch] = []] = new DataLoader(dataset, { batchSize: 3 });
    expect(batch?.shape).toEqual([3, expected?.shape[1]]);
  });
});

it('loadDigits also gives pictures', () => {
  const { images, data } = loadDigits();
  expect(images.shape).toEqual([1797, 8, 8]);
  expect(images.toTypedArray()).toEqual(data.toTypedArray());
});
