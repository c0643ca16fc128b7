/** Charts: what they draw, that the same data give the same bytes, and what they refuse. */

import { manualSeed, nn, randn, type Tensor, tensor } from 'chainrule';
import { makeMoons } from 'chainrule/data';
import {
  type Picture,
  plotConfusion,
  plotDecisionSurface,
  plotFunction,
  plotHistogram,
  plotImages,
  plotLandscape,
  plotLoss,
  plotLossSurface,
  plotMetrics,
} from 'chainrule/viz';
import { describe, expect, it } from 'vitest';

const rows = Array.from({ length: 6 }, (_, i) => ({
  epoch: i + 1,
  lr: 0.1,
  train: { loss: 1 / (i + 1), accuracy: i / 6 },
  validation: { loss: 1.2 / (i + 1), accuracy: i / 7 },
}));
const points = tensor([
  [0, 0],
  [1, 1],
  [0, 1],
  [1, 0],
]);
const labels = tensor([0, 1, 0, 1], { dtype: 'int32' });

function network(): nn.Sequential {
  manualSeed(7);
  return new nn.Sequential(new nn.Linear(2, 4), new nn.Tanh(), new nn.Linear(4, 1));
}

function lossOf(model: nn.Sequential): Tensor {
  return nn.functional.mseLoss(model.forward(points).squeeze(1), labels.to('float32'));
}

/** Every kind of chart, from fixed data. */
const charts: Record<string, (theme: 'light' | 'dark') => Picture> = {
  plotFunction: (theme) => plotFunction({ tanh: Math.tanh, log: Math.log }, { theme }),
  plotMetrics: (theme) => plotMetrics(rows, { theme }),
  plotLoss: (theme) => plotLoss({ a: [3, 2, 1], b: [3, 2.5, 2] }, { smoothing: 0.5, theme }),
  plotDecisionSurface: (theme) => plotDecisionSurface(network(), points, labels, { theme }),
  plotHistogram: (theme) => plotHistogram(network(), { theme }),
  plotLandscape: (theme) =>
    plotLandscape((x, y) => x * x + 3 * y * y, {
      theme,
      walks: {
        a: [
          [0.5, 0.5],
          [0, 0],
        ],
      },
    }),
  'plotLandscape from the side': (theme) =>
    plotLandscape((x, y) => x * y, { theme, view: 'mountain', resolution: 5 }),
  plotImages: (theme) =>
    plotImages(points.reshape([2, 2, 2]), { labels: [0, 1], predictions: [0, 0], theme }),
  plotConfusion: (theme) =>
    plotConfusion(
      [
        [5, 1],
        [0, 4],
      ],
      { theme },
    ),
  plotLossSurface: (theme) => {
    const model = network();
    return plotLossSurface(model, () => lossOf(model), { resolution: 5, theme });
  },
};

describe.each(Object.entries(charts))('%s', (_, make) => {
  it('gives the same SVG from the same data, at most 640 pixels wide', async () => {
    const svg = await make('light').toSVG();
    expect(await make('light').toSVG()).toBe(svg);
    const width = Number(/<svg[^>]*? width="([\d.]+)"/.exec(svg)?.[1]);
    expect(width).toBeGreaterThan(0);
    expect(width).toBeLessThanOrEqual(640);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('has a dark variant', async () => {
    const svg = await make('dark').toSVG();
    expect(svg).toContain('fill="#16191d"');
    expect(svg).not.toContain('fill="#ffffff"');
  });
});

describe('what is drawn', () => {
  it('one panel per metric, without times and the learning rate', async () => {
    const svg = await plotMetrics(rows).toSVG();
    for (const text of ['>loss<', '>accuracy<', '>train<', '>validation<']) {
      expect(svg).toContain(text);
    }
    expect(svg).not.toContain('>lr<');
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    expect(await plotMetrics(`${text}\n`).toSVG()).toBe(svg);
    const counted = await plotMetrics([1, 2].map((step) => ({ step, return: step }))).toSVG();
    expect(counted).toContain('>step<');
  });

  it('a gap where a function has no value', () => {
    const { spec } = plotFunction(Math.log, { domain: [-1, 1], points: 5 });
    expect(JSON.stringify(spec)).toContain('{"x":-1,"y":null,"name":""}');
  });

  it('every number of a histogram once', () => {
    manualSeed(1);
    const { spec } = plotHistogram(randn([500]), { bins: 20 });
    const counts = [...JSON.stringify(spec).matchAll(/"count":(\d+)/g)].map((m) => Number(m[1]));
    expect(counts).toHaveLength(20);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(500);
  });

  it('activations and gradients of the layers', async () => {
    const model = network();
    const activations = await plotHistogram(model, { of: 'activations', input: points }).toSVG();
    expect(activations).toContain('>1 Tanh<');
    lossOf(model).backward();
    expect(await plotHistogram(model, { of: 'gradients' }).toSVG()).toContain('>2.weight<');
  });

  it('the weights of a loss surface are put back to the last bit', () => {
    const model = network();
    const before = model.parameters().map((one) => one.toArray());
    plotLossSurface(model, () => lossOf(model), { resolution: 3 });
    expect(model.parameters().map((one) => one.toArray())).toEqual(before);
  });

  it('a decision surface for margins, probabilities, classes and plain functions', () => {
    const [x, y] = makeMoons({ nSamples: 20, seed: 0 });
    const few = { resolution: 8 };
    plotDecisionSurface((p) => p.sum(1).sigmoid(), x, y, { threshold: 0.5, ...few });
    plotDecisionSurface((p) => p.matmul(tensor([[1, 2, 3]]).expand([2, 3])), x, y, few);
    plotDecisionSurface(
      (p) => Array.from(p.toTypedArray()).filter((_, i) => i % 2 === 0),
      x,
      y,
      few,
    );
    const model = network();
    plotDecisionSurface(model, x, y, few);
    expect(model.training).toBe(true);
  });

  it('wrong predictions with what they should be', async () => {
    const svg = await charts.plotImages?.('light').toSVG();
    expect(svg).toContain('>0, is 1<');
  });
});

describe('what is refused', () => {
  it.each<[string, () => unknown, string]>([
    ['an empty list', () => plotLoss([]), 'plotLoss: loss is empty'],
    ['nothing but NaN', () => plotLoss([Number.NaN]), 'plotLoss: every value of loss is NaN'],
    ['no rows', () => plotMetrics([]), 'plotMetrics: no rows'],
    ['an unknown metric', () => plotMetrics(rows, { metrics: ['f1'] }), "'f1' is in no row"],
    ['text that is no JSON', () => plotMetrics('epoch 1'), 'line 1 is not a JSON object'],
    ['a logarithm of zero', () => plotLoss([1, 0], { logScale: true }), 'loss is 0 at 2'],
    ['a function of NaN', () => plotFunction(() => Number.NaN), 'NaN or infinite at all 400'],
    ['a function of objects', () => Reflect.apply(plotFunction, null, [() => ({})]), 'an object'],
    ['a domain backwards', () => plotFunction(Math.sin, { domain: [1, -1] }), 'the lower first'],
    ['NaN among numbers', () => plotHistogram([1, Number.NaN]), '1 of the 2 numbers'],
    ['no gradients', () => plotHistogram(network(), { of: 'gradients' }), 'loss.backward()'],
    ['a table not square', () => plotConfusion([[1, 2]]), 'must be square'],
    ['rows of two lengths', () => plotConfusion([[1, 2], [1]]), 'row 0 has 2 numbers'],
    ['too few labels', () => plotConfusion([[1]], { labels: [] }), '0 labels for 1 classes'],
    ['images of no shape', () => plotImages(tensor([1, 2])), 'images must be [N, H, W]'],
    [
      'more labels than images',
      () => plotImages(tensor([[[1]]]), { labels: [1, 2, 3.5].slice(0, 0) }),
      'labels is empty',
    ],
    [
      'labels of another length',
      () => plotDecisionSurface(network(), points, [0, 1]),
      '4 points and 2 labels',
    ],
    [
      'three features',
      () => plotDecisionSurface(network(), [[1, 2, 3]], [0]),
      'x must be [N, 2], got 3 features',
    ],
    [
      'scores of another length',
      () => plotDecisionSurface(() => [1, 2, 3], points, labels, { resolution: 3 }),
      'for 9 points [N, 2] the classifier must give',
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});
