/** The sample generators against scikit-learn's, with the same seeds. */

import { manualSeed, type Tensor, ValueError } from 'chainrule';
import { makeBlobs, makeCircles, makeMoons, makeRegression } from 'chainrule/data';
import { describe, expect, it } from 'vitest';
import { expectClose, sklearn } from './sklearn.js';

/** What all generators have in common. */
type Generate = (options?: {
  readonly nSamples?: number;
  readonly seed?: number;
  readonly dtype?: 'float32' | 'float64';
}) => [x: Tensor, y: Tensor];

const generators: Readonly<Record<string, Generate>> = {
  makeBlobs,
  makeCircles,
  makeMoons,
  makeRegression,
};

describe('with the seed of scikit-learn', () => {
  const cases = sklearn.samples.map((each) => ({ ...each, asked: JSON.stringify(each.options) }));
  it.each(cases)('$function($asked)', ({ function: name, options, arrays }) => {
    const generate = generators[name];
    if (generate === undefined) throw new Error(`no generator ${name}`);
    const doubles = generate({ ...options, dtype: 'float64' });
    expectClose(
      doubles.map((each) => each.toArray()),
      arrays,
      1e-13,
    );
    const floats = generate(options);
    expectClose(
      floats.map((each) => each.toArray()),
      arrays,
      1e-6,
    );
    expect(floats[0].dtype).toBe('float32');
    expect(floats[1].dtype).toBe(name === 'makeRegression' ? 'float32' : 'int32');
  });
});

describe.each(Object.entries(generators))('%s', (_, generate) => {
  const values = (options = {}) => generate(options).map((each) => each.toArray());

  it('follows manualSeed without a seed, and differs from call to call', () => {
    manualSeed(3);
    const first = values();
    const second = values();
    manualSeed(3);
    expect(values()).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('gives 100 samples unless told', () => {
    expect(generate().map((each) => each.shape[0])).toEqual([100, 100]);
  });

  it('makes none when asked for none', () => {
    expect(generate({ nSamples: 0 }).map((each) => each.shape[0])).toEqual([0, 0]);
  });

  it.each([{ nSamples: -1 }, { nSamples: 2.5 }, { seed: -1 }])('refuses %o', (options) => {
    expect(() => generate(options)).toThrow(ValueError);
  });
});

describe('a wrong option names itself', () => {
  it.each([
    [() => makeMoons({ noise: -1 }), 'makeMoons: noise must be a number >= 0, got -1'],
    [() => makeCircles({ factor: 1 }), 'makeCircles: factor must be in [0, 1), got 1'],
    [() => makeCircles({ noise: Number.NaN }), 'makeCircles: noise must be a number >= 0, got NaN'],
    [
      () => makeBlobs({ nSamples: [1, 2], centers: 3 }),
      'makeBlobs: nSamples needs one number per centre, got 2 for 3 centres',
    ],
    [
      () => makeBlobs({ clusterStd: [1] }),
      'makeBlobs: clusterStd needs one number per centre, got 1 for 3 centres',
    ],
    [
      () => makeBlobs({ centers: [[1, 2], [3]] }),
      'makeBlobs: centers must have equally many coordinates, got 2 and 1',
    ],
    [
      () => makeRegression({ nFeatures: -2 }),
      'makeRegression: nFeatures must be an integer >= 0, got -2',
    ],
    [() => makeRegression({ noise: -2 }), 'makeRegression: noise must be a number >= 0, got -2'],
  ])('%s', (generate, message) => {
    expect(generate).toThrow(message);
    expect(generate).toThrow(ValueError);
  });
});
