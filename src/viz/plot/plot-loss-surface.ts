/**
 * `plotLossSurface`: the loss around the weights of a model, in a plane of two random directions.
 * Each direction has, parameter by parameter, the length of the weights, so that surfaces compare.
 * Source: Li et al., "Visualizing the Loss Landscape of Neural Nets", 2018.
 */

import { noGrad } from '../../autodiff/index.js';
import { ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import type { Module } from '../../nn/index.js';
import * as signatures from '../../signatures/viz.js';
import {
  getRandomState,
  manualSeed,
  randn,
  setRandomState,
  type Tensor,
} from '../../tensor/index.js';
import type { Picture } from '../picture.js';
import { showNumber } from '../style/number.js';
import { type PictureOptions, seriesColour, themeOf } from '../style/theme.js';
import { chart } from './chart.js';
import { contour, evenly } from './contour.js';
import { extentOf } from './numbers.js';
import { imageAddress, viridisAt } from './pixels.js';
import { planeSpec } from './plane.js';

/** Options of `plotLossSurface`. */
export interface PlotLossSurfaceOptions extends PictureOptions {
  /** How far to go, in lengths of the weights, 1 by default. */
  readonly span?: number;
  /** Points along each side, 25 by default; the loss is computed for each pair. */
  readonly resolution?: number;
  /** Chooses the directions, 0 by default. */
  readonly seed?: number;
}

const op = 'plotLossSurface';
const LINES = 9;
/** Where the weights are. */
const cross = {
  type: 'point',
  shape: 'cross',
  filled: true,
  size: 160,
  opacity: 1,
  stroke: '#ffffff',
} as const;

/** A random direction for one parameter, as long as the parameter itself. */
function directionFor(weight: Tensor): Tensor {
  const random = randn(weight.shape, { dtype: weight.dtype });
  return random.mul(weight.norm()).div(random.norm().add(1e-12)).keep();
}

/** Losses on the grid, row by row; the weights are as before afterwards, to the last bit. */
function lossesOn(
  model: Module,
  loss: () => Tensor,
  { seed, steps }: { readonly seed: number; readonly steps: readonly number[] },
): number[] {
  const parameters = model.parameters();
  const before = parameters.map((one) => one.detach().keep());
  const state = getRandomState();
  manualSeed(seed);
  const directions = [0, 1].map(() => before.map(directionFor));
  const values: number[] = [];
  try {
    for (const b of steps) {
      for (const a of steps) {
        parameters.forEach((one, i) => {
          const [start, first, second] = [before[i], directions[0]?.[i], directions[1]?.[i]];
          if (start && first && second) one.assign(start.add(first.mul(a)).add(second.mul(b)));
        });
        values.push(loss().item());
      }
    }
  } finally {
    parameters.forEach((one, i) => {
      const start = before[i];
      if (start) one.assign(start);
    });
    setRandomState(state);
  }
  return values;
}

/**
 * Draws the loss as a map: the weights in the middle, a random direction along each axis, dark
 * valleys, light mountains, lines of equal loss (closer together lower down). `loss` computes the
 * loss of the model as it is, on the same data each time; turn dropout off before. The weights are
 * changed and put back.
 * @throws ValueError when the model has no parameters, or the loss is not finite anywhere.
 * @example
 * const model = new nn.Linear(2, 1);
 * const [x, y] = [randn([8, 2]), randn([8, 1])];
 * const lossOf = () => nn.functional.mseLoss(model.forward(x), y);
 * const picture = plotLossSurface(model, lossOf, { resolution: 5 });
 * console.log(await picture.save('surface.svg')); // surface.svg
 */
export function plotLossSurface(
  model: Module,
  loss: () => Tensor,
  options: PlotLossSurfaceOptions = {},
): Picture {
  signatures.plotLossSurface.check(arguments);
  const { span = 1, resolution = 25, seed = 0 } = options;
  if (!Number.isInteger(resolution) || resolution < 3 || resolution > 200) {
    throw new ValueError(`${op}: resolution must be an integer from 3 to 200, got ${resolution}`);
  }
  if (!(span > 0 && Number.isFinite(span))) {
    throw new ValueError(`${op}: span must be a positive number, got ${span}`);
  }
  refuseForeign(op, model, 'module');
  if (model.parameters().length === 0) {
    throw new ValueError(`${op}: ${model.constructor.name} has no parameters`);
  }
  const steps = evenly(-span, span, resolution);
  const values = noGrad(() => lossesOn(model, loss, { seed, steps }));
  const [low, high] = extentOf(values);
  if (low > high) throw new ValueError(`${op}: the loss is NaN or infinite everywhere`);
  // Shares of the height, bent so that the valley has as many lines as the slopes.
  const heightOf = (share: number): number => low + (high - low) * share ** 2;
  const shareOf = (x: number): number => Math.sqrt((x - low) / (high - low || 1));
  const levels = evenly(0, 1, LINES + 2)
    .slice(1, -1)
    .map(heightOf);
  const accent = seriesColour(themeOf(op, options.theme), 1);
  const body = planeSpec({
    url: imageAddress(resolution, resolution, (column, row) =>
      viridisAt(shareOf(values[(resolution - 1 - row) * resolution + column] ?? high)),
    ),
    lines: levels.flatMap((level) => contour({ xs: steps, ys: steps, values }, level)),
    stroke: { color: '#ffffff', opacity: 0.7, strokeWidth: 1 },
    x: { title: 'first direction', domain: [-span, span] },
    y: { title: 'second direction', domain: [-span, span] },
    marks: (axisX, axisY) => ({
      data: { values: [{ x: 0, y: 0 }] },
      mark: { ...cross, color: accent },
      encoding: { x: { field: 'x', ...axisX }, y: { field: 'y', ...axisY } },
    }),
  });
  const range = `lowest ${showNumber(low)}, highest ${showNumber(high)}`;
  const centre = noGrad(() => loss().item());
  return chart(op, options, body, {
    title: 'Loss around the weights',
    subtitle: `at the cross ${showNumber(centre)}, ${range}`,
  });
}
