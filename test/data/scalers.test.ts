/** StandardScaler and MinMaxScaler against scikit-learn's. */

import { DTypeError, ShapeError, type Tensor, tensor, ValueError, zeros } from 'chainrule';
import { MinMaxScaler, StandardScaler } from 'chainrule/data';
import { describe, expect, it } from 'vitest';
import { expectClose, type Numbers, sklearn } from './sklearn.js';

type Scaler = StandardScaler | MinMaxScaler;

const scalers: Readonly<Record<string, () => Scaler>> = {
  standard: () => new StandardScaler(),
  standard_no_mean: () => new StandardScaler({ withMean: false }),
  standard_no_std: () => new StandardScaler({ withStd: false }),
  standard_nan: () => new StandardScaler(),
  min_max: () => new MinMaxScaler(),
  min_max_range: () => new MinMaxScaler({ featureRange: [-2, 3], clip: true }),
  min_max_nan: () => new MinMaxScaler(),
};

/** What was found by `fit`, under scikit-learn's names. */
function fitted(scaler: Scaler): Readonly<Record<string, Tensor>> {
  if (scaler instanceof StandardScaler) {
    return { mean_: scaler.mean, var_: scaler.variance, scale_: scaler.scale };
  }
  const { dataMin, dataMax, scale, min } = scaler;
  return { data_min_: dataMin, data_max_: dataMax, scale_: scale, min_: min };
}

function toDoubles(rows: Numbers): Tensor {
  if (!Array.isArray(rows)) throw new Error('expected rows');
  const values: Numbers[] = rows.flat();
  return tensor(
    Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    {
      shape: [rows.length, values.length / rows.length],
    },
  );
}

describe.each(Object.entries(sklearn.scalers))('%s', (name, expected) => {
  const make = scalers[name];
  if (make === undefined) throw new Error(`no scaler for ${name}`);
  const x = toDoubles(expected.x);
  const other = toDoubles(expected.other);
  const scaler = make().fit(x);

  it('finds the same statistics', () => {
    const found = fitted(scaler);
    for (const [key, values] of Object.entries(expected.fitted)) {
      expectClose(found[key]?.toArray(), values, 1e-12);
    }
  });

  it('transforms and restores', () => {
    const transformed = scaler.transform(other);
    expect(transformed.dtype).toBe('float64');
    expectClose(transformed.toArray(), expected.transformed, 1e-11);
    expectClose(scaler.inverseTransform(transformed).toArray(), expected.restored, 1e-11);
    expect(make().fitTransform(x).toArray()).toEqual(scaler.transform(x).toArray());
  });
});

describe.each([
  ['StandardScaler', () => new StandardScaler()],
  ['MinMaxScaler', () => new MinMaxScaler()],
])('%s', (name, make) => {
  const column = (dtype: 'float32' | 'int32') => tensor([[1], [2], [3]], { dtype });

  it('keeps float32 and turns int32 into it', () => {
    expect(make().fitTransform(column('float32')).dtype).toBe('float32');
    expect(make().fitTransform(column('int32')).dtype).toBe('float32');
    expect(make().fitTransform(column('int32')).toArray()).toEqual(
      make().fitTransform(column('float32')).toArray(),
    );
  });

  it('sends a constant feature of float32 to the same number', () => {
    const constant = tensor([[0.1], [0.1], [0.1], [0.1], [0.1], [0.1], [0.1]]);
    expect(make().fitTransform(constant).toArray()).toEqual(Array(7).fill([0]));
  });

  it('lets gradients through', () => {
    const x = tensor([[5], [7]], { requiresGrad: true });
    const scaler = make().fit(column('float32'));
    scaler.transform(x).sum().backward();
    const slope = name === 'MinMaxScaler' ? 0.5 : 1 / Math.sqrt(2 / 3);
    expectClose(x.grad?.toArray(), [[slope], [slope]], 1e-6);
  });

  it('needs fit first', () => {
    expect(() => make().transform(column('float32'))).toThrow(ValueError);
    expect(() => make().inverseTransform(column('float32'))).toThrow(
      `${name}: not fitted yet, call fit(x) or fitTransform(x) first`,
    );
    expect(() => make().scale).toThrow(ValueError);
  });

  it.each([
    [() => make().fit(zeros([3])), ShapeError, /got \[3\]. Did you mean x.reshape\(\[-1, 1\]\)/],
    [() => make().fit(zeros([0, 2])), ShapeError, /at least one sample, got \[0, 2\]/],
    [() => make().fit(tensor([[true]])), DTypeError, /expected numbers, got bool/],
    [
      () =>
        make().fit(
          tensor([
            [1, 2],
            [3, Infinity],
          ]),
        ),
      ValueError,
      /holds Infinity at \[1, 1\]/,
    ],
    [
      () =>
        make()
          .fit(zeros([2, 2]))
          .transform(zeros([2, 3])),
      ShapeError,
      /samples, 2\] as in fit/,
    ],
    [
      () =>
        make()
          .fit(zeros([2, 2]))
          .inverseTransform(zeros([2])),
      ShapeError,
      /got \[2\]/,
    ],
  ])('refuses: %s', (call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});

it('MinMaxScaler refuses a range that is upside down', () => {
  expect(() => new MinMaxScaler({ featureRange: [1, 1] })).toThrow(
    'featureRange must be [low, high] with low < high, got [1, 1]',
  );
});
